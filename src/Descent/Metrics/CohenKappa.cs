namespace Descent;

/// <summary>Cohen's kappa: how much of the agreement that chance would not give there is, κ = 1 − Σ w·C / Σ w·E.</summary>
/// <remarks>
/// C is the confusion matrix, E the one that chance would give with the same numbers per class, wanted and answered, and w how bad it
/// is to take class i for class j: 1 for any error, or |i − j| or (i − j)² where classes are steps of a scale. 1 is perfect, 0 no better
/// than chance, below 0 worse. NaN if one class alone is wanted and answered. Cohen 1960, 1968; scikit-learn: <c>cohen_kappa_score</c>.
/// </remarks>
/// <param name="Weighting">How bad errors are; by default all alike.</param>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability or the weighting unknown.</exception>
public sealed record CohenKappa(KappaWeighting Weighting = KappaWeighting.None, double Threshold = 0.5) : Metric
{
    /// <summary>How bad errors are.</summary>
    public KappaWeighting Weighting { get; init => field = Checked(value); } = Checked(Weighting);

    /// <summary>The probability above which a sigmoid column says "yes"; softmax columns do not use it.</summary>
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <inheritdoc/>
    public override string Name => "cohen_kappa";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is OutcomeForm.Binary or OutcomeForm.Multiclass;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(outcome, Threshold);
        double total = outcome.TotalWeight, observed = 0, expected = 0;
        double[] actual = [.. Enumerable.Range(0, matrix.Classes).Select(matrix.Actual)], predicted = [.. Enumerable.Range(0, matrix.Classes).Select(matrix.Predicted)];
        for (int i = 0; i < matrix.Classes; i++)
        {
            for (int j = 0; j < matrix.Classes; j++)
            {
                double badness = Badness(i, j);
                observed += badness * matrix[i, j] / total;
                expected += badness * (actual[i] / total) * (predicted[j] / total);
            }
        }

        return expected == 0 ? double.NaN : 1 - (observed / expected);
    }

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "one class alone is wanted and answered";

    private double Badness(int actual, int predicted) => Weighting switch
    {
        KappaWeighting.Linear => Math.Abs(actual - predicted),
        KappaWeighting.Quadratic => (double)(actual - predicted) * (actual - predicted),
        _ => actual == predicted ? 0 : 1,
    };

    private static KappaWeighting Checked(KappaWeighting weighting) => Enum.IsDefined(weighting)
        ? weighting
        : throw new ArgumentOutOfRangeException(nameof(weighting), weighting, "The weighting is none of None, Linear, Quadratic.");
}
