namespace Descent;

/// <summary>The cross-entropy of the probabilities, −Σ w·ln p(true class) / Σ w, with natural logarithms.</summary>
/// <remarks>
/// As in scikit-learn 1.2 (<c>log_loss</c>), probabilities are clipped to [ε, 1 − ε] with the machine epsilon of the type
/// in which they were computed, and softmax rows are then divided by their sum. Soft targets are weighted by their values,
/// −Σ t·ln p. The value of a multilabel outcome is the mean of the binary log-losses of its columns. A row of a class that the model does not have (see
/// <see cref="OutcomeForm"/>) has the predicted probability 0 and costs −ln ε.
/// </remarks>
/// <param name="Epsilon">The clipping bound, above 0 and below one half; by default the outcome's <see cref="Outcome.Epsilon"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">If epsilon is out of range.</exception>
public sealed record LogLoss([Option(Above = 0, Below = 0.5)] double? Epsilon = null) : Metric
{
    /// <summary>The clipping bound, or null for the machine epsilon of the outcome's outputs.</summary>
    public double? Epsilon { get; init => field = Checked(value); } = Checked(Epsilon);

    /// <inheritdoc/>
    public override string Name => "log_loss";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is not (OutcomeForm.Regression or OutcomeForm.Counts);

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        double epsilon = Epsilon ?? outcome.Epsilon;
        return outcome.Form == OutcomeForm.Multiclass
            ? OfClasses(outcome, epsilon)
            : ColumnMeans.Of(outcome, (target, output) => OfYesOrNo(target, Math.Clamp(output, epsilon, 1 - epsilon), epsilon)).Average();
    }

    private static double? Checked(double? epsilon) => epsilon is null or (> 0 and < 0.5)
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Epsilon must be above 0 and below 0.5.");

    private static double OfYesOrNo(double target, double p, double epsilon) => double.IsNaN(target) ? -Math.Log(epsilon) : -(target * Math.Log(p)) - ((1 - target) * Math.Log(1 - p));

    private static double OfClasses(in Outcome outcome, double epsilon)
    {
        double sum = 0;
        for (int row = 0; row < outcome.Rows; row++)
        {
            ReadOnlySpan<double> targets = outcome.Targets.Span.Slice(row * outcome.Columns, outcome.Columns);
            ReadOnlySpan<double> outputs = outcome.Outputs.Span.Slice(row * outcome.Columns, outcome.Columns);
            double total = 0;
            if (!targets.ContainsAnyExcept(0))
            {
                sum -= outcome.Weight(row) * Math.Log(epsilon);
                continue;
            }

            foreach (double output in outputs)
            {
                total += Math.Clamp(output, epsilon, 1 - epsilon);
            }

            // For one-hot targets only one column counts, so the logarithms of the others are not computed.
            for (int column = 0; column < outputs.Length; column++)
            {
                sum -= targets[column] == 0 ? 0 : outcome.Weight(row) * targets[column] * Math.Log(Math.Clamp(outputs[column], epsilon, 1 - epsilon) / total);
            }
        }

        return sum / outcome.TotalWeight;
    }
}
