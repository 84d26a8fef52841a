using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// Random masks and noise. Every value is a function of the generator and of the row and column in the whole batch, so any thread can
/// draw any part of a batch, and the register width does not matter.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class RandomKernels<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The number of columns that draw from the same 16 blocks of the generator: word w of block b belongs to column 16·w + b
    /// of the group.</summary>
    private const int Group = 64;

    /// <summary>
    /// mask = 0 with probability <paramref name="rate"/>, otherwise 1/(1 − rate), for every element, padding included; y = x ∘ mask.
    /// </summary>
    /// <param name="random">The generator of this layer and step.</param>
    /// <param name="rate">A number in [0, 1), rounded to a multiple of 2⁻²⁴.</param>
    /// <param name="firstRow">The row of the layer at which the matrices begin.</param>
    /// <param name="firstColumn">The column of the batch at which the matrices begin.</param>
    /// <param name="x">Values.</param>
    /// <param name="mask">The mask, for the backward pass.</param>
    /// <param name="y">Products; may be x.</param>
    [MethodImpl(Hot)]
    public static void Drop(CounterRandom random, double rate, int firstRow, int firstColumn, Matrix<T> x, Matrix<T> mask, Matrix<T> y)
    {
        V scale = V.Splat(1 / (1 - rate)), dropped = V.Splat(DroppedFraction(rate));
        int end = firstColumn + mask.PaddedColumns;
        uint* words = stackalloc uint[Group];
        for (int group = firstColumn / Group * Group; group < end; group += Group)
        {
            int start = Math.Max(firstColumn, group), stop = Math.Min(end, group + Group);
            for (int r = 0; r < mask.Rows; r++)
            {
                random.Blocks(Index(firstRow + r, group / 4), words);
                T* from = x.RowPointer(r) - firstColumn, kept = mask.RowPointer(r) - firstColumn, to = y.RowPointer(r) - firstColumn;
                for (int n = start; n < stop; n += V.Count)
                {
                    V factor = V.SelectLess(V.Uniform(words + n - group), dropped, V.Zero, scale);
                    factor.Store(kept + n);
                    (V.Load(from + n) * factor).Store(to + n);
                }
            }
        }
    }

    /// <summary>The same with one draw per row, so that every sample of the batch has the same mask.</summary>
    /// <param name="random">The generator of this layer and step.</param>
    /// <param name="rate">A number in [0, 1), rounded to a multiple of 2⁻²⁴.</param>
    /// <param name="firstRow">The row of the layer at which the mask begins.</param>
    /// <param name="mask">The mask.</param>
    public static void RowMask(CounterRandom random, double rate, int firstRow, Matrix<T> mask)
    {
        double dropped = DroppedFraction(rate);
        T scale = T.CreateTruncating(1 / (1 - rate));
        for (int r = 0; r < mask.Rows; r++)
        {
            mask.PaddedRow(r).Fill(random.Uniform(2 * Index(firstRow + r, 0)) >= dropped ? scale : T.Zero);
        }
    }

    /// <summary>y = x ∘ mask, padding included.</summary>
    /// <param name="x">Values.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="y">Products; may be x.</param>
    [MethodImpl(Hot)]
    public static void Multiply(Matrix<T> x, Matrix<T> mask, Matrix<T> y)
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            T* from = x.RowPointer(r), factors = mask.RowPointer(r), to = y.RowPointer(r);
            for (int n = 0; n < columns; n += V.Count)
            {
                (V.Load(from + n) * V.Load(factors + n)).Store(to + n);
            }
        }
    }

    /// <summary>y = x + σ·z with a standard normal z for every element; the padding repeats the last sample.</summary>
    /// <param name="random">The generator of this layer and step.</param>
    /// <param name="deviation">σ.</param>
    /// <param name="firstRow">The row of the layer at which the matrices begin.</param>
    /// <param name="firstColumn">The column of the batch at which the matrices begin.</param>
    /// <param name="x">Values.</param>
    /// <param name="y">Values with noise; may be x.</param>
    public static void AddNormal(CounterRandom random, double deviation, int firstRow, int firstColumn, Matrix<T> x, Matrix<T> y)
    {
        Copy(x, y);
        for (int r = 0; r < y.Rows; r++)
        {
            Span<T> row = y.Row(r);
            for (int n = 0; n < row.Length; n++)
            {
                row[n] += T.CreateTruncating(deviation * random.Normal(Index(firstRow + r, firstColumn + n)));
            }

            y.PaddedRow(r)[row.Length..].Fill(row[^1]);
        }
    }

    /// <summary>y = x, padding included.</summary>
    /// <param name="x">Values.</param>
    /// <param name="y">The copy; may be x.</param>
    public static void Copy(Matrix<T> x, Matrix<T> y)
    {
        for (int r = 0; r < x.Rows && x.Pointer != y.Pointer; r++)
        {
            x.PaddedRow(r).CopyTo(y.PaddedRow(r));
        }
    }

    /// <summary>Rounds a rate to a multiple of 2⁻²⁴, which float represents exactly.</summary>
    private static double DroppedFraction(double rate) => Math.Round(rate * (1 << 24)) / (1 << 24);

    private static ulong Index(int row, int column) => ((ulong)(uint)row << 32) | (uint)column;
}
