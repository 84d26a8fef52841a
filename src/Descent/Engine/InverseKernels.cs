using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>The inverse of an activation that is fused with losses: computes its input from its output.</summary>
/// <param name="IsLogit">Whether it was the logistic function; otherwise an exponential or a softmax.</param>
internal sealed record InverseFunction(bool IsLogit) : IElementwiseFunction
{
    /// <inheritdoc/>
    public OutputRange Range => OutputRange.Unbounded;

    /// <inheritdoc/>
    public TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor)
        where V : struct, ILane<V>
    {
        // The smallest normal number.
        V smallest = V.Splat(V.Largest > float.MaxValue ? 2.2250738585072014e-308 : 1.17549435e-38);
        return IsLogit ? visitor.Visit(new LogitKernel<V>(smallest)) : visitor.Visit(new LogarithmKernel<V>(smallest));
    }
}

/// <summary>
/// ln y, the inverse of an exponential and, up to a constant, of a softmax. For 0 it is the logarithm of the smallest normal number. It has no backward pass.
/// </summary>
internal readonly struct LogarithmKernel<V>(V smallest) : IElementwise<V>
    where V : struct, ILane<V>
{
    public static bool NeedsInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => V.Log(V.Max(smallest, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative(V x, V y) => V.One / V.Max(smallest, x);
}

/// <summary>ln y − ln(1 − y), the inverse of the logistic function. It has no backward pass.</summary>
internal readonly struct LogitKernel<V>(V smallest) : IElementwise<V>
    where V : struct, ILane<V>
{
    public static bool NeedsInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => V.Log(V.Max(smallest, x)) - V.Log(V.Max(smallest, V.One - x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative(V x, V y) => (V.One / V.Max(smallest, x)) + (V.One / V.Max(smallest, V.One - x));
}
