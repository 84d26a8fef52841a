namespace Descent;

/// <summary>The share of outputs within a distance of their target, |ŷ − y| ≤ tolerance, each output judged by itself.</summary>
/// <remarks>
/// This is the first source note's rule, with a tolerance of one half for targets of 0 and 1. It counts the elements of
/// any kind of outcome; of softmax columns it therefore says something else than <see cref="Accuracy"/>.
/// </remarks>
/// <param name="Tolerance">The greatest distance that still counts as right, at least 0; in the units of the target.</param>
/// <exception cref="ArgumentOutOfRangeException">If the tolerance is negative or not finite.</exception>
public sealed record AccuracyPerOutput(double Tolerance = 0.5) : Metric
{
    /// <summary>The greatest distance that still counts as right.</summary>
    public double Tolerance { get; init => field = Checked(value); } = Checked(Tolerance);

    /// <inheritdoc/>
    public override string Name => "accuracy_per_output";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <summary>The share of right rows for each output.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <returns>One share per column; NaN without rows, without weight or with a non-finite output.</returns>
    public IReadOnlyList<double> Each(in Outcome outcome)
    {
        double tolerance = Tolerance;
        return ColumnMeans.Of(outcome, (target, output) => Math.Abs(output - target) <= tolerance ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) => Each(outcome).Average();

    private static double Checked(double tolerance) => tolerance >= 0 && double.IsFinite(tolerance)
        ? tolerance
        : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is a finite distance, at least 0.");
}
