using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Adadelta: <c>E ← β·E + (1 − β)·g²</c>, <c>Δ = −√(D + ε)/√(E + ε)·g</c>, <c>D ← β·D + (1 − β)·Δ²</c>, <c>θ ← θ + η·Δ</c>:
/// the steps are in the units of the parameters, and there is no learning rate to tune.
/// </summary>
/// <remarks>
/// Zeiler, "ADADELTA: an adaptive learning rate method", 2012 (β 0.95, ε 1e−6, no η). PyTorch: η 1, β 0.9, ε 1e−6; Keras: η 0.001,
/// β 0.95, ε 1e−7. The first steps are about √ε long, so a small ε makes a slow start.
/// With exact gradients and η = 1 it keeps oscillating around a minimum (by 0.02 for a quadratic function, growing with √ε); with η = ½ it converges.
/// </remarks>
/// <param name="LearningRate">η; default 1, which is the rule of the paper.</param>
/// <param name="Beta">β in [0, 1); default 0.9.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−6.</param>
public sealed record Adadelta(Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta = null, [Option(Above = 0)] Schedule? Epsilon = null) : Optimizer(LearningRate ?? 1)
{
    /// <summary>β.</summary>
    public Schedule Beta { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta ?? 0.9);

    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-6);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["E", "D"];

    internal override Updater<T> Compile<T, V>() => new RuleUpdater<T, V, Rule<V>>(position =>
    {
        double beta = NumberRange.Fraction.At(Beta, position);
        return new Rule<V>(V.Splat(-Rate(position)), V.Splat(beta), V.Splat(1 - beta), V.Splat(NumberRange.Positive.At(Epsilon, position)));
    });

    private readonly struct Rule<V>(V negativeRate, V beta, V share, V epsilon) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta, slots.First, share * gradient * gradient);
            V step = V.Sqrt(slots.Second + epsilon) / V.Sqrt(slots.First + epsilon) * gradient;
            slots.Second = V.Fma(beta, slots.Second, share * step * step);
            return V.Fma(negativeRate, step, parameter);
        }
    }
}
