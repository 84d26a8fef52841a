using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// y = x∘s + b with one s and b per row of y. If the number of rows of y is a multiple of that of x, x is repeated: the members read
/// the same values, and each scales them in its own way. Without s and b, it only repeats.
/// </summary>
/// <remarks>A matrix without rows means that there is no s or b.</remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class MemberScaling<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y = x∘s + b, padding included.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="scale">s: one row of y.Rows values, or none.</param>
    /// <param name="shift">b: one row of y.Rows values, or none.</param>
    /// <param name="y">Values.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> x, Matrix<T> scale, Matrix<T> shift, Matrix<T> y)
    {
        int columns = y.PaddedColumns;
        for (int r = 0, from = 0; r < y.Rows; r++, from = from + 1 == x.Rows ? 0 : from + 1)
        {
            V s = scale.Rows == 0 ? V.One : V.Splat(scale.Pointer[r]), b = shift.Rows == 0 ? V.Zero : V.Splat(shift.Pointer[r]);
            T* inputs = x.RowPointer(from), to = y.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                V.Fma(V.Load(inputs + c), s, b).Store(to + c);
            }
        }
    }

    /// <summary>The same with one row per sample, with the same bits.</summary>
    /// <param name="x">samples × inputs.</param>
    /// <param name="scale">s, or none.</param>
    /// <param name="shift">b, or none.</param>
    /// <param name="y">samples × outputs.</param>
    public static void ForwardSamples(Matrix<T> x, Matrix<T> scale, Matrix<T> shift, Matrix<T> y)
    {
        T* number = stackalloc T[3 * V.Count];
        for (int n = 0; n < y.Rows; n++)
        {
            T* inputs = x.RowPointer(n), to = y.RowPointer(n);
            for (int first = 0; first < y.Columns; first += V.Count)
            {
                int count = Math.Min(V.Count, y.Columns - first);
                for (int i = 0; i < count; i++)
                {
                    number[i] = inputs[(first + i) % x.Columns];
                    number[V.Count + i] = scale.Rows == 0 ? T.One : scale.Pointer[first + i];
                    number[(2 * V.Count) + i] = shift.Rows == 0 ? T.Zero : shift.Pointer[first + i];
                }

                V.Fma(V.Load(number), V.Load(number + V.Count), V.Load(number + (2 * V.Count))).Store(number);
                new ReadOnlySpan<T>(number, count).CopyTo(new Span<T>(to + first, count));
            }
        }
    }

    /// <summary>dx = dy∘s; if x was repeated, the sum over its copies in their order.</summary>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="scale">s, or none.</param>
    /// <param name="dx">Gradient with respect to x; must not be dy.</param>
    [MethodImpl(Hot)]
    public static void Backward(Matrix<T> dy, Matrix<T> scale, Matrix<T> dx)
    {
        int columns = dy.PaddedColumns;
        for (int first = 0; first < dy.Rows; first += dx.Rows)
        {
            for (int r = 0; r < dx.Rows; r++)
            {
                V s = scale.Rows == 0 ? V.One : V.Splat(scale.Pointer[first + r]);
                T* from = dy.RowPointer(first + r), to = dx.RowPointer(r);
                for (int c = 0; c < columns; c += V.Count)
                {
                    V.Fma(V.Load(from + c), s, first == 0 ? V.Zero : V.Load(to + c)).Store(to + c);
                }
            }
        }
    }

    /// <summary>ds[r] = Σₙ dy·x for some rows of y, in the fixed order of <see cref="Dots{T, V}"/>.</summary>
    /// <param name="x">All rows of x, from the same frame as dy, so that both have the same stride.</param>
    /// <param name="dy">All rows of dy, zero in the padding.</param>
    /// <param name="start">The first row.</param>
    /// <param name="gradient">One row with as many values as rows are summed.</param>
    public static void Gradient(Matrix<T> x, Matrix<T> dy, int start, Matrix<T> gradient)
    {
        // Process runs of rows of y that read consecutive rows of x.
        int count = gradient.Columns;
        for (int done = 0; done < count;)
        {
            int from = (start + done) % x.Rows, run = Math.Min(count - done, x.Rows - from);
            RowSums<T, V>.Run(new Products(x.RowPointer(from), dy.RowPointer(start + done)), run, dy.PaddedColumns, dy.Stride, gradient.Pointer + done);
            done += run;
        }
    }

    private readonly struct Products(T* x, T* dy) : ITerms<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Constant(int row) => V.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add(V sum, V constant, nint at) => V.Fma(V.Load(dy + at), V.Load(x + at), sum);
    }
}
