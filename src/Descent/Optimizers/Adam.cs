using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>
/// Adam: <c>m ← β₁m + (1 − β₁)g</c>, <c>v ← β₂v + (1 − β₂)g²</c>, <c>θ ← θ − η·m̂ / (√v̂ + ε)</c> with
/// <c>m̂ = m/(1 − β₁ᵗ)</c>, <c>v̂ = v/(1 − β₂ᵗ)</c>.
/// </summary>
/// <remarks>Kingma and Ba, "Adam: a method for stochastic optimization", 2015. ε stands outside the root (n1, n2, PyTorch, Keras).</remarks>
/// <param name="LearningRate">η; default 0.001.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
public sealed record Adam(Schedule? LearningRate = null, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>β₁.</summary>
    public double Beta1 { get; init => field = Check.Fraction(value, nameof(Beta1)); } = Check.Fraction(Beta1);

    /// <summary>β₂.</summary>
    public double Beta2 { get; init => field = Check.Fraction(value, nameof(Beta2)); } = Check.Fraction(Beta2);

    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    internal override Updater<T> Compile<T, V>() => new RuleUpdater<T, V, AdamRule<V>>(moment => AdamRule<V>.At(moment, Rate(moment), Beta1, Beta2, Epsilon));
}
