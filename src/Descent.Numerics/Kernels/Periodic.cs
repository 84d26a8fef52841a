using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// Periodic functions of each feature x with k frequencies w per feature: with phases b, the k values cos(2πw·x + b); without, the 2k
/// values cos(2πw·x) and then sin(2πw·x).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class Periodic<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
    private const double Turn = 2 * Math.PI;

    /// <summary>Computes the functions, padding included.</summary>
    /// <param name="frequency">One row with the k frequencies of every feature.</param>
    /// <param name="phase">The same number of phases in radians, or a matrix without rows.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="x">At least features rows × samples.</param>
    /// <param name="y">features·k, or without phases features·2k, rows × samples.</param>
    /// <param name="sines">With phases: the buffer for the sines, features·k rows, which the backward pass needs; or a matrix without
    /// rows.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> frequency, Matrix<T> phase, int features, Matrix<T> x, Matrix<T> y, Matrix<T> sines)
    {
        int columns = y.PaddedColumns, k = frequency.Columns / features;
        for (int i = 0; i < frequency.Columns; i++)
        {
            int feature = i / k, first = phase.Rows > 0 ? i : (feature * 2 * k) + (i % k);
            V w = V.Splat(frequency.Pointer[i]), b = phase.Rows > 0 ? V.Splat(phase.Pointer[i]) * V.Splat(1 / Turn) : V.Zero;
            T* from = x.RowPointer(feature), cosines = y.RowPointer(first), aside = phase.Rows == 0 ? y.RowPointer(first + k) : sines.RowPointer(i);
            bool keeps = phase.Rows == 0 || sines.Rows > 0;
            for (int n = 0; n < columns; n += V.Count)
            {
                Turns<V, T>.Cosine(V.Fma(w, V.Load(from + n), b), out V sine).Store(cosines + n);
                if (keeps)
                {
                    sine.Store(aside + n);
                }
            }
        }
    }

    /// <summary>The same with one row per sample.</summary>
    /// <param name="frequency">One row with the k frequencies of every feature.</param>
    /// <param name="phase">The same number of phases, or a matrix without rows.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="x">samples × at least features.</param>
    /// <param name="y">samples × features·k, or without phases features·2k.</param>
    [MethodImpl(Hot)]
    public static void ForwardSamples(Matrix<T> frequency, Matrix<T> phase, int features, Matrix<T> x, Matrix<T> y)
    {
        int k = frequency.Columns / features;
        byte* room = stackalloc byte[LaneSums<T>.Room(4)];
        T* w = LaneSums<T>.Align(room), b = w + AlignedBlock<T>.PerAlignment, cosines = b + AlignedBlock<T>.PerAlignment, sines = cosines + AlignedBlock<T>.PerAlignment;
        for (int start = 0; start < k; start += V.Count)
        {
            int count = Math.Min(V.Count, k - start);
            for (int feature = 0; feature < features; feature++)
            {
                for (int i = 0; i < V.Count; i++)
                {
                    int own = (feature * k) + start + Math.Min(i, count - 1);
                    w[i] = frequency.Pointer[own];
                    b[i] = phase.Rows > 0 ? phase.Pointer[own] : T.Zero;
                }

                V shift = phase.Rows > 0 ? V.Load(b) * V.Splat(1 / Turn) : V.Zero;
                for (int sample = 0; sample < y.Rows; sample++)
                {
                    Turns<V, T>.Cosine(V.Fma(V.Load(w), V.Splat(x.RowPointer(sample)[feature]), shift), out V sine).Store(cosines);
                    sine.Store(sines);
                    T* to = y.RowPointer(sample) + (feature * k * (phase.Rows > 0 ? 1 : 2)) + start;
                    for (int i = 0; i < count; i++)
                    {
                        to[i] = cosines[i];
                        if (phase.Rows == 0)
                        {
                            to[k + i] = sines[i];
                        }
                    }
                }
            }
        }
    }

    /// <summary>Computes dx = Σ 2πw·h for one feature, where h is the gradient with respect to the angle.</summary>
    /// <param name="frequency">One row with the feature's k frequencies.</param>
    /// <param name="y">The values that <see cref="Forward"/> computed.</param>
    /// <param name="sines">The sines that it kept, with phases; otherwise a matrix without rows.</param>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="dx">One row: the gradient with respect to x.</param>
    [MethodImpl(Hot)]
    public static void Backward(Matrix<T> frequency, Matrix<T> y, Matrix<T> sines, Matrix<T> dy, Matrix<T> dx)
    {
        int columns = dy.PaddedColumns, k = frequency.Columns;
        T* to = dx.Pointer;
        new Span<T>(to, columns).Clear();
        for (int i = 0; i < k; i++)
        {
            Angle angle = new(i, k, y, sines, dy);
            V w = V.Splat(frequency.Pointer[i]) * V.Splat(Turn);
            for (int n = 0; n < columns; n += V.Count)
            {
                V.Fma(w, angle.Slope(n), V.Load(to + n)).Store(to + n);
            }
        }
    }

    /// <summary>
    /// Computes the gradients of some of one feature's frequencies and phases if an affine map W follows, z = W·y + c: from dz·sinᵀ and
    /// dz·cosᵀ, sums over the samples in the fixed order of <see cref="Dots{T, V}"/>, followed by sums over the units in their order.
    /// The gradient with respect to y itself is not needed.
    /// </summary>
    /// <param name="start">The first of these frequencies.</param>
    /// <param name="weight">W, units × k, or without phases units × 2k.</param>
    /// <param name="x">One row: the feature's values.</param>
    /// <param name="y">The values that <see cref="Forward"/> computed.</param>
    /// <param name="sines">The sines that it kept, with phases; otherwise a matrix without rows.</param>
    /// <param name="dz">Gradient with respect to z, units × samples; zero in the padding.</param>
    /// <param name="frequencyGradient">One row: the buffer for 2π·Σ h·x of some frequencies, where h is the gradient with respect to
    /// the angle.</param>
    /// <param name="phaseGradient">The buffer for Σ h, or a matrix without rows.</param>
    /// <param name="workspace">Buffers for products.</param>
    [MethodImpl(Hot)]
    public static void Gradient(
        int start, Matrix<T> weight, Matrix<T> x, Matrix<T> y, Matrix<T> sines, Matrix<T> dz, Matrix<T> frequencyGradient, Matrix<T> phaseGradient, Workspace<T> workspace)
    {
        int count = frequencyGradient.Columns, units = dz.Rows, columns = dz.PaddedColumns, padded = (int)AlignedBlock<T>.Pad(count), half = sines.Rows > 0 ? 0 : y.Rows / 2;
        T* room = workspace.Scratch(checked(units * (columns + padded)));
        Matrix<T> scaled = new(room, units, dz.Columns, columns), products = new(room + ((nint)units * columns), units, count, padded);
        for (int unit = 0; unit < units; unit++)
        {
            T* from = dz.RowPointer(unit), to = scaled.RowPointer(unit);
            for (int n = 0; n < columns; n += V.Count)
            {
                (V.Load(from + n) * V.Load(x.Pointer + n)).Store(to + n);
            }
        }

        Matrix<T> sine = (half > 0 ? y.SliceRows(half, half) : sines).SliceRows(start, count), cosineWeight = weight.SliceColumns(start, count);
        frequencyGradient.Row(0).Clear();
        Dots<T, V>.Outer(scaled, sine, products);
        Add(cosineWeight, products, -Turn, frequencyGradient);
        if (half > 0)
        {
            Dots<T, V>.Outer(scaled, y.SliceRows(start, count), products);
            Add(weight.SliceColumns(half + start, count), products, Turn, frequencyGradient);
        }
        else
        {
            phaseGradient.Row(0).Clear();
            Dots<T, V>.Outer(dz, sine, products);
            Add(cosineWeight, products, -1, phaseGradient);
        }
    }

    /// <summary>sums[i] += factor·Σ a[u, i]·b[u, i].</summary>
    [MethodImpl(Hot)]
    private static void Add(Matrix<T> a, Matrix<T> b, double factor, Matrix<T> sums)
    {
        T scale = T.CreateTruncating(factor);
        for (int unit = 0; unit < a.Rows; unit++)
        {
            T* left = a.RowPointer(unit), right = b.RowPointer(unit), to = sums.Pointer;
            int i = 0;
            for (; i + V.Count <= sums.Columns; i += V.Count)
            {
                V.Fma(V.Load(left + i) * V.Splat(scale), V.Load(right + i), V.Load(to + i)).Store(to + i);
            }

            for (; i < sums.Columns; i++)
            {
                to[i] = T.FusedMultiplyAdd(left[i] * scale, right[i], to[i]);
            }
        }
    }

    /// <summary>Locates the functions of one frequency and their gradients.</summary>
    private readonly struct Angle
    {
        private readonly T* cosines, sines, ofCosines, ofSines;

        public Angle(int number, int k, Matrix<T> y, Matrix<T> kept, Matrix<T> dy)
        {
            int first = kept.Rows > 0 ? number : (number / k * 2 * k) + (number % k);
            cosines = y.RowPointer(first);
            ofCosines = dy.RowPointer(first);
            sines = kept.Rows > 0 ? kept.RowPointer(number) : y.RowPointer(first + k);
            ofSines = kept.Rows > 0 ? null : dy.RowPointer(first + k);
        }

        /// <summary>The gradient with respect to the angle.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Slope(int n)
        {
            V falling = V.Load(ofCosines + n) * V.Load(sines + n);
            return ofSines == null ? -falling : (V.Load(ofSines + n) * V.Load(cosines + n)) - falling;
        }
    }
}
