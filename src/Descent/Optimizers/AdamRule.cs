using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>The step that <see cref="Adam"/> and <see cref="AdamW"/> share: θ − η·m̂ / (√v̂ + ε).</summary>
internal readonly struct AdamRule<V>(V beta1, V share1, V beta2, V share2, V negativeRate, V rootScale, V epsilon) : IRule<V>
    where V : struct, ILane<V>
{
    public static int Slots => 2;

    public static AdamRule<V> At(Moment moment, double rate, double beta1, double beta2, double epsilon)
    {
        // m̂/(√v̂ + ε) = (m/c₁)/(√v/√c₂ + ε): both corrections are taken out of the loop.
        double correction1 = 1 - Math.Pow(beta1, moment.Step + 1), correction2 = 1 - Math.Pow(beta2, moment.Step + 1);
        return new AdamRule<V>(
            V.Splat(beta1), V.Splat(1 - beta1), V.Splat(beta2), V.Splat(1 - beta2),
            V.Splat(-rate / correction1), V.Splat(1 / Math.Sqrt(correction2)), V.Splat(epsilon));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next(V parameter, V gradient, ref Slots<V> slots)
    {
        slots.First = V.Fma(beta1, slots.First, share1 * gradient);
        slots.Second = V.Fma(beta2, slots.Second, share2 * gradient * gradient);
        return V.Fma(negativeRate, slots.First / V.Fma(V.Sqrt(slots.Second), rootScale, epsilon), parameter);
    }
}
