using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>The terms that <see cref="RowSums{T, V}"/> adds.</summary>
/// <typeparam name="V">The lane type.</typeparam>
internal interface ITerms<V>
    where V : struct, ILane<V>
{
    /// <summary>Computes the value that all terms of a row share.</summary>
    /// <param name="row">The index of the row.</param>
    /// <returns>A value in all lanes.</returns>
    V Constant(int row);

    /// <summary>Adds one more register of terms to a sum.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="constant">The row's <see cref="Constant"/>.</param>
    /// <param name="at">The position of the terms: row × stride + column.</param>
    /// <returns>The new sum.</returns>
    V Add(V sum, V constant, nint at);
}

/// <summary>
/// result[r] = Σₙ term(r, n): one sum over the samples for every row, in the fixed order of <see cref="Dots{T, V}"/>.
/// </summary>
/// <remarks>
/// The final step of four sums, which crosses the lanes, is done together. With 32 wide registers, four rows are summed at once and
/// reduced within them; otherwise four rows of a long formula would not fit, so the rows are summed one at a time.
/// The term is a type parameter, so that a gradient can be computed, stored and summed in one pass.
/// </remarks>
internal static unsafe class RowSums<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const int RowsAtOnce = 4;

    /// <summary>Computes the sums.</summary>
    /// <typeparam name="F">The terms.</typeparam>
    /// <param name="terms">The terms; the same term may be computed several times.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns with padding, where terms must be zero.</param>
    /// <param name="stride">The distance from one row to the next.</param>
    /// <param name="result">The buffer for one value per row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<F>(F terms, int rows, int columns, nint stride, T* result)
        where F : struct, ITerms<V>
    {
        byte* room = stackalloc byte[LaneSums<T>.Room(RowsAtOnce)];
        T* lanes = LaneSums<T>.Align(room);
        int first = 0;
        for (; first + RowsAtOnce <= rows; first += RowsAtOnce)
        {
            if (RegisterSums<T, V>.IsSupported)
            {
                Four(terms, first, columns, stride, result + first);
            }
            else
            {
                OneByOne(terms, first, RowsAtOnce, columns, stride, lanes);
                LaneSums<T>.Add(lanes, RowsAtOnce, result + first);
            }
        }

        if (first < rows)
        {
            OneByOne(terms, first, rows - first, columns, stride, lanes);
            LaneSums<T>.Add(lanes, rows - first, result + first);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<F>(F terms, int first, int columns, nint stride, T* result)
        where F : struct, ITerms<V>
    {
        V sum0 = V.Zero, sum1 = V.Zero, sum2 = V.Zero, sum3 = V.Zero;
        V constant0 = terms.Constant(first), constant1 = terms.Constant(first + 1), constant2 = terms.Constant(first + 2), constant3 = terms.Constant(first + 3);
        nint row0 = first * stride, row2 = row0 + (2 * stride);
        for (nint n = 0; n < columns; n += V.Count)
        {
            sum0 = terms.Add(sum0, constant0, row0 + n);
            sum1 = terms.Add(sum1, constant1, row0 + stride + n);
            sum2 = terms.Add(sum2, constant2, row2 + n);
            sum3 = terms.Add(sum3, constant3, row2 + stride + n);
        }

        RegisterSums<T, V>.Store(RegisterSums<T, V>.Quarters(sum0, sum1, sum2, sum3), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneByOne<F>(F terms, int first, int count, int columns, nint stride, T* lanes)
        where F : struct, ITerms<V>
    {
        int group = AlignedBlock<T>.PerAlignment;
        for (int r = 0; r < count; r++, lanes += group)
        {
            nint row = (first + r) * stride;
            V constant = terms.Constant(first + r);
            for (int part = 0; part < group; part += V.Count)
            {
                V sum = V.Zero;
                for (nint n = part; n < columns; n += group)
                {
                    sum = terms.Add(sum, constant, row + n);
                }

                sum.Store(lanes + part);
            }
        }
    }
}
