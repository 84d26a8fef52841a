using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Adagrad: <c>G ← G + g²</c>, <c>θ ← θ − η·g / √(G + ε)</c>: the steps of each parameter shrink with its accumulated squared gradients.</summary>
/// <remarks>
/// Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011. ε is inside the root in Keras (where G starts at 0.1),
/// and outside in PyTorch (where G starts at 0 and ε is 1e−10).
/// </remarks>
/// <param name="LearningRate">η; default 0.01. Because the steps keep shrinking, it can be larger than for other optimizers.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
/// <param name="Placement">The placement of ε; default inside the root.</param>
/// <param name="Start">The initial value of G, at least 0; default 0.</param>
public sealed record Adagrad(
    Schedule? LearningRate = null, [Option(Above = 0)] Schedule? Epsilon = null, [Option("the former as in Keras, the latter as in PyTorch")] EpsilonPlacement Placement = EpsilonPlacement.InsideRoot, [Option(AtLeast = 0)] double Start = 0) : Optimizer(LearningRate ?? 0.01)
{
    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    /// <summary>The initial value of G.</summary>
    public double Start { get; init => field = Check.NotNegative(value, nameof(Start)); } = Check.NotNegative(Start);

    /// <summary>The placement of ε.</summary>
    public EpsilonPlacement Placement { get; init => field = Check.Defined(value); } = Check.Defined(Placement);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["G"];

    internal override Updater<T> Compile<T, V>()
    {
        // Slots are initialized to 0, so they hold G − Start, and Start is added when G is used.
        bool isInside = Placement == EpsilonPlacement.InsideRoot;
        return new RuleUpdater<T, V, Rule<V>>(position =>
        {
            double epsilon = NumberRange.Positive.At(Epsilon, position);
            return new Rule<V>(V.Splat(-Rate(position)), V.Splat(Start + (isInside ? epsilon : 0)), V.Splat(isInside ? 0 : epsilon));
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
