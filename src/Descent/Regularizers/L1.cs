namespace Descent;

/// <summary>Absolute (lasso) penalty λ·Σ|w|, derivative λ·sign w (0 at 0): pushes useless weights to zero.</summary>
/// <remarks>
/// Tibshirani, "Regression shrinkage and selection via the lasso", 1996; Keras's l1. Gradient steps cross zero instead of stopping
/// there, so a useless weight ends within about η·λ of zero, closer as the learning rate falls. With <paramref name="ExactZeros"/> it
/// becomes exactly zero with any optimizer: an update stops at zero instead of crossing it, and a weight leaves zero only while
/// the loss has a slope of more than λ there (Andrew and Gao, "Scalable training of L1-regularized log-linear models", 2007).
/// </remarks>
/// <param name="Strength">λ ≥ 0.</param>
/// <param name="AllParameters">Whether biases, slopes and similar parameters are also penalized; default false: only weights are.</param>
/// <param name="ExactZeros">Whether useless weights become exactly zero, which takes a little time per update; default false.</param>
public sealed record L1([Option(AtLeast = 0)] Schedule Strength, bool AllParameters = false, bool ExactZeros = false) : Regularizer
{
    /// <summary>λ.</summary>
    public Schedule Strength { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(Strength);

    /// <inheritdoc/>
    protected internal override bool PenalizesAll => AllParameters;

    internal override bool StopsAtZero => ExactZeros;

    /// <inheritdoc/>
    protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => (0, NumberRange.NotNegative.At(Strength, position));
}
