using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>A function of one number and its derivative, for a whole register at a time.</summary>
/// <typeparam name="V">The lane type.</typeparam>
public interface IElementwise<V>
    where V : struct, ILane<V>
{
    /// <summary>Whether <see cref="Derivative"/> uses x; if not, y may overwrite x, which saves a buffer.</summary>
    static abstract bool NeedsInput { get; }

    /// <summary>Computes f(x).</summary>
    /// <param name="x">The inputs.</param>
    /// <returns>The values.</returns>
    V Value(V x);

    /// <summary>Computes f′(x).</summary>
    /// <param name="x">The inputs; equal to y if <see cref="NeedsInput"/> is false.</param>
    /// <param name="y">The values f(x).</param>
    /// <returns>The derivatives.</returns>
    V Derivative(V x, V y);
}

/// <summary>Applies an <see cref="IElementwise{V}"/> to matrices, with all loops, loads and stores.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class Elementwise<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>y = f(x), padding included.</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function with its constants.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Values; may be x.</param>
    [MethodImpl(Hot)]
    public static void Forward<K>(K kernel, Matrix<T> x, Matrix<T> y)
        where K : struct, IElementwise<V>
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            T* from = x.RowPointer(r), to = y.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                kernel.Value(V.Load(from + c)).Store(to + c);
            }
        }
    }

    /// <summary>dx = dy ∘ f′(x).</summary>
    /// <typeparam name="K">The function.</typeparam>
    /// <param name="kernel">The function with its constants.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Values.</param>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="dx">Gradient with respect to x; may be dy.</param>
    [MethodImpl(Hot)]
    public static void Backward<K>(K kernel, Matrix<T> x, Matrix<T> y, Matrix<T> dy, Matrix<T> dx)
        where K : struct, IElementwise<V>
    {
        int columns = y.PaddedColumns;
        for (int r = 0; r < y.Rows; r++)
        {
            T* inputs = x.RowPointer(r), values = y.RowPointer(r), from = dy.RowPointer(r), to = dx.RowPointer(r);
            for (int c = 0; c < columns; c += V.Count)
            {
                V value = V.Load(values + c);
                V input = K.NeedsInput ? V.Load(inputs + c) : value;
                (V.Load(from + c) * kernel.Derivative(input, value)).Store(to + c);
            }
        }
    }
}
