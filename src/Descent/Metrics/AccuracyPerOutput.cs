namespace Descent;

/// <summary>The fraction of outputs within a tolerance of their target, |ŷ − y| ≤ tolerance, scored separately for each output.</summary>
/// <remarks>
/// This is the rule of the first source note, with a tolerance of one half for targets of 0 and 1. It counts the elements of
/// any kind of outcome, so for softmax columns it differs from <see cref="Accuracy"/>.
/// </remarks>
/// <param name="Tolerance">The greatest distance that counts as correct, at least 0, in the units of the target.</param>
/// <exception cref="ArgumentOutOfRangeException">If the tolerance is negative or not finite.</exception>
public sealed record AccuracyPerOutput([Option(AtLeast = 0)] double Tolerance = 0.5) : Metric
{
    /// <summary>The greatest distance that counts as correct.</summary>
    public double Tolerance { get; init => field = Checked(value); } = Checked(Tolerance);

    /// <inheritdoc/>
    public override string Name => "accuracy_per_output";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <summary>Computes the fraction of correct rows for each output.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <returns>One fraction per column; NaN without rows, without weight or with a non-finite output.</returns>
    public IReadOnlyList<double> Each(in Outcome outcome)
    {
        double tolerance = Tolerance;
        return ColumnMeans.Of(outcome, (target, output) => Math.Abs(output - target) <= tolerance ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) => Each(outcome).Average();

    private static double Checked(double tolerance) => tolerance >= 0 && double.IsFinite(tolerance)
        ? tolerance
        : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Tolerance must be a finite number of at least 0.");
}
