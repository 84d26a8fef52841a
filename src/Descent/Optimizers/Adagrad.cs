using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Adagrad: <c>G ← G + g²</c>, <c>θ ← θ − η·g / √(G + ε)</c>: every parameter slows down as it has moved.</summary>
/// <remarks>
/// Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011. ε stands inside the root in Keras (which starts G at 0.1),
/// outside in PyTorch (G starts at 0, ε is 1e−10).
/// </remarks>
/// <param name="LearningRate">η; default 0.01. Steps shrink all the time, so it may be larger than elsewhere.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
/// <param name="Placement">Where ε stands; default inside the root.</param>
/// <param name="Start">G before the first step, at least 0; default 0.</param>
public sealed record Adagrad(
    Schedule? LearningRate = null, Schedule? Epsilon = null, EpsilonPlacement Placement = EpsilonPlacement.InsideRoot, double Start = 0) : Optimizer(LearningRate ?? 0.01)
{
    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    /// <summary>G before the first step.</summary>
    public double Start { get; init => field = Check.NotNegative(value, nameof(Start)); } = Check.NotNegative(Start);

    /// <summary>Where ε stands.</summary>
    public EpsilonPlacement Placement { get; init => field = Check.Defined(value); } = Check.Defined(Placement);

    internal override Updater<T> Compile<T, V>()
    {
        // Memory begins at 0: it holds G − Start, and Start is added where G is used.
        bool isInside = Placement == EpsilonPlacement.InsideRoot;
        return new RuleUpdater<T, V, Rule<V>>(moment =>
        {
            double epsilon = NumberRange.Positive.At(Epsilon, moment);
            return new Rule<V>(V.Splat(-Rate(moment)), V.Splat(Start + (isInside ? epsilon : 0)), V.Splat(isInside ? 0 : epsilon));
        });
    }

    private readonly struct Rule<V>(V negativeRate, V inside, V outside) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(gradient, gradient, slots.First);
            return V.Fma(negativeRate, gradient / (V.Sqrt(slots.First + inside) + outside), parameter);
        }
    }
}
