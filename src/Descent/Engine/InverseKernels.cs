using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Engine;

/// <summary>
/// ln y: what would have gone into an exponential, or into a softmax, to give y. Of 0 it is the logarithm of the smallest normal number. Nobody goes back through it.
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

/// <summary>ln y − ln(1 − y): what would have gone into the logistic function to give y. Nobody goes back through it.</summary>
internal readonly struct LogitKernel<V>(V smallest) : IElementwise<V>
    where V : struct, ILane<V>
{
    public static bool NeedsInput => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value(V x) => V.Log(V.Max(smallest, x)) - V.Log(V.Max(smallest, V.One - x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative(V x, V y) => (V.One / V.Max(smallest, x)) + (V.One / V.Max(smallest, V.One - x));
}
