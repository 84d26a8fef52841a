using System.Globalization;
using System.Numerics;
using Descent.Numerics;

namespace Descent.Cli.Benchmarks;

/// <summary>A product of two square matrices, the kernel behind every dense layer, on one thread.</summary>
/// <param name="Size">Rows and columns.</param>
internal sealed record ProductWorkload(int Size) : Workload($"gemm-{Size.ToString(CultureInfo.InvariantCulture)}", $"product of {Size} × {Size} matrices")
{
    public override Work Prepare<T>(int threads) => new Products<T>(Size);

    private sealed class Products<T> : Work
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly MatrixProduct<T> product;

        public Products(int size)
        {
            product = new MatrixProduct<T>(size);
            product.SetLeft(Numbers(size, 1));
            product.SetRight(Numbers(size, 2));
        }

        public override int Samples => product.Size;

        public override long MultiplyAdds => (long)product.Size * product.Size * product.Size;

        public override Proof Prove()
        {
            Step();
            T[] values = product.ToArray();
            return new Proof(Hashes.Of<T>(values), values.Average(number => double.CreateTruncating(number * number)));
        }

        public override void Step() => product.Compute();

        private static T[] Numbers(int size, ulong stream) => [.. Enumerable.Range(0, size * size).Select(i => T.CreateTruncating((2 * SharedNumbers.Uniform(stream, i)) - 1))];
    }
}
