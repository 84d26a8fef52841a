using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// By how much each sample's true class fails to lead the strongest other class by a margin. The samples lie along the lanes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class CategoricalHinge<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>
    /// losses[n] = wₙ·max(0, y₋ − y₊ + margin), y₊ being the output of the true class and y₋ the highest other one; where that
    /// is above 0, delta is −wₙ for the true class and wₙ for the highest other, the first of equals.
    /// </summary>
    /// <param name="output">classes × samples.</param>
    /// <param name="target">classes × samples, one-hot.</param>
    /// <param name="margin">The wanted lead.</param>
    /// <param name="weights">One row: the samples' weights including the reduction's factor, 0 in the padding.</param>
    /// <param name="delta">classes × samples; not output.</param>
    /// <param name="losses">One row of samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(Matrix<T> output, Matrix<T> target, double margin, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
    {
        int columns = output.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V positive = V.Zero, negative = Other(output, target, 0, c);
            for (int r = 0; r < output.Rows; r++)
            {
                positive = V.Fma(V.Load(output.RowPointer(r) + c), V.Load(target.RowPointer(r) + c), positive);
                negative = V.Max(Other(output, target, r, c), negative);
            }

            V weight = V.Load(weights.Pointer + c), lack = negative - positive + V.Splat(margin);
            (weight * V.Max(V.Zero, lack)).Store(losses.Pointer + c);
            V free = V.Select(lack, weight, V.Zero), slope = free;
            for (int r = 0; r < delta.Rows; r++)
            {
                // The first class that is not below the highest takes the whole slope.
                V share = V.SelectLess(Other(output, target, r, c), negative, V.Zero, free);
                free -= share;
                V.Fma(-slope, V.Load(target.RowPointer(r) + c), share).Store(delta.RowPointer(r) + c);
            }
        }
    }

    /// <summary>The output of a class, or −∞ where it is the true one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Other(Matrix<T> output, Matrix<T> target, int row, int column) =>
        V.SelectLess(V.Zero, V.Load(target.RowPointer(row) + column), V.Splat(double.NegativeInfinity), V.Load(output.RowPointer(row) + column));
}
