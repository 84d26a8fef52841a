using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>A function of one number with one learnable parameter per neuron.</summary>
/// <typeparam name="V">The lane type.</typeparam>
public interface IPerNeuron<V>
    where V : struct, ILane<V>
{
    /// <summary>Whether <see cref="Derivatives"/> uses the value that <see cref="Value"/> keeps.</summary>
    static abstract bool Keeps { get; }

    /// <summary>Computes f(x; p).</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="parameter">The neuron's parameter.</param>
    /// <param name="kept">A value that would be expensive to compute again in the backward pass; ignored if <see cref="Keeps"/> is
    /// false.</param>
    /// <returns>The values.</returns>
    V Value(V x, V parameter, out V kept);

    /// <summary>Computes ∂f/∂x and ∂f/∂p, which often share most of the work.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="kept">The value that <see cref="Value"/> kept; equal to x if <see cref="Keeps"/> is false.</param>
    /// <param name="parameter">The neuron's parameter.</param>
    /// <param name="sensitivity">∂f/∂p.</param>
    /// <returns>∂f/∂x.</returns>
    V Derivatives(V x, V kept, V parameter, out V sensitivity);
}

/// <summary>Applies an <see cref="IPerNeuron{V}"/> to matrices with one row per neuron.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class PerNeuron<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y = f(x; p), padding included.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Rows values.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Values.</param>
    /// <param name="kept">The buffer for kept values, or a matrix without rows if there are none or no backward pass follows.</param>
    [MethodImpl(Hot)]
    public static void Forward<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> y, Matrix<T> kept)
        where K : struct, IPerNeuron<V>
    {
        int columns = x.PaddedColumns;
        bool keeps = K.Keeps && kept.Rows != 0;
        for (int r = 0; r < x.Rows; r++)
        {
            V p = V.Splat(parameter.Pointer[r]);
            T* from = x.RowPointer(r), to = y.RowPointer(r), aside = kept.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                kernel.Value(V.Load(from + c), p, out V more).Store(to + c);
                if (keeps)
                {
                    more.Store(aside + c);
                }
            }
        }
    }

    /// <summary>y = f(x; p) with one row per sample, padding included.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Columns values, with padding.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Values.</param>
    [MethodImpl(Hot)]
    public static void ForwardSamples<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> y)
        where K : struct, IPerNeuron<V>
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            T* from = x.RowPointer(r), to = y.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                kernel.Value(V.Load(from + c), V.Load(parameter.Pointer + c), out _).Store(to + c);
            }
        }
    }

    /// <summary>dx = dy ∘ ∂f/∂x.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Rows values.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="kept">The values that <see cref="Forward"/> kept, if any.</param>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="dx">Gradient with respect to x; must not be dy, which <see cref="Gradient"/> still needs.</param>
    [MethodImpl(Hot)]
    public static void Backward<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> kept, Matrix<T> dy, Matrix<T> dx)
        where K : struct, IPerNeuron<V>
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            V p = V.Splat(parameter.Pointer[r]);
            T* inputs = x.RowPointer(r), aside = kept.RowPointer(r), from = dy.RowPointer(r), to = dx.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                V input = V.Load(inputs + c), more = K.Keeps ? V.Load(aside + c) : input;
                (V.Load(from + c) * kernel.Derivatives(input, more, p, out _)).Store(to + c);
            }
        }
    }

    /// <summary>dp[r] = Σ over samples of dy·∂f/∂p, in the fixed order of <see cref="Dots{T, V}"/>.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Rows values.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="kept">The values that <see cref="Forward"/> kept, if any; from the same frame as x, dy and dx, with the same
    /// stride.</param>
    /// <param name="dy">Gradient with respect to y; zero in the padding.</param>
    /// <param name="gradient">One row of x.Rows values.</param>
    public static void Gradient<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> kept, Matrix<T> dy, Matrix<T> gradient)
        where K : struct, IPerNeuron<V> =>
        RowSums<T, V>.Run(new Sensitivities<K>(kernel, parameter.Pointer, x.Pointer, kept.Pointer, dy.Pointer), x.Rows, x.PaddedColumns, x.Stride, gradient.Pointer);

    /// <summary>Combines <see cref="Backward"/> and <see cref="Gradient"/> in one pass, with the same bits.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Rows values.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="kept">The values that <see cref="Forward"/> kept, if any; from the same frame as x, dy and dx, with the same
    /// stride.</param>
    /// <param name="dy">Gradient with respect to y; zero in the padding.</param>
    /// <param name="dx">Gradient with respect to x; must not be dy.</param>
    /// <param name="gradient">One row of x.Rows values.</param>
    public static void BackwardWithGradient<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> kept, Matrix<T> dy, Matrix<T> dx, Matrix<T> gradient)
        where K : struct, IPerNeuron<V> =>
        RowSums<T, V>.Run(new Both<K>(kernel, parameter.Pointer, x.Pointer, kept.Pointer, dy.Pointer, dx.Pointer), x.Rows, x.PaddedColumns, x.Stride, gradient.Pointer);

    private readonly struct Sensitivities<K>(K kernel, T* parameter, T* x, T* kept, T* dy) : ITerms<V>
        where K : struct, IPerNeuron<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Constant(int row) => V.Splat(parameter[row]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add(V sum, V constant, nint at)
        {
            V input = V.Load(x + at), more = K.Keeps ? V.Load(kept + at) : input;
            kernel.Derivatives(input, more, constant, out V sensitivity);
            return V.Fma(V.Load(dy + at), sensitivity, sum);
        }
    }

    private readonly struct Both<K>(K kernel, T* parameter, T* x, T* kept, T* dy, T* dx) : ITerms<V>
        where K : struct, IPerNeuron<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Constant(int row) => V.Splat(parameter[row]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Add(V sum, V constant, nint at)
        {
            V input = V.Load(x + at), more = K.Keeps ? V.Load(kept + at) : input, delta = V.Load(dy + at);
            (delta * kernel.Derivatives(input, more, constant, out V sensitivity)).Store(dx + at);
            return V.Fma(delta, sensitivity, sum);
        }
    }
}
