using System.Globalization;
using System.Numerics;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Cli.Benchmarks;

/// <summary>A product of two square matrices, the kernel behind every dense layer, on one thread.</summary>
/// <param name="Size">Rows and columns.</param>
internal sealed record ProductWorkload(int Size) : Workload($"gemm-{Size.ToString(CultureInfo.InvariantCulture)}", $"product of {Size} × {Size} matrices")
{
    public override Work Prepare<T>(int threads) => LaneWidth.Dispatch(LaneWidth.Current, new Making<T>(Size));

    private sealed class Making<T>(int size) : ILaneFunction<T, Work>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Work Invoke<V>()
            where V : struct, ILane<V, T> => new Products<T, V>(size);
    }

    private sealed class Products<T, V> : Work
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        private readonly int size, stride;
        private readonly AlignedBlock<T> a, b, c;
        private readonly Workspace<T> workspace = new();

        public Products(int size)
        {
            this.size = size;
            stride = (int)AlignedBlock<T>.Pad(size);
            // Rows a multiple of 4 KiB apart would fight for the same cache sets; Descent's own batches keep off it too.
            stride += stride % 1024 == 0 ? AlignedBlock<T>.PerAlignment : 0;
            a = Filled(1);
            b = Filled(2);
            c = new AlignedBlock<T>(size * stride);
            workspace.Reserve();
        }

        public override int Samples => size;

        public override long MultiplyAdds => (long)size * size * size;

        public override Proof Prove()
        {
            Step();
            T[] product = new T[size * size];
            for (int row = 0; row < size; row++)
            {
                View(c).Row(row).CopyTo(product.AsSpan(row * size));
            }

            return new Proof(Hashes.Of<T>(product), product.Average(number => double.CreateTruncating(number * number)));
        }

        public override void Step() => Product<T, V>.Affine(View(a), default, View(b), View(c), workspace);

        private Matrix<T> View(AlignedBlock<T> block) => block.View(0, size, size, stride);

        private AlignedBlock<T> Filled(ulong stream)
        {
            AlignedBlock<T> block = new(size * stride);
            for (int i = 0; i < size * size; i++)
            {
                block.Span[(i / size * stride) + (i % size)] = T.CreateTruncating((2 * SharedNumbers.Uniform(stream, i)) - 1);
            }

            return block;
        }
    }
}
