using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;
using Descent.Numerics.Random;

namespace Descent.Numerics.Kernels;

/// <summary>
/// Masks and noise. Every number is a function of the generator, the row and the column of the whole batch, so any thread may
/// draw any part of a batch and the width of registers plays no role.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
public static unsafe class Chance<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Columns for which one block of the generator is enough.</summary>
    private const int PerBlock = 4;

    /// <summary>mask = 0 with probability <paramref name="rate"/>, otherwise 1/(1 − rate), for every element, padding included.</summary>
    /// <param name="random">The generator of this layer and step.</param>
    /// <param name="rate">A number in [0, 1), used to within 2⁻³².</param>
    /// <param name="firstColumn">The column of the batch at which the mask begins; a multiple of 64 bytes' worth.</param>
    /// <param name="mask">The mask.</param>
    [MethodImpl(Hot)]
    public static void Mask(CounterRandom random, double rate, int firstColumn, Matrix<T> mask)
    {
        uint threshold = Threshold(rate);
        T scale = T.CreateTruncating(1 / (1 - rate));
        int columns = mask.PaddedColumns;
        for (int r = 0; r < mask.Rows; r++)
        {
            T* to = mask.RowPointer(r);
            for (int n = 0; n < columns; n += PerBlock)
            {
                (ulong low, ulong high) = random.Block(Index(r, (firstColumn + n) / PerBlock));
                to[n] = (uint)low >= threshold ? scale : T.Zero;
                to[n + 1] = (uint)(low >> 32) >= threshold ? scale : T.Zero;
                to[n + 2] = (uint)high >= threshold ? scale : T.Zero;
                to[n + 3] = (uint)(high >> 32) >= threshold ? scale : T.Zero;
            }
        }
    }

    /// <summary>The same with one draw per row: every sample of the batch has the same mask.</summary>
    /// <param name="random">The generator of this layer and step.</param>
    /// <param name="rate">A number in [0, 1), used to within 2⁻³².</param>
    /// <param name="mask">The mask.</param>
    public static void RowMask(CounterRandom random, double rate, Matrix<T> mask)
    {
        uint threshold = Threshold(rate);
        T scale = T.CreateTruncating(1 / (1 - rate));
        for (int r = 0; r < mask.Rows; r++)
        {
            mask.PaddedRow(r).Fill((uint)random.Block(Index(r, 0)).Low >= threshold ? scale : T.Zero);
        }
    }

    /// <summary>y = x ∘ mask, padding included.</summary>
    /// <param name="x">Numbers.</param>
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

    /// <summary>y = x + σ·z with a standard normal z for every element; the padding is copied.</summary>
    /// <param name="random">The generator of this layer and step.</param>
    /// <param name="deviation">σ.</param>
    /// <param name="firstColumn">The column of the batch at which the matrices begin.</param>
    /// <param name="x">Numbers.</param>
    /// <param name="y">Numbers with noise; may be x.</param>
    public static void AddNormal(CounterRandom random, double deviation, int firstColumn, Matrix<T> x, Matrix<T> y)
    {
        Copy(x, y);
        for (int r = 0; r < y.Rows; r++)
        {
            Span<T> row = y.Row(r);
            for (int n = 0; n < row.Length; n++)
            {
                row[n] += T.CreateTruncating(deviation * random.Normal(Index(r, firstColumn + n)));
            }
        }
    }

    /// <summary>y = x, padding included.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="y">The copy; may be x.</param>
    public static void Copy(Matrix<T> x, Matrix<T> y)
    {
        for (int r = 0; r < x.Rows && x.Pointer != y.Pointer; r++)
        {
            x.PaddedRow(r).CopyTo(y.PaddedRow(r));
        }
    }

    private static uint Threshold(double rate) => (uint)Math.Round(rate * uint.MaxValue);

    private static ulong Index(int row, int column) => ((ulong)(uint)row << 32) | (uint)column;
}
