namespace Descent;

/// <summary>The fraction of rows whose class is among the K classes with the highest probabilities.</summary>
/// <remarks>
/// Among equal probabilities the first column ranks higher, so K = 1 is <see cref="Accuracy"/>; scikit-learn takes the last.
/// It is 1 if K is at least the number of classes. scikit-learn: <c>top_k_accuracy_score</c>.
/// </remarks>
/// <param name="K">The number of predicted classes per row, at least 1; default 2.</param>
/// <exception cref="ArgumentOutOfRangeException">If K is below 1.</exception>
public sealed record TopKAccuracy([Option(AtLeast = 1)] int K = 2) : Metric
{
    /// <summary>The number of predicted classes per row.</summary>
    public int K { get; init => field = Checked(value); } = Checked(K);

    /// <inheritdoc/>
    public override string Name => "top_k_accuracy";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form == OutcomeForm.Multiclass;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        double right = 0;
        for (int row = 0; row < outcome.Rows; row++)
        {
            int actual = Decisions.Actual(outcome, row);
            ReadOnlySpan<double> outputs = outcome.Outputs.Span.Slice(row * outcome.Columns, outcome.Columns);
            right += actual < outcome.Columns && Rank(outputs, actual) < K ? outcome.Weight(row) : 0;
        }

        return right / outcome.TotalWeight;
    }

    /// <summary>Counts the columns that rank above a column.</summary>
    private static int Rank(ReadOnlySpan<double> outputs, int column)
    {
        int before = 0;
        for (int other = 0; other < outputs.Length; other++)
        {
            before += outputs[other] > outputs[column] || (outputs[other] == outputs[column] && other < column) ? 1 : 0;
        }

        return before;
    }

    private static int Checked(int k) => k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, "K must be at least 1.");
}
