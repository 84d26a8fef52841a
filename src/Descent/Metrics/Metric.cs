namespace Descent;

/// <summary>One number that says how good an <see cref="Outcome"/> is.</summary>
/// <remarks>
/// Where a metric is degenerate (one class only, nothing predicted, a constant target) it gives what scikit-learn 1.2
/// defines with zero_division = 0 (see <see cref="ZeroDivision"/>); where scikit-learn refuses to answer, it gives NaN.
/// </remarks>
public abstract record Metric
{
    /// <summary>The metric's name in snake case, such as <c>log_loss</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True for scores (accuracy, R²), false for errors and losses.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>The value of a perfect outcome, which none can beat: 1 for a score, 0 for an error.</summary>
    public virtual double Best => HigherIsBetter ? 1 : 0;

    /// <summary>Whether the metric has a meaning for outcomes of this form.</summary>
    /// <param name="form">The form.</param>
    /// <returns>True if <see cref="Compute"/> accepts it.</returns>
    public abstract bool Fits(OutcomeForm form);

    /// <summary>The metric's value.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <returns>The value; NaN without rows, without weight, with a non-finite output, or where the metric is undefined.</returns>
    /// <exception cref="ArgumentException">If the metric does not fit the outcome's form.</exception>
    public double Compute(in Outcome outcome)
    {
        if (!Fits(outcome.Form))
        {
            throw new ArgumentException($"{this} cannot judge a {outcome.Form} outcome; choose a metric that fits, for example from {nameof(StandardMetrics)}.{nameof(StandardMetrics.For)}({nameof(OutcomeForm)}.{outcome.Form}).", nameof(outcome));
        }

        return outcome.IsUsable ? Evaluate(outcome) : double.NaN;
    }

    /// <summary>Why the metric has no value.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">Names for the columns, or nothing for their numbers from 0.</param>
    /// <returns>The reason in words, or null if <see cref="Compute"/> gives a number.</returns>
    /// <exception cref="ArgumentException">If the metric does not fit the outcome's form.</exception>
    public string? WhyUndefined(in Outcome outcome, IReadOnlyList<string>? outputNames = null) =>
        !double.IsNaN(Compute(outcome)) ? null
        : outcome.Rows == 0 ? "there are no rows"
        : !outcome.HasFiniteOutputs ? "some outputs are not finite numbers"
        : outcome.TotalWeight == 0 ? "every row has the weight 0"
        : Undefined(outcome, outputNames);

    /// <summary>Why the metric has no value for an outcome that has rows, weight and finite outputs.</summary>
    private protected virtual string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "there is nothing to divide by";

    /// <summary>The metric's value for an outcome that fits, has rows, weight and finite outputs.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <returns>The value.</returns>
    protected abstract double Evaluate(in Outcome outcome);
}
