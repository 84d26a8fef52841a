namespace Descent;

/// <summary>
/// Adam: <c>m ← β₁m + (1 − β₁)g</c>, <c>v ← β₂v + (1 − β₂)g²</c>, <c>θ ← θ − η·m̂ / (√v̂ + ε)</c> with
/// <c>m̂ = m/(1 − β₁ᵗ)</c>, <c>v̂ = v/(1 − β₂ᵗ)</c>.
/// </summary>
/// <remarks>
/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015. ε is outside the root in the paper and in PyTorch;
/// some texts have <c>√(v̂ + ε)</c>. Keras and scikit-learn add ε to the root of the
/// uncorrected v (the paper's "ε hat"): <see cref="AdamEpsilonPlacement.BeforeCorrection"/>.
/// If β₁ or β₂ is a schedule, the powers are replaced by the products of its values β⋯βₜ so far: the weights of an average that starts at 0 sum to 1 minus this product.
/// AMSGrad: Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018, with both corrections, as in PyTorch and Keras.
/// </remarks>
/// <param name="LearningRate">η; default 0.001.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
/// <param name="Placement">The placement of ε; default outside the root.</param>
/// <param name="AmsGrad">Whether to use the largest v so far in place of v, so that steps do not grow again; default false.</param>
public sealed record Adam(
    Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta1 = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta2 = null, [Option(Above = 0)] Schedule? Epsilon = null,
    [Option("the first as in the paper and PyTorch, the last as in Keras and scikit-learn")] AdamEpsilonPlacement Placement = AdamEpsilonPlacement.OutsideRoot, bool AmsGrad = false) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>β₁.</summary>
    public Schedule Beta1 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta1 ?? 0.9);

    /// <summary>β₂.</summary>
    public Schedule Beta2 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta2 ?? 0.999);

    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    /// <summary>The placement of ε.</summary>
    public AdamEpsilonPlacement Placement { get; init => field = Check.Defined(value); } = Check.Defined(Placement);

    /// <summary>Whether to use the largest v so far in place of v.</summary>
    public bool AmsGrad { get; init; } = AmsGrad;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => AmsGrad ? ["m", "v", "largest v"] : ["m", "v"];

    internal override Updater<T> Compile<T, V>()
    {
        AdamNumbers numbers = new(Beta1, Beta2, Epsilon, Placement);
        return AmsGrad
            ? new RuleUpdater<T, V, LargestAdamRule<V>>(position => new LargestAdamRule<V>(AdamRule<V>.At(position, Rate(position), numbers)))
            : new RuleUpdater<T, V, AdamRule<V>>(position => AdamRule<V>.At(position, Rate(position), numbers));
    }
}
