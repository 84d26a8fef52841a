using System.Numerics;
using Descent.Numerics;

namespace Descent.Tests.Numerics.Kernels;

/// <summary>Which kernel to run on matrices.</summary>
internal enum Kernel
{
    Affine,
    AffineWithoutBias,
    Transposed,
    Outer,
    DotsOuter,
    RowSums,
    Softmax,
    SoftmaxBackward,
}

/// <summary>Matrices in aligned memory, filled with random numbers and zeros in the padding, and kernels by name.</summary>
internal static class Matrices
{
    public static (AlignedBlock<T> Block, Matrix<T> View) Random<T>(int rows, int columns, ulong stream)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CounterRandom random = new(17, Streams.Noise + stream);
        (AlignedBlock<T> block, Matrix<T> view) = Empty<T>(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                view.Row(i)[j] = T.CreateTruncating(random.Normal((ulong)((i * columns) + j)));
            }
        }

        return (block, view);
    }

    public static (AlignedBlock<T> Block, Matrix<T> View) Empty<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = (int)AlignedBlock<T>.Pad(columns);
        AlignedBlock<T> block = new((long)rows * stride);
        return (block, block.View(0, rows, columns, stride));
    }

    public static T[] Run<T>(int bits, Kernel kernel, Matrix<T> a, Matrix<T> b, Matrix<T> bias, Matrix<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LaneWidth.Dispatch(bits, new Call<T>(kernel, a, b, bias, result));
        T[] values = new T[result.Rows * result.Columns];
        for (int i = 0; i < result.Rows; i++)
        {
            result.Row(i).CopyTo(values.AsSpan(i * result.Columns));
        }

        return values;
    }

    private sealed class Call<T>(Kernel kernel, Matrix<T> a, Matrix<T> b, Matrix<T> bias, Matrix<T> result) : ILaneFunction<T, bool>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public bool Invoke<V>()
            where V : struct, ILane<V, T>
        {
            Workspace<T> workspace = new();
            switch (kernel)
            {
                case Kernel.Affine:
                    Product<T, V>.Affine(a, bias, b, result, workspace);
                    break;
                case Kernel.AffineWithoutBias:
                    Product<T, V>.Affine(a, default, b, result, workspace);
                    break;
                case Kernel.Transposed:
                    Product<T, V>.Transposed(a, b, result, workspace);
                    break;
                case Kernel.Outer:
                    Product<T, V>.Outer(a, b, result, workspace);
                    break;
                case Kernel.DotsOuter:
                    Dots<T, V>.Outer(a, b, result);
                    break;
                case Kernel.RowSums:
                    Dots<T, V>.RowSums(a, result);
                    break;
                case Kernel.Softmax:
                    Softmax<T, V>.Forward(a, result);
                    break;
                default:
                    Softmax<T, V>.Backward(a, b, result);
                    break;
            }

            return true;
        }
    }
}
