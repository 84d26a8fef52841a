namespace Descent;

/// <summary>A number that measures how good the predictions of an <see cref="Outcome"/> are.</summary>
/// <remarks>
/// In degenerate cases (only one class, nothing predicted, a constant target) the value is that of scikit-learn 1.2
/// with zero_division = 0 (see <see cref="ZeroDivision"/>); where scikit-learn raises an error, the value is NaN.
/// </remarks>
public abstract record Metric
{
    /// <summary>The name of the metric in snake case, such as <c>log_loss</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True for scores (accuracy, R²), false for errors and losses.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>The best possible value, that of a perfect outcome: 1 for a score, 0 for an error.</summary>
    public virtual double Best => HigherIsBetter ? 1 : 0;

    /// <summary>Whether the metric is defined for outcomes of this form.</summary>
    /// <param name="form">The form.</param>
    /// <returns>True if <see cref="Compute"/> accepts it.</returns>
    public abstract bool Fits(OutcomeForm form);

    /// <summary>Computes the value of the metric.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <returns>The value; NaN without rows, without weight, with a non-finite output, or where the metric is undefined.</returns>
    /// <exception cref="ArgumentException">If the metric does not fit the form of the outcome.</exception>
    public double Compute(in Outcome outcome)
    {
        if (!Fits(outcome.Form))
        {
            throw new ArgumentException($"{this} cannot judge a {outcome.Form} outcome. Choose a metric that fits, for example from {nameof(StandardMetrics)}.{nameof(StandardMetrics.For)}({nameof(OutcomeForm)}.{outcome.Form}).", nameof(outcome));
        }

        return outcome.IsUsable ? Evaluate(outcome) : double.NaN;
    }

    /// <summary>Returns why the metric is undefined.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">The names of the columns, or null to use their numbers, starting at 0.</param>
    /// <returns>The reason, or null if <see cref="Compute"/> returns a number.</returns>
    /// <exception cref="ArgumentException">If the metric does not fit the outcome's form.</exception>
    public string? WhyUndefined(in Outcome outcome, IReadOnlyList<string>? outputNames = null) =>
        !double.IsNaN(Compute(outcome)) ? null
        : outcome.Rows == 0 ? "there are no rows"
        : !outcome.HasFiniteOutputs ? "some outputs are not finite numbers"
        : outcome.TotalWeight == 0 ? "every row has the weight 0"
        : Undefined(outcome, outputNames);

    /// <summary>Returns why the metric is undefined for an outcome that has rows, weight and finite outputs.</summary>
    private protected virtual string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "the denominator is 0";

    /// <summary>Computes the value for an outcome that fits and has rows, weight and finite outputs.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <returns>The value.</returns>
    protected abstract double Evaluate(in Outcome outcome);
}
