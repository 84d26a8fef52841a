using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>The negative cosine between each sample's outputs and targets. The samples lie along the lanes.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class CosineProximity<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>
    /// losses[n] = −wₙ·cos with cos = y·t/(‖y‖·‖t‖), delta = −wₙ·(t/(‖y‖·‖t‖) − cos·y/‖y‖²); both 0 where a vector is zero.
    /// </summary>
    /// <param name="output">outputs × samples.</param>
    /// <param name="target">outputs × samples.</param>
    /// <param name="weights">One row: the samples' weights including the reduction's factor, 0 in the padding.</param>
    /// <param name="delta">outputs × samples.</param>
    /// <param name="losses">One row of samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(Matrix<T> output, Matrix<T> target, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
    {
        int columns = output.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V dot = V.Zero, squareY = V.Zero, squareT = V.Zero;
            for (int r = 0; r < output.Rows; r++)
            {
                V y = V.Load(output.RowPointer(r) + c), t = V.Load(target.RowPointer(r) + c);
                dot = V.Fma(y, t, dot);
                squareY = V.Fma(y, y, squareY);
                squareT = V.Fma(t, t, squareT);
            }

            // A zero vector has no direction: its factor is 0, which takes the quotients' place.
            V inverseY = V.Select(squareY, V.One / V.Sqrt(squareY), V.Zero), inverseT = V.Select(squareT, V.One / V.Sqrt(squareT), V.Zero);
            V cosine = dot * inverseY * inverseT, negative = -V.Load(weights.Pointer + c);
            (negative * cosine).Store(losses.Pointer + c);
            V ofTarget = negative * inverseY * inverseT, ofOutput = negative * cosine * inverseY * inverseY;
            for (int r = 0; r < delta.Rows; r++)
            {
                V y = V.Load(output.RowPointer(r) + c), t = V.Load(target.RowPointer(r) + c);
                ((ofTarget * t) - (ofOutput * y)).Store(delta.RowPointer(r) + c);
            }
        }
    }
}
