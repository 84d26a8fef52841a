using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>A loss that looks at all outputs of a sample together.</summary>
/// <typeparam name="V">The lane type: each of its elements is a sample of its own.</typeparam>
public interface ISampleLoss<V>
    where V : struct, ILane<V>
{
    /// <summary>The losses of some samples; sets the derivative by every output, none of which holds anything before.</summary>
    /// <param name="samples">Outputs and targets of as many samples as a register holds.</param>
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
    /// <param name="target">outputs × samples; like delta from one frame with output, with one stride.</param>
    /// <param name="weights">One row: the samples' weights including the reduction's factor, 0 in the padding.</param>
    /// <param name="delta">outputs × samples; not output.</param>
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
