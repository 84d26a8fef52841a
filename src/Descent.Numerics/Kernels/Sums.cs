using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>Sums of matrices.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class Sums<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>y = a + b, padding included.</summary>
    /// <param name="a">First term.</param>
    /// <param name="b">Second term, of the same shape.</param>
    /// <param name="y">The sum; may be either.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(Matrix<T> a, Matrix<T> b, Matrix<T> y)
    {
        int columns = a.PaddedColumns;
        for (int r = 0; r < a.Rows; r++)
        {
            T* first = a.RowPointer(r), second = b.RowPointer(r), to = y.RowPointer(r);
            for (int n = 0; n < columns; n += V.Count)
            {
                (V.Load(first + n) + V.Load(second + n)).Store(to + n);
            }
        }
    }
}
