using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Numerics.Kernels;

/// <summary>A function of one number with one learnable parameter per neuron.</summary>
/// <typeparam name="V">The lane type.</typeparam>
public interface IPerNeuron<V>
    where V : struct, ILane<V>
{
    /// <summary>f(x; p).</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="parameter">The neuron's parameter.</param>
    /// <returns>The values.</returns>
    V Value(V x, V parameter);

    /// <summary>∂f/∂x.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The values.</param>
    /// <param name="parameter">The neuron's parameter.</param>
    /// <returns>The slopes.</returns>
    V Derivative(V x, V y, V parameter);

    /// <summary>∂f/∂p.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The values.</param>
    /// <param name="parameter">The neuron's parameter.</param>
    /// <returns>The sensitivities.</returns>
    V ParameterDerivative(V x, V y, V parameter);
}

/// <summary>Runs an <see cref="IPerNeuron{V}"/> over matrices with one row per neuron.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
public static unsafe class PerNeuron<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y = f(x; p), padding included.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Rows numbers.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Values.</param>
    [MethodImpl(Hot)]
    public static void Forward<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> y)
        where K : struct, IPerNeuron<V>
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            V p = V.Splat(parameter.Pointer[r]);
            T* from = x.RowPointer(r), to = y.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                kernel.Value(V.Load(from + c), p).Store(to + c);
            }
        }
    }

    /// <summary>y = f(x; p) with one row per sample, padding included.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Columns numbers and their padding.</param>
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
                kernel.Value(V.Load(from + c), V.Load(parameter.Pointer + c)).Store(to + c);
            }
        }
    }

    /// <summary>dx = dy ∘ ∂f/∂x.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Rows numbers.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Values.</param>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="dx">Gradient with respect to x; not dy, which <see cref="Gradient"/> still needs.</param>
    [MethodImpl(Hot)]
    public static void Backward<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> y, Matrix<T> dy, Matrix<T> dx)
        where K : struct, IPerNeuron<V>
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            V p = V.Splat(parameter.Pointer[r]);
            T* inputs = x.RowPointer(r), values = y.RowPointer(r), from = dy.RowPointer(r), to = dx.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                (V.Load(from + c) * kernel.Derivative(V.Load(inputs + c), V.Load(values + c), p)).Store(to + c);
            }
        }
    }

    /// <summary>dp[r] = Σ over samples of dy·∂f/∂p, in the fixed order of <see cref="Dots{T, V}"/>.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function.</param>
    /// <param name="parameter">One row of x.Rows numbers.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Values.</param>
    /// <param name="dy">Gradient with respect to y; zero in the padding.</param>
    /// <param name="gradient">One row of x.Rows numbers.</param>
    [MethodImpl(Hot)]
    public static void Gradient<K>(K kernel, Matrix<T> parameter, Matrix<T> x, Matrix<T> y, Matrix<T> dy, Matrix<T> gradient)
        where K : struct, IPerNeuron<V>
    {
        const int rowsAtOnce = 16;
        int columns = x.PaddedColumns, group = AlignedBlock<T>.PerAlignment;
        byte* room = stackalloc byte[LaneSums<T>.Room(rowsAtOnce)];
        T* lanes = LaneSums<T>.Align(room);
        for (int i = 0; i < x.Rows; i += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, x.Rows - i);
            for (int r = 0; r < rows; r++)
            {
                V p = V.Splat(parameter.Pointer[i + r]);
                T* inputs = x.RowPointer(i + r), values = y.RowPointer(i + r), from = dy.RowPointer(i + r);
                for (int part = 0; part < group; part += V.Count)
                {
                    V sum = V.Zero;
                    for (int c = part; c < columns; c += group)
                    {
                        sum = V.Fma(V.Load(from + c), kernel.ParameterDerivative(V.Load(inputs + c), V.Load(values + c), p), sum);
                    }

                    sum.Store(lanes + (r * group) + part);
                }
            }

            LaneSums<T>.Add(lanes, rows, gradient.Pointer + i);
        }
    }
}
