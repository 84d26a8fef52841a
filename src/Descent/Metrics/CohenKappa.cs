namespace Descent;

/// <summary>Cohen's kappa: the agreement beyond chance, κ = 1 − Σ w·C / Σ w·E.</summary>
/// <remarks>
/// C is the confusion matrix, E is the confusion matrix expected by chance with the same numbers of actual and predicted rows per class, and w is the
/// cost of predicting class j for class i: 1 for any error, or |i − j| or (i − j)² for ordinal classes. 1 is perfect, 0 is no better
/// than chance, and below 0 is worse. NaN if only one class occurs and is predicted. Cohen 1960, 1968; scikit-learn: <c>cohen_kappa_score</c>.
/// </remarks>
/// <param name="Weighting">The cost of errors; by default all errors cost the same.</param>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1, or the weighting is unknown.</exception>
public sealed record CohenKappa(KappaWeighting Weighting = KappaWeighting.None, [Option(AtLeast = 0, AtMost = 1)] double Threshold = 0.5) : Metric
{
    /// <summary>The cost of errors.</summary>
    public KappaWeighting Weighting { get; init => field = Checked(value); } = Checked(Weighting);

    /// <summary>The probability above which a sigmoid column predicts "yes"; softmax columns do not use it.</summary>
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

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "only one class occurs and is predicted";

    private double Badness(int actual, int predicted) => Weighting switch
    {
        KappaWeighting.Linear => Math.Abs(actual - predicted),
        KappaWeighting.Quadratic => (double)(actual - predicted) * (actual - predicted),
        _ => actual == predicted ? 0 : 1,
    };

    private static KappaWeighting Checked(KappaWeighting weighting) => Enum.IsDefined(weighting)
        ? weighting
        : throw new ArgumentOutOfRangeException(nameof(weighting), weighting, "Weighting must be one of None, Linear, Quadratic.");
}
