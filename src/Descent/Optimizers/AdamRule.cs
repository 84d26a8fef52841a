using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>The step that <see cref="Adam"/> and <see cref="AdamW"/> share: θ − η·m̂ / (√v̂ + ε), or with ε inside the root.</summary>
internal readonly struct AdamRule<V>(V beta1, V share1, V beta2, V share2, V negativeRate, V rootScale, V inside, V outside) : IRule<V>
    where V : struct, ILane<V>
{
    public static int Slots => 2;

    public static AdamRule<V> At(Moment moment, double rate, double beta1, double beta2, double epsilon, EpsilonPlacement placement = EpsilonPlacement.OutsideRoot)
    {
        // m̂/(√v̂ + ε) = (m/c₁)/(√v/√c₂ + ε) and √(v̂ + ε) = √(v + c₂ε)/√c₂: all corrections are taken out of the loop.
        double correction1 = 1 - Math.Pow(beta1, moment.Step + 1), correction2 = 1 - Math.Pow(beta2, moment.Step + 1);
        bool isInside = placement == EpsilonPlacement.InsideRoot;
        return new AdamRule<V>(
            V.Splat(beta1), V.Splat(1 - beta1), V.Splat(beta2), V.Splat(1 - beta2),
            V.Splat(-rate / correction1), V.Splat(1 / Math.Sqrt(correction2)),
            V.Splat(isInside ? epsilon * correction2 : 0), V.Splat(isInside ? 0 : epsilon));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next(V parameter, V gradient, ref Slots<V> slots)
    {
        Remember(gradient, ref slots);
        return Step(parameter, slots.First, slots.Second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remember(V gradient, ref Slots<V> slots)
    {
        slots.First = V.Fma(beta1, slots.First, share1 * gradient);
        slots.Second = V.Fma(beta2, slots.Second, share2 * gradient * gradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step(V parameter, V mean, V square) => V.Fma(negativeRate, mean / V.Fma(V.Sqrt(square + inside), rootScale, outside), parameter);
}
