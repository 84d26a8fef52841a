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
/// Four rows at a time: their chains of additions overlap, and the end of four sums, which crosses the lanes, is made together.
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
        int group = AlignedBlock<T>.PerAlignment, last = rows - 1;
        byte* room = stackalloc byte[LaneSums<T>.Room(RowsAtOnce)];
        T* lanes = LaneSums<T>.Align(room);
        for (int r = 0; r < rows; r += RowsAtOnce)
        {
            // Past the last row the last one is taken again.
            int r1 = Math.Min(r + 1, last), r2 = Math.Min(r + 2, last), r3 = Math.Min(r + 3, last);
            nint at0 = r * stride, at1 = r1 * stride, at2 = r2 * stride, at3 = r3 * stride;
            V c0 = terms.Constant(r), c1 = terms.Constant(r1), c2 = terms.Constant(r2), c3 = terms.Constant(r3);
            for (int part = 0; part < group; part += V.Count)
            {
                V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
                for (nint n = part; n < columns; n += group)
                {
                    s0 = terms.Add(s0, c0, at0 + n);
                    s1 = terms.Add(s1, c1, at1 + n);
                    s2 = terms.Add(s2, c2, at2 + n);
                    s3 = terms.Add(s3, c3, at3 + n);
                }

                // Halved twice, four numbers of each row are left, one row after the other.
                if (RegisterSums<T, V>.IsSupported)
                {
                    RegisterSums<T, V>.Quarters(s0, s1, s2, s3).Store(lanes);
                }
                else if (RegisterSums<T, V>.IsSupportedInPairs && part > 0)
                {
                    V halves01 = RegisterSums<T, V>.Halves(s0 + V.Load(lanes), s1 + V.Load(lanes + group));
                    V halves23 = RegisterSums<T, V>.Halves(s2 + V.Load(lanes + (2 * group)), s3 + V.Load(lanes + (3 * group)));
                    halves01.Store(lanes);
                    halves23.Store(lanes + V.Count);
                }
                else
                {
                    s0.Store(lanes + part);
                    s1.Store(lanes + group + part);
                    s2.Store(lanes + (2 * group) + part);
                    s3.Store(lanes + (3 * group) + part);
                }
            }

            LaneSums<T>.Add(lanes, Math.Min(RowsAtOnce, rows - r), result + r, halved: RegisterSums<T, V>.IsSupported || RegisterSums<T, V>.IsSupportedInPairs);
        }
    }
}
