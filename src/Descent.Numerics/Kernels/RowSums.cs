using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Numerics.Kernels;

/// <summary>What <see cref="RowSums{T, V}"/> adds up.</summary>
/// <typeparam name="V">The lane type.</typeparam>
internal interface ITerms<V>
    where V : struct, ILane<V>
{
    /// <summary>What is the same for all terms of a row.</summary>
    /// <param name="row">Which row.</param>
    /// <returns>A number in all lanes.</returns>
    V Constant(int row);

    /// <summary>The sum with one more register of terms.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="constant">The row's <see cref="Constant"/>.</param>
    /// <param name="at">Where the terms stand: row × stride + column.</param>
    /// <returns>The new sum.</returns>
    V Add(V sum, V constant, nint at);
}

/// <summary>
/// result[r] = Σₙ term(r, n): one sum over the samples for every row, in the fixed order of <see cref="Dots{T, V}"/>.
/// </summary>
/// <remarks>
/// The end of four sums, which crosses the lanes, is made together; the terms themselves come one row at a time, since four
/// rows of a long formula would need more registers than there are.
/// What a term is comes in as a structure, so a gradient can be computed, stored and summed in one pass.
/// </remarks>
internal static unsafe class RowSums<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const int RowsAtOnce = 4;

    /// <summary>Makes the sums.</summary>
    /// <typeparam name="F">The terms.</typeparam>
    /// <param name="terms">The terms; the same one may be asked for several times.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Columns with their padding, where terms must be zero.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="result">Room for one number per row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<F>(F terms, int rows, int columns, nint stride, T* result)
        where F : struct, ITerms<V>
    {
        int group = AlignedBlock<T>.PerAlignment;
        byte* room = stackalloc byte[LaneSums<T>.Room(RowsAtOnce)];
        T* lanes = LaneSums<T>.Align(room);
        for (int first = 0; first < rows; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - first);
            for (int r = 0; r < count; r++)
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

                    sum.Store(lanes + (r * group) + part);
                }
            }

            LaneSums<T>.Add(lanes, count, result + first, Halve(lanes));
        }
    }

    /// <summary>Makes the first two halvings of four rows at once where registers can; what is left of each row are four numbers, one row after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Halve(T* lanes)
    {
        int group = AlignedBlock<T>.PerAlignment;
        if (RegisterSums<T, V>.IsSupported)
        {
            RegisterSums<T, V>.Quarters(V.Load(lanes), V.Load(lanes + group), V.Load(lanes + (2 * group)), V.Load(lanes + (3 * group))).Store(lanes);
        }

        return RegisterSums<T, V>.IsSupported;
    }
}
