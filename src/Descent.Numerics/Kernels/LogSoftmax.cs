using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// The logarithm of the softmax over the rows of each column, yᵢ = xᵢ − m − ln Σⱼ e^(xⱼ − m) with m = maxⱼ xⱼ, and its gradient.
/// The samples are along the lanes. It is not the logarithm of <see cref="Softmax{T, V}"/>, which is −∞ where a probability underflows.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class LogSoftmax<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y = ln softmax(x).</summary>
    /// <param name="x">classes × samples.</param>
    /// <param name="y">classes × samples; may be x.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> x, Matrix<T> y)
    {
        int columns = x.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V highest = Softmax<T, V>.Highest(x, c), sum = V.Zero;
            for (int r = 0; r < x.Rows; r++)
            {
                sum += V.Exp(V.Load(x.RowPointer(r) + c) - highest);
            }

            V logarithm = V.Log(sum);
            for (int r = 0; r < x.Rows; r++)
            {
                (V.Load(x.RowPointer(r) + c) - highest - logarithm).Store(y.RowPointer(r) + c);
            }
        }
    }

    /// <summary>The same with one row per sample, with the same bits: the sum over the classes is computed in their order.</summary>
    /// <param name="x">samples × classes.</param>
    /// <param name="y">samples × classes, padding included; may be x.</param>
    [MethodImpl(Hot)]
    public static void ForwardSamples(Matrix<T> x, Matrix<T> y)
    {
        T* exponentials = stackalloc T[V.Count];
        for (int r = 0; r < x.Rows; r++)
        {
            T* from = x.RowPointer(r), to = y.RowPointer(r);
            V highest = Softmax<T, V>.Highest(from, x.Columns);
            T sum = T.Zero;
            for (int c = 0; c < x.Columns; c += V.Count)
            {
                V.Exp(V.Load(from + c) - highest).Store(exponentials);
                for (int i = 0; i < Math.Min(V.Count, x.Columns - c); i++)
                {
                    sum += exponentials[i];
                }
            }

            V logarithm = V.Log(V.Splat(sum));
            for (int c = 0; c < x.PaddedColumns; c += V.Count)
            {
                (V.Load(from + c) - highest - logarithm).Store(to + c);
            }
        }
    }

    /// <summary>dx = dy − e^y·Σⱼ dyⱼ: the full Jacobian applied to dy.</summary>
    /// <param name="y">classes × samples.</param>
    /// <param name="dy">classes × samples.</param>
    /// <param name="dx">classes × samples; may be dy.</param>
    [MethodImpl(Hot)]
    public static void Backward(Matrix<T> y, Matrix<T> dy, Matrix<T> dx)
    {
        int columns = y.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V sum = V.Zero;
            for (int r = 0; r < y.Rows; r++)
            {
                sum += V.Load(dy.RowPointer(r) + c);
            }

            for (int r = 0; r < y.Rows; r++)
            {
                V.Fma(-V.Exp(V.Load(y.RowPointer(r) + c)), sum, V.Load(dy.RowPointer(r) + c)).Store(dx.RowPointer(r) + c);
            }
        }
    }
}
