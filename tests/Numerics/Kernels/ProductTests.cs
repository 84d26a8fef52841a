using System.Numerics;
using Descent.Numerics;
using Descent.Tests.Numerics.Lanes;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>The products against plain loops in double, for shapes that fill no tile, strip, panel or block.</summary>
public class ProductTests
{
    // (rows, depth, columns): small ones, then more than 2^20 multiply-adds, which are packed in blocks of 120 × 256 × 512.
    private static readonly (int Rows, int Depth, int Columns)[] s_shapes =
    [
        (1, 1, 1), (1, 5, 3), (2, 3, 16), (3, 1, 17), (4, 7, 15), (5, 2, 33), (6, 6, 64), (7, 31, 9), (8, 32, 31), (9, 33, 1), (11, 13, 65),
        (12, 12, 63), (13, 100, 5), (25, 64, 100), (31, 99, 7), (97, 3, 41), (100, 100, 99),
        (16, 257, 300), (121, 256, 37), (127, 513, 65), (59, 300, 555), (245, 40, 113), (17, 1031, 70),
    ];

    [Fact]
    public void InFloat() => CheckAll<float>(6e-8);

    [Fact]
    public void InDouble() => CheckAll<double>(1.2e-16);

    [Fact]
    public void ALargeProductHasTheBitsOfItsPartsInFloat() => CheckParts<float>();

    [Fact]
    public void ALargeProductHasTheBitsOfItsPartsInDouble() => CheckParts<double>();

    private static void CheckAll<T>(double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int rows, int depth, int columns) in s_shapes)
        {
            Check<T>(Kernel.Affine, rows, depth, columns, unit);
            Check<T>(Kernel.AffineWithoutBias, rows, depth, columns, unit);
            Check<T>(Kernel.Transposed, rows, depth, columns, unit);
            Check<T>(Kernel.Outer, rows, depth, columns, unit);
            Check<T>(Kernel.DotsOuter, Math.Min(rows, 31), depth, Math.Min(columns, 31), unit);
        }
    }

    private static void Check<T>(Kernel kernel, int rows, int depth, int columns, double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // a[i, k] and b[k, j] as the kernel stores them.
        bool isOuter = kernel is Kernel.Outer or Kernel.DotsOuter, isTransposed = kernel == Kernel.Transposed;
        (AlignedBlock<T> aBlock, Matrix<T> a) = isTransposed ? Matrices.Random<T>(depth, rows, 1) : Matrices.Random<T>(rows, depth, 1);
        (AlignedBlock<T> bBlock, Matrix<T> b) = isOuter ? Matrices.Random<T>(columns, depth, 2) : Matrices.Random<T>(depth, columns, 2);
        (AlignedBlock<T> biasBlock, Matrix<T> bias) = Matrices.Random<T>(1, rows, 3);
        (AlignedBlock<T> block, Matrix<T> result) = Matrices.Empty<T>(rows, columns);
        T[]? first = null;
        foreach (int bits in LaneMap.Widths)
        {
            block.Span.Fill(T.NaN);
            T[] actual = Matrices.Run(bits, kernel, a, b, bias, result);
            first ??= actual;
            Assert.True(first.AsSpan().SequenceEqual(actual), $"{kernel} {rows} × {depth} × {columns}: other bits in {bits}");
        }

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = kernel == Kernel.Affine ? double.CreateTruncating(bias.Row(0)[i]) : 0, size = Math.Abs(sum);
                for (int k = 0; k < depth; k++)
                {
                    double left = double.CreateTruncating(isTransposed ? a.Row(k)[i] : a.Row(i)[k]), right = double.CreateTruncating(isOuter ? b.Row(j)[k] : b.Row(k)[j]);
                    sum += left * right;
                    size += Math.Abs(left * right);
                }

                // Errors of random roundings grow with the root of the number of terms.
                double error = Math.Abs(sum - double.CreateTruncating(first![(i * columns) + j])), allowed = 4 * unit * Math.Sqrt(depth + 4) * size;
                Assert.True(error <= allowed, $"{kernel} {rows} × {depth} × {columns} [{i}, {j}]: off by {error:G3}, allowed {allowed:G3}");
            }
        }

        GC.KeepAlive((aBlock, bBlock, biasBlock));
    }

    private static void CheckParts<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // One row at a time is computed directly; the whole is packed. Neither may differ by a bit.
        foreach ((int rows, int depth, int columns) in new[] { (127, 513, 65), (59, 300, 555), (17, 1031, 70) })
        {
            (AlignedBlock<T> aBlock, Matrix<T> a) = Matrices.Random<T>(rows, depth, 1);
            (AlignedBlock<T> bBlock, Matrix<T> b) = Matrices.Random<T>(depth, columns, 2);
            (AlignedBlock<T> biasBlock, Matrix<T> bias) = Matrices.Random<T>(1, rows, 3);
            (AlignedBlock<T> block, Matrix<T> result) = Matrices.Empty<T>(rows, columns);
            T[] whole = Matrices.Run(LaneMap.Widths[0], Kernel.Affine, a, b, bias, result);
            for (int i = 0; i < rows; i++)
            {
                T[] row = Matrices.Run(LaneMap.Widths[0], Kernel.Affine, a.SliceRows(i, 1), b, bias.SliceColumns(i, 1), result.SliceRows(i, 1));
                Assert.Equal(whole[(i * columns)..((i + 1) * columns)], row);
            }

            GC.KeepAlive((aBlock, bBlock, biasBlock, block));
        }
    }
}
