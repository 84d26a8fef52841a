using System.Numerics;
using Descent.Numerics;
using Descent.Tests.Numerics.Lanes;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>Softmax where a careless one overflows, and its Jacobian.</summary>
public class SoftmaxTests
{
    [Theory]
    [InlineData(new double[] { 1000, 1000, 0 }, new double[] { 0.5, 0.5, 0 })]
    [InlineData(new double[] { -1000, -1000, -1000 }, new double[] { 0.33333333333333333, 0.33333333333333333, 0.33333333333333333 })]
    [InlineData(new double[] { 1e30, 0, -1e30 }, new double[] { 1, 0, 0 })]
    [InlineData(new double[] { 0, 0.69314718055994531, 1.09861228866810969 }, new double[] { 0.16666666666666667, 0.33333333333333333, 0.5 })]
    public void OfHugeNumbersIsADistribution(double[] logits, double[] expected)
    {
        Check<double>(logits, expected, 3e-16);
        Check<float>(logits, expected, 1e-7);
    }

    [Fact]
    public void TheJacobianIsFull()
    {
        // p = (1/6, 1/3, 1/2) and dy = (1, 2, −1): Σ p·dy = 1/3, so dx = p·(dy − 1/3).
        (AlignedBlock<double> pBlock, Matrix<double> p) = Filled<double>([1 / 6.0, 1 / 3.0, 0.5]);
        (AlignedBlock<double> dyBlock, Matrix<double> dy) = Filled<double>([1, 2, -1]);
        foreach (int bits in LaneMap.Widths)
        {
            (AlignedBlock<double> block, Matrix<double> dx) = Matrices.Empty<double>(3, 1);
            double[] actual = Matrices.Run(bits, Kernel.SoftmaxBackward, p, dy, default, dx);
            double[] expected = [1 / 9.0, 5 / 9.0, -2 / 3.0];
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
            GC.KeepAlive(block);
        }

        GC.KeepAlive((pBlock, dyBlock));
    }

    private static void Check<T>(double[] logits, double[] expected, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (AlignedBlock<T> xBlock, Matrix<T> x) = Filled<T>(logits);
        foreach (int bits in LaneMap.Widths)
        {
            (AlignedBlock<T> block, Matrix<T> y) = Matrices.Empty<T>(logits.Length, 1);
            T[] actual = Matrices.Run(bits, Kernel.Softmax, x, default, default, y);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, double.CreateTruncating(pair.Second), tolerance));
            GC.KeepAlive(block);
        }

        GC.KeepAlive(xBlock);
    }

    private static (AlignedBlock<T> Block, Matrix<T> View) Filled<T>(double[] column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (AlignedBlock<T> block, Matrix<T> view) = Matrices.Empty<T>(column.Length, 1);
        for (int i = 0; i < column.Length; i++)
        {
            view.Row(i)[0] = T.CreateTruncating(column[i]);
        }

        return (block, view);
    }
}
