namespace Descent.Metrics;

/// <summary>A metric that is a ratio of the counts of one class, averaged over the classes.</summary>
/// <param name="Averaging">How the classes' scores become one.</param>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability or the averaging unknown.</exception>
public abstract record ClassScore(Averaging Averaging, double Threshold) : Metric
{
    /// <summary>How the classes' scores become one.</summary>
    public Averaging Averaging { get; init => field = Checked(value); } = Checked(Averaging);

    /// <summary>The probability above which a sigmoid column says "yes"; softmax columns do not use it.</summary>
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <inheritdoc/>
    public sealed override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public sealed override bool Fits(OutcomeForm form) =>
        form == OutcomeForm.Binary || (form is not (OutcomeForm.Regression or OutcomeForm.Counts) && Averaging != Averaging.Binary);

    /// <inheritdoc/>
    protected sealed override double Evaluate(in Outcome outcome)
    {
        ClassCounts[] classes = ClassCounts.Of(outcome, Threshold);
        bool yesOnly = Averaging == Averaging.Binary || (Averaging == Averaging.Automatic && outcome.Form == OutcomeForm.Binary);
        bool all = outcome.Form == OutcomeForm.Multilabel;
        return Averaging switch
        {
            _ when yesOnly => Score(classes[1]),
            Averaging.Micro => Score(classes.Aggregate((a, b) => a + b)),
            Averaging.Weighted => ClassCounts.Ratio(classes.Sum(c => c.Actual * Score(c)), classes.Sum(c => c.Actual)),
            _ => classes.Where(c => all || c.Actual + c.Predicted > 0).Average(Score),
        };
    }

    private protected abstract double Score(ClassCounts counts);

    private static Averaging Checked(Averaging averaging) => Enum.IsDefined(averaging)
        ? averaging
        : throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "The averaging is none of Automatic, Binary, Macro, Micro, Weighted.");
}
