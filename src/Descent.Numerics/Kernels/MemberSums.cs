using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>Sums over members: several results of the same shape, stacked by rows, added in their order.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class MemberSums<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y[r] = (Σₘ x[m·rows + r])/members, padding included.</summary>
    /// <param name="x">members·rows × samples.</param>
    /// <param name="y">rows × samples.</param>
    [MethodImpl(Hot)]
    public static void Mean(Matrix<T> x, Matrix<T> y)
    {
        int columns = x.PaddedColumns, members = x.Rows / y.Rows;
        nint block = (nint)y.Rows * x.Stride;
        V count = V.Splat((double)members);
        for (int r = 0; r < y.Rows; r++)
        {
            T* to = y.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                T* from = x.RowPointer(r) + c;
                V sum = V.Load(from);
                for (int m = 1; m < members; m++)
                {
                    sum += V.Load(from + (m * block));
                }

                (sum / count).Store(to + c);
            }
        }
    }

    /// <summary>The same with one row per sample, with the same bits.</summary>
    /// <param name="x">samples × members·rows.</param>
    /// <param name="y">samples × rows.</param>
    public static void MeanSamples(Matrix<T> x, Matrix<T> y)
    {
        int rows = y.Columns, members = x.Columns / rows;
        T count = T.CreateTruncating(members);
        for (int n = 0; n < y.Rows; n++)
        {
            T* from = x.RowPointer(n), to = y.RowPointer(n);
            for (int r = 0; r < rows; r++)
            {
                T sum = from[r];
                for (int m = 1; m < members; m++)
                {
                    sum += from[(m * rows) + r];
                }

                to[r] = sum / count;
            }
        }
    }

    /// <summary>dx[m·rows + r] = dy[r]/members, padding included.</summary>
    /// <param name="dy">rows × samples.</param>
    /// <param name="dx">members·rows × samples.</param>
    [MethodImpl(Hot)]
    public static void MeanBackward(Matrix<T> dy, Matrix<T> dx)
    {
        int columns = dy.PaddedColumns, members = dx.Rows / dy.Rows;
        V count = V.Splat((double)members);
        for (int r = 0; r < dx.Rows; r++)
        {
            T* from = dy.RowPointer(r % dy.Rows), to = dx.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                (V.Load(from + c) / count).Store(to + c);
            }
        }
    }

    /// <summary>result[r] = Σₙ Σₘ a[m·width + first + r, n] over the padded columns: the gradient of a bias that members share.</summary>
    /// <param name="a">members·width × samples, zero in the padding.</param>
    /// <param name="members">The number of members.</param>
    /// <param name="first">The first row of each member.</param>
    /// <param name="result">One row with as many values as rows of each member are summed.</param>
    public static void RowSums(Matrix<T> a, int members, int first, Matrix<T> result) => RowSums<T, V>.Run(
        new Blocks(a.RowPointer(first), (nint)(a.Rows / members) * a.Stride, members), result.Columns, a.PaddedColumns, a.Stride, result.Pointer);

    private readonly struct Blocks(T* rows, nint block, int members) : ITerms<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Constant(int row) => V.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add(V sum, V constant, nint at)
        {
            T* from = rows + at;
            for (int m = 0; m < members; m++, from += block)
            {
                sum += V.Load(from);
            }

            return sum;
        }
    }
}
