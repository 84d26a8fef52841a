using Descent.Schedules;

namespace Descent.Regularizers;

/// <summary>Absolute (lasso) penalty λ·Σ|w|, derivative λ·sign w (0 at 0): drives weights that are of no use to zero.</summary>
/// <remarks>
/// Tibshirani, "Regression shrinkage and selection via the lasso", 1996; Keras's l1. Gradient steps cross zero rather than stop
/// there: a useless weight ends within about η·λ of zero, closer as the learning rate falls.
/// </remarks>
/// <param name="Strength">λ ≥ 0.</param>
/// <param name="AllParameters">Whether biases, slopes and the like are penalized too; default: weights only.</param>
public sealed record L1(Schedule Strength, bool AllParameters = false) : Regularizer
{
    /// <summary>λ.</summary>
    public Schedule Strength { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(Strength);

    internal override bool PenalizesAll => AllParameters;

    internal override (double Quadratic, double Absolute) Slopes(int samples, Moment moment) => (0, NumberRange.NotNegative.At(Strength, moment));
}
