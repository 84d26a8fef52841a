namespace Descent.Metrics;

/// <summary>The coefficient of determination, R² = 1 − Σ w (ŷ − y)² / Σ w (y − ȳ)² with the weighted mean ȳ, the plain mean over the outputs.</summary>
/// <remarks>
/// 1 is perfect, 0 is as good as always answering the mean, below 0 is worse. For a constant target it is 1 if every
/// output is exact, else 0; for a single row NaN. scikit-learn 1.2: <c>r2_score</c>.
/// </remarks>
public sealed record R2 : Metric
{
    /// <inheritdoc/>
    public override string Name => "r2";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        if (outcome.Rows < 2)
        {
            return double.NaN;
        }

        MeanSquare[] errors = MeanSquare.OfErrors(outcome);
        double sum = 0;
        for (int column = 0; column < errors.Length; column++)
        {
            sum += (errors[column], MeanSquare.OfTargets(outcome, column)) switch
            {
                ({ Scaled: 0 }, _) => 1,
                (_, { Scaled: 0 }) => 0,
                var (error, spread) => 1 - error.Over(spread),
            };
        }

        return sum / errors.Length;
    }

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) =>
        outcome.Rows < 2 ? "it needs at least two rows" : "targets or errors are too large for numbers of double precision";
}
