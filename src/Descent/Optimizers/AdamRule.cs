using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>The step that <see cref="Adam"/> and <see cref="AdamW"/> share: θ − η·m̂ / (√v̂ + ε), or with another placement of ε.</summary>
internal readonly struct AdamRule<V>(V beta1, V share1, V beta2, V share2, V negativeRate, V rootScale, V inside, V outside) : IRule<V>
    where V : struct, ILane<V>
{
    public static int Slots => 2;

    public static AdamRule<V> At(TrainingPosition position, double rate, AdamNumbers numbers)
    {
        (double beta1, double beta2, double epsilon) = numbers.At(position);
        // m̂/(√v̂ + ε) = (m/c₁)/(√v/√c₂ + ε) and √(v̂ + ε) = √(v + c₂ε)/√c₂: all corrections are moved out of the loop.
        double correction1 = 1 - numbers.Product1.Through(position), correction2 = 1 - numbers.Product2.Through(position);
        // Before the correction: m/c₁·√c₂/(√v + ε) equals the first with ε/√c₂.
        return new AdamRule<V>(
            V.Splat(beta1), V.Splat(1 - beta1), V.Splat(beta2), V.Splat(1 - beta2),
            V.Splat(-rate / correction1), V.Splat(1 / Math.Sqrt(correction2)),
            V.Splat(numbers.Placement == AdamEpsilonPlacement.InsideRoot ? epsilon * correction2 : 0),
            V.Splat(numbers.Placement switch { AdamEpsilonPlacement.InsideRoot => 0, AdamEpsilonPlacement.BeforeCorrection => epsilon / Math.Sqrt(correction2), _ => epsilon }));
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

/// <summary>Adam with the largest second moment so far (AMSGrad), in the third slot.</summary>
internal readonly struct LargestAdamRule<V>(AdamRule<V> adam) : IRule<V>
    where V : struct, ILane<V>
{
    public static int Slots => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Next(V parameter, V gradient, ref Slots<V> slots)
    {
        adam.Remember(gradient, ref slots);
        slots.Third = V.Max(slots.Third, slots.Second);
        return adam.Step(parameter, slots.First, slots.Third);
    }
}

/// <summary>The options that <see cref="Adam"/> and its variants share, and the products that correct their averages.</summary>
internal sealed class AdamNumbers(Schedule beta1, Schedule beta2, Schedule epsilon, AdamEpsilonPlacement placement = AdamEpsilonPlacement.OutsideRoot)
{
    public AdamEpsilonPlacement Placement => placement;

    public RunningProduct Product1 { get; } = new(beta1, NumberRange.Fraction, nameof(Adam.Beta1));

    public RunningProduct Product2 { get; } = new(beta2, NumberRange.Fraction, nameof(Adam.Beta2));

    public (double Beta1, double Beta2, double Epsilon) At(TrainingPosition position) => (
        NumberRange.Fraction.At(beta1, position, nameof(Adam.Beta1)), NumberRange.Fraction.At(beta2, position, nameof(Adam.Beta2)), NumberRange.Positive.At(epsilon, position, nameof(Adam.Epsilon)));
}
