namespace Descent;

/// <summary>Both penalties, <c>λ₁·Σ|w| + ½·λ₂·Σw²</c>: pushes useless weights to zero, and distributes weight among correlated inputs.</summary>
/// <remarks>
/// Zou and Hastie, "Regularization and variable selection via the elastic net", 2005. In terms of scikit-learn's <c>alpha</c> and <c>l1_ratio</c>,
/// λ₁ = alpha·l1_ratio and λ₂ = alpha·(1 − l1_ratio). Keras's l1_l2 has no ½: its l2 is ½·λ₂.
/// </remarks>
/// <param name="Absolute">λ₁ ≥ 0.</param>
/// <param name="Quadratic">λ₂ ≥ 0.</param>
/// <param name="AllParameters">Whether biases, slopes and similar parameters are also penalized; default false: only weights are.</param>
/// <param name="ExactZeros">Whether useless weights become exactly zero, as with <see cref="L1"/>; default false.</param>
public sealed record ElasticNet([Option(AtLeast = 0)] Schedule Absolute, [Option(AtLeast = 0)] Schedule Quadratic, bool AllParameters = false, bool ExactZeros = false) : Regularizer
{
    /// <summary>λ₁.</summary>
    public Schedule Absolute { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(Absolute);

    /// <summary>λ₂.</summary>
    public Schedule Quadratic { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(Quadratic);

    /// <inheritdoc/>
    protected internal override bool PenalizesAll => AllParameters;

    internal override bool StopsAtZero => ExactZeros;

    /// <inheritdoc/>
    protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) =>
        (NumberRange.NotNegative.At(Quadratic, position), NumberRange.NotNegative.At(Absolute, position));
}
