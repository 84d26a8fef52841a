namespace Descent.Metrics;

/// <summary>One number that says how good an <see cref="Outcome"/> is.</summary>
/// <remarks>
/// Where a metric is degenerate (one class only, nothing predicted, a constant target) it gives what scikit-learn 1.2
/// defines with zero_division = 0; where scikit-learn refuses to answer, it gives NaN.
/// </remarks>
public abstract record Metric
{
    /// <summary>The metric's name in snake case, such as <c>log_loss</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True for scores (accuracy, R²), false for errors and losses.</summary>
    public abstract bool HigherIsBetter { get; }

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
            throw new ArgumentException($"{this} cannot judge a {outcome.Form} outcome; choose a metric that fits, for example from {nameof(Scores)}.{nameof(Scores.Standard)}({nameof(OutcomeForm)}.{outcome.Form}).", nameof(outcome));
        }

        return outcome.IsUsable ? Evaluate(outcome) : double.NaN;
    }

    /// <summary>The metric's value for an outcome that fits, has rows, weight and finite outputs.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <returns>The value.</returns>
    protected abstract double Evaluate(in Outcome outcome);
}
