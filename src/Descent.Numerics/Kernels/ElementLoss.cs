using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>A loss that is a sum over outputs of a function of one output and its target.</summary>
/// <typeparam name="V">The lane type.</typeparam>
public interface IElementLoss<V>
    where V : struct, ILane<V>
{
    /// <summary>Computes l(output, target) and its derivative, which often share most of the work.</summary>
    /// <param name="output">The network's output.</param>
    /// <param name="target">The target.</param>
    /// <param name="derivative">∂l/∂output.</param>
    /// <returns>The losses.</returns>
    V Value(V output, V target, out V derivative);
}

/// <summary>Runs an <see cref="IElementLoss{V}"/> over a batch.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class ElementLoss<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>Per sample n: losses[n] = wₙ·Σᵣ l(output, target), delta[r, n] = wₙ·∂l/∂output.</summary>
    /// <typeparam name="K">The loss.</typeparam>
    /// <param name="kernel">The loss with its constants.</param>
    /// <param name="output">outputs × samples.</param>
    /// <param name="target">outputs × samples.</param>
    /// <param name="weights">One row: the samples' weights including the reduction's factor, 0 in the padding.</param>
    /// <param name="delta">outputs × samples, or a matrix without rows if no gradient is needed; may be output.</param>
    /// <param name="losses">One row of samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<K>(K kernel, Matrix<T> output, Matrix<T> target, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
        where K : struct, IElementLoss<V>
    {
        int columns = output.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V weight = V.Load(weights.Pointer + c), sum = V.Zero;
            for (int r = 0; r < output.Rows; r++)
            {
                V y = V.Load(output.RowPointer(r) + c), t = V.Load(target.RowPointer(r) + c);
                sum += kernel.Value(y, t, out V derivative);
                if (delta.Rows != 0)
                {
                    (weight * derivative).Store(delta.RowPointer(r) + c);
                }
            }

            (weight * sum).Store(losses.Pointer + c);
        }
    }
}
