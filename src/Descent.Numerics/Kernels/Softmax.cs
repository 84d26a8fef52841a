using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// The softmax over the rows of each column, yᵢ = e^(xᵢ − m) / Σⱼ e^(xⱼ − m) with m = maxⱼ xⱼ, its gradient, and its fusion with
/// the categorical cross-entropy. The samples are along the lanes, so sums do not cross lanes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class Softmax<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y = softmax(x).</summary>
    /// <param name="x">classes × samples.</param>
    /// <param name="y">classes × samples; may be x.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> x, Matrix<T> y)
    {
        int columns = x.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V scale = V.One / Exponentials(x, y, c, Highest(x, c));
            for (int r = 0; r < y.Rows; r++)
            {
                (V.Load(y.RowPointer(r) + c) * scale).Store(y.RowPointer(r) + c);
            }
        }
    }

    /// <summary>The same with one row per sample, with the same bits: the sum over the classes is computed in their order.</summary>
    /// <param name="x">samples × classes.</param>
    /// <param name="y">samples × classes, padding included; may be x.</param>
    [MethodImpl(Hot)]
    public static void ForwardSamples(Matrix<T> x, Matrix<T> y)
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            T* from = x.RowPointer(r), to = y.RowPointer(r);
            T sum = T.Zero;
            V highest = Highest(from, x.Columns);
            for (int c = 0; c < columns; c += V.Count)
            {
                V.Exp(V.Load(from + c) - highest).Store(to + c);
            }

            for (int c = 0; c < x.Columns; c++)
            {
                sum += to[c];
            }

            V scale = V.Splat(T.One / sum);
            for (int c = 0; c < columns; c += V.Count)
            {
                (V.Load(to + c) * scale).Store(to + c);
            }
        }
    }

    /// <summary>dx = y ∘ (dy − Σⱼ yⱼ·dyⱼ): the full Jacobian applied to dy.</summary>
    /// <param name="y">classes × samples.</param>
    /// <param name="dy">classes × samples.</param>
    /// <param name="dx">classes × samples; may be dy.</param>
    [MethodImpl(Hot)]
    public static void Backward(Matrix<T> y, Matrix<T> dy, Matrix<T> dx)
    {
        int columns = y.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V dot = V.Zero;
            for (int r = 0; r < y.Rows; r++)
            {
                dot = V.Fma(V.Load(y.RowPointer(r) + c), V.Load(dy.RowPointer(r) + c), dot);
            }

            for (int r = 0; r < y.Rows; r++)
            {
                (V.Load(y.RowPointer(r) + c) * (V.Load(dy.RowPointer(r) + c) - dot)).Store(dx.RowPointer(r) + c);
            }
        }
    }

    /// <summary>
    /// Fused with the categorical cross-entropy −Σ tᵢ ln yᵢ: losses[n] = wₙ·Σ tᵢ·(m + ln Σⱼ e^(xⱼ − m) − xᵢ),
    /// delta = wₙ·(y·Σ tᵢ − t). No logarithm of a probability is computed, so nothing overflows or underflows.
    /// </summary>
    /// <param name="x">classes × samples: the logits.</param>
    /// <param name="target">classes × samples: one-hot, or any distribution.</param>
    /// <param name="smoothing">The share ε of the target that is distributed evenly: t becomes (1 − ε)·t + ε/classes.</param>
    /// <param name="weights">One row: the samples' weights including the reduction's factor, 0 in the padding.</param>
    /// <param name="delta">classes × samples: the gradient with respect to x; must not be x.</param>
    /// <param name="losses">One row of samples.</param>
    [MethodImpl(Hot)]
    public static void CrossEntropy(Matrix<T> x, Matrix<T> target, double smoothing, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
    {
        int columns = x.PaddedColumns;
        V kept = V.Splat(1 - smoothing), spread = V.Splat(smoothing / x.Rows);
        for (int c = 0; c < columns; c += V.Count)
        {
            V weight = V.Load(weights.Pointer + c), highest = Highest(x, c), sum = Exponentials(x, delta, c, highest);
            V logarithm = V.Log(sum), loss = V.Zero, mass = V.Zero;
            for (int r = 0; r < x.Rows; r++)
            {
                V t = V.Fma(kept, V.Load(target.RowPointer(r) + c), spread);
                loss = V.Fma(t, highest - V.Load(x.RowPointer(r) + c) + logarithm, loss);
                mass += t;
            }

            V scale = mass / sum;
            for (int r = 0; r < x.Rows; r++)
            {
                V t = V.Fma(kept, V.Load(target.RowPointer(r) + c), spread);
                (weight * V.Fma(V.Load(delta.RowPointer(r) + c), scale, -t)).Store(delta.RowPointer(r) + c);
            }

            (weight * loss).Store(losses.Pointer + c);
        }
    }

    /// <summary>
    /// Fused with the Kullback–Leibler divergence Σ tᵢ·(ln tᵢ − ln yᵢ), where 0·ln 0 = 0: the cross-entropy minus the entropy of the
    /// target, which does not affect the gradient.
    /// </summary>
    /// <param name="x">classes × samples: the logits.</param>
    /// <param name="target">classes × samples: distributions.</param>
    /// <param name="weights">One row: the samples' weights including the reduction's factor, 0 in the padding.</param>
    /// <param name="delta">classes × samples: the gradient with respect to x; must not be x.</param>
    /// <param name="losses">One row of samples.</param>
    [MethodImpl(Hot)]
    public static void Divergence(Matrix<T> x, Matrix<T> target, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
    {
        CrossEntropy(x, target, 0, weights, delta, losses);
        int columns = x.PaddedColumns;
        for (int c = 0; c < columns; c += V.Count)
        {
            V entropy = V.Zero;
            for (int r = 0; r < x.Rows; r++)
            {
                V t = V.Load(target.RowPointer(r) + c);
                entropy -= V.Select(t, t * V.Log(t), V.Zero);
            }

            (V.Load(losses.Pointer + c) - (V.Load(weights.Pointer + c) * entropy)).Store(losses.Pointer + c);
        }
    }

    /// <summary>The maximum of each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Highest(Matrix<T> x, int column)
    {
        V highest = V.Load(x.Pointer + column);
        for (int r = 1; r < x.Rows; r++)
        {
            highest = V.Max(highest, V.Load(x.RowPointer(r) + column));
        }

        return highest;
    }

    /// <summary>The maximum of the numbers of one sample, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Highest(T* sample, int count)
    {
        T highest = *sample;
        for (int c = 1; c < count; c++)
        {
            highest = highest > sample[c] ? highest : sample[c];
        }

        return V.Splat(highest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponentials(Matrix<T> x, Matrix<T> y, int column, V highest)
    {
        V sum = V.Zero;
        for (int r = 0; r < x.Rows; r++)
        {
            V e = V.Exp(V.Load(x.RowPointer(r) + column) - highest);
            e.Store(y.RowPointer(r) + column);
            sum += e;
        }

        return sum;
    }
}
