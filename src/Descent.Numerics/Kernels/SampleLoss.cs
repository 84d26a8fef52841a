using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>A loss that is a function of all outputs of a sample.</summary>
/// <typeparam name="V">The lane type; each of its elements is a separate sample.</typeparam>
public interface ISampleLoss<V>
    where V : struct, ILane<V>
{
    /// <summary>Computes the losses of some samples, and must set the derivative with respect to every output, none of which is
    /// initialized.</summary>
    /// <param name="samples">The outputs and targets of as many samples as a register has elements.</param>
    /// <returns>The losses, one per sample.</returns>
    V Value(Samples<V> samples);
}

/// <summary>Runs an <see cref="ISampleLoss{V}"/> over a batch.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class SampleLoss<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>Per sample n: losses[n] = wₙ·l, delta[r, n] = wₙ·∂l/∂output.</summary>
    /// <typeparam name="K">The loss.</typeparam>
    /// <param name="kernel">The loss with its constants.</param>
    /// <param name="output">outputs × samples.</param>
    /// <param name="target">outputs × samples; from the same frame as output and delta, with the same stride.</param>
    /// <param name="weights">One row: the samples' weights including the reduction's factor, 0 in the padding.</param>
    /// <param name="delta">outputs × samples; must not be output.</param>
    /// <param name="losses">One row of samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<K>(K kernel, Matrix<T> output, Matrix<T> target, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
        where K : struct, ISampleLoss<V>
    {
        int columns = output.PaddedColumns;
        nint stride = (nint)output.Stride * Unsafe.SizeOf<T>();
        for (int c = 0; c < columns; c += V.Count)
        {
            V value = kernel.Value(new Samples<V>(output.Pointer + c, target.Pointer + c, delta.Pointer + c, weights.Pointer + c, stride, output.Rows));
            (V.Load(weights.Pointer + c) * value).Store(losses.Pointer + c);
        }
    }
}
