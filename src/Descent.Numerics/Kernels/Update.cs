using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>The state of an update rule for each parameter: up to three values, initially zero.</summary>
/// <typeparam name="V">The lane type.</typeparam>
public struct Slots<V>
    where V : struct, ILane<V>
{
    /// <summary>The first value.</summary>
    public V First;

    /// <summary>The second value.</summary>
    public V Second;

    /// <summary>The third value.</summary>
    public V Third;
}

/// <summary>An optimizer's update rule for one register of parameters.</summary>
/// <typeparam name="V">The lane type.</typeparam>
public interface IRule<V>
    where V : struct, ILane<V>
{
    /// <summary>The number of slots that the rule uses.</summary>
    static abstract int Slots { get; }

    /// <summary>Computes the parameters after the update.</summary>
    /// <param name="parameter">θ.</param>
    /// <param name="gradient">g, including penalties.</param>
    /// <param name="slots">The state of the rule.</param>
    /// <returns>The new θ.</returns>
    V Next(V parameter, V gradient, ref Slots<V> slots);
}

/// <summary>Applies an <see cref="IRule{V}"/> to flat memory: parameters, gradients and slots in one pass.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class Update<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>θ ← rule(θ, g + l2·θ + l1·sign θ).</summary>
    /// <typeparam name="R">The rule.</typeparam>
    /// <param name="rule">The rule with its constants for this step.</param>
    /// <param name="parameters">One row: θ.</param>
    /// <param name="gradients">One row: g.</param>
    /// <param name="slots">As many rows as the rule has slots.</param>
    /// <param name="l2">The factor of the quadratic penalty's gradient.</param>
    /// <param name="l1">The factor of the absolute penalty's gradient.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<R>(R rule, Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double l2, double l1)
        where R : struct, IRule<V>
    {
        T* p = parameters.Pointer, g = gradients.Pointer, first = slots.Pointer, second = first + slots.Stride, third = second + slots.Stride;
        V quadratic = V.Splat(l2), absolute = V.Splat(l1);
        bool penalized = l2 != 0 || l1 != 0;
        int length = parameters.PaddedColumns;
        for (int i = 0; i < length; i += V.Count)
        {
            V parameter = V.Load(p + i), gradient = V.Load(g + i);
            if (penalized)
            {
                V sign = V.SelectLess(V.Zero, parameter, absolute, V.SelectLess(parameter, V.Zero, -absolute, V.Zero));
                gradient = V.Fma(quadratic, parameter, gradient) + sign;
            }

            Slots<V> memory = default;
            if (R.Slots > 0)
            {
                memory.First = V.Load(first + i);
            }

            if (R.Slots > 1)
            {
                memory.Second = V.Load(second + i);
            }

            if (R.Slots > 2)
            {
                memory.Third = V.Load(third + i);
            }

            rule.Next(parameter, gradient, ref memory).Store(p + i);
            if (R.Slots > 0)
            {
                memory.First.Store(first + i);
            }

            if (R.Slots > 1)
            {
                memory.Second.Store(second + i);
            }

            if (R.Slots > 2)
            {
                memory.Third.Store(third + i);
            }
        }
    }

    /// <summary>Clamps values to [low, high].</summary>
    /// <param name="values">One row.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    public static void Clamp(Matrix<T> values, double low, double high)
    {
        foreach (ref T value in values.Row(0))
        {
            value = T.Clamp(value, T.CreateTruncating(low), T.CreateTruncating(high));
        }
    }
}
