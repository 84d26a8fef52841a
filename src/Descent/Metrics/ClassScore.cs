namespace Descent;

/// <summary>A metric that is a ratio of the counts of one class, averaged over the classes.</summary>
/// <param name="Averaging">How the scores of the classes are averaged.</param>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <param name="ZeroDivision">The score if the denominator is 0; default 0.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1, or another option is unknown.</exception>
public abstract record ClassScore(Averaging Averaging, double Threshold, ZeroDivision ZeroDivision = ZeroDivision.Zero) : Metric
{
    /// <summary>How the scores of the classes are averaged.</summary>
    [Option("Automatic is Binary for a binary outcome and Macro for others")]
    public Averaging Averaging { get; init => field = Checked(value); } = Checked(Averaging);

    /// <summary>The probability above which a sigmoid column predicts "yes"; softmax columns do not use it.</summary>
    [Option(AtLeast = 0, AtMost = 1)]
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <summary>The score if the denominator is 0.</summary>
    public ZeroDivision ZeroDivision { get; init => field = Checked(value); } = Checked(ZeroDivision);

    /// <inheritdoc/>
    public sealed override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public sealed override bool Fits(OutcomeForm form) => Averaging switch
    {
        Averaging.Binary => form == OutcomeForm.Binary,
        Averaging.Samples => form == OutcomeForm.Multilabel,
        _ => form is not (OutcomeForm.Regression or OutcomeForm.Counts),
    };

    /// <inheritdoc/>
    protected sealed override double Evaluate(in Outcome outcome)
    {
        if (Averaging == Averaging.Samples)
        {
            return OfSamples(outcome);
        }

        ClassCounts[] classes = ClassCounts.Of(outcome, Threshold);
        bool yesOnly = Averaging == Averaging.Binary || (Averaging == Averaging.Automatic && outcome.Form == OutcomeForm.Binary);
        bool all = outcome.Form == OutcomeForm.Multilabel;
        return Averaging switch
        {
            _ when yesOnly => Score(classes[1]),
            Averaging.Micro => Score(Sum(classes)),
            Averaging.Weighted when classes.Sum(c => c.Actual) == 0 => Score(Sum(classes)),
            Averaging.Weighted => Mean(classes.Select(c => (Score(c), c.Actual))),
            _ => Mean(classes.Where(c => all || c.Actual + c.Predicted > 0).Select(c => (Score(c), 1.0))),
        };
    }

    /// <summary>The score of one class.</summary>
    internal double OfClass(ClassCounts counts) => Score(counts);

    private protected abstract double Score(ClassCounts counts);

    /// <summary>a / b, or the value of <see cref="ZeroDivision"/> if b is 0.</summary>
    private protected double Ratio(double a, double b) => (b, ZeroDivision) switch
    {
        (0, ZeroDivision.Zero) => 0,
        (0, ZeroDivision.One) => 1,
        (0, _) => double.NaN,
        _ => a / b,
    };

    private double OfSamples(in Outcome outcome)
    {
        (double, double)[] scores = new (double, double)[outcome.Rows];
        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        for (int row = 0, i = 0; row < outcome.Rows; row++)
        {
            double hits = 0, predicted = 0, actual = 0;
            for (int end = i + outcome.Columns; i < end; i++)
            {
                int wanted = Decisions.IsPositive(targets[i]), answered = Decisions.IsAbove(outputs[i], Threshold);
                hits += wanted * answered;
                predicted += answered;
                actual += wanted;
            }

            scores[row] = (Score(new ClassCounts(hits, predicted, actual)), outcome.Weight(row));
        }

        return Mean(scores);
    }

    private static ClassCounts Sum(ClassCounts[] classes) => classes.Aggregate((a, b) => a + b);

    /// <summary>The weighted mean of the scores that are not NaN.</summary>
    private static double Mean(IEnumerable<(double Score, double Weight)> scores)
    {
        double sum = 0, weights = 0;
        foreach ((double score, double weight) in scores)
        {
            sum += double.IsNaN(score) ? 0 : weight * score;
            weights += double.IsNaN(score) ? 0 : weight;
        }

        return sum / weights;
    }

    private static Averaging Checked(Averaging averaging) => Enum.IsDefined(averaging)
        ? averaging
        : throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "Averaging must be one of Automatic, Binary, Macro, Micro, Weighted, Samples.");

    private static ZeroDivision Checked(ZeroDivision zeroDivision) => Enum.IsDefined(zeroDivision)
        ? zeroDivision
        : throw new ArgumentOutOfRangeException(nameof(zeroDivision), zeroDivision, "ZeroDivision must be one of Zero, One, Undefined.");
}
