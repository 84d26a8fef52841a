namespace Descent;

/// <summary>Which learning rates are tested, and when the test is over.</summary>
/// <param name="Lowest">The first rate, above 0; default 10⁻⁶.</param>
/// <param name="Highest">The last rate, above the first; default 10.</param>
/// <param name="Steps">Updates, each with a rate of its own, at least 10; default 200.</param>
/// <param name="Smoothing">β of the loss's exponential average, in [0, 1); default 0.9.</param>
/// <param name="StopFactor">The test is over when the smoothed loss is so many times the smallest one, above 1; default 4.</param>
public sealed record LearningRateRange(double Lowest = 1e-6, double Highest = 10, int Steps = 200, double Smoothing = 0.9, double StopFactor = 4)
{
    /// <summary>The first rate.</summary>
    public double Lowest { get; init => field = Check.Positive(value, nameof(Lowest)); } = Check.Positive(Lowest);

    /// <summary>The last rate.</summary>
    public double Highest { get; init => field = Check.Positive(value, nameof(Highest)); } = Check.Positive(Highest) > Lowest
        ? Highest
        : throw new ArgumentOutOfRangeException(nameof(Highest), Highest, FormattableString.Invariant($"The highest learning rate must be above the lowest, {Lowest}."));

    /// <summary>Updates.</summary>
    public int Steps { get; init => field = Check.AtLeast(value, 10, nameof(Steps)); } = Check.AtLeast(Steps, 10);

    /// <summary>β of the loss's exponential average.</summary>
    public double Smoothing { get; init => field = Check.Fraction(value, nameof(Smoothing)); } = Check.Fraction(Smoothing);

    /// <summary>The test is over when the smoothed loss is so many times the smallest one.</summary>
    public double StopFactor { get; init => field = Above1(value); } = Above1(StopFactor);

    private static double Above1(double value) => double.IsFinite(value) && value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(StopFactor), value, "StopFactor must be a finite number above 1.");
}

/// <summary>One step of the test.</summary>
/// <param name="LearningRate">The rate of the update.</param>
/// <param name="Loss">The batch's loss before it.</param>
/// <param name="Smoothed">The average of the losses so far.</param>
public sealed record LearningRatePoint(double LearningRate, double Loss, double Smoothed);

/// <summary>What a test of learning rates showed.</summary>
/// <param name="Points">The steps, up to where the loss left.</param>
/// <param name="Suggested">
/// The rate of the smallest smoothed loss divided by 10: where the loss still falls, with room before it rises. NaN where that lies below the rates that were tested:
/// nothing is known of it then.
/// </param>
/// <param name="Steepest">The rate at which the smoothed loss falls fastest, before its smallest value: another usual choice, more easily moved by noise.</param>
/// <param name="Minimum">The rate of the smallest smoothed loss: about the largest that can be borne.</param>
/// <param name="Left">Whether the loss left at the end; if not, a higher rate might be borne, and a suggestion may be too low.</param>
public sealed record LearningRateCurve(IReadOnlyList<LearningRatePoint> Points, double Suggested, double Steepest, double Minimum, bool Left);

/// <summary>Collects the steps of a test and judges them.</summary>
internal sealed class LearningRateTest(LearningRateRange range)
{
    private const int Settled = 10, Reach = 4;

    private readonly List<LearningRatePoint> points = [];
    private double average, best = double.PositiveInfinity;

    /// <summary>Whether the loss has left.</summary>
    public bool IsOver { get; private set; }

    public void Add(double rate, double loss)
    {
        average = (range.Smoothing * average) + ((1 - range.Smoothing) * loss);
        double smoothed = average / (1 - Math.Pow(range.Smoothing, points.Count + 1));
        if (!double.IsFinite(loss) || (points.Count > 0 && smoothed > Threshold))
        {
            IsOver = true;
        }

        if (double.IsFinite(smoothed))
        {
            points.Add(new LearningRatePoint(rate, loss, smoothed));
            best = Math.Min(best, smoothed);
        }
    }

    public LearningRateCurve Curve()
    {
        // The first averages are of a few batches only: their ups and downs are chance.
        int first = Math.Min(Settled, points.Count - 1);
        int least = Enumerable.Range(first, points.Count - first).MinBy(i => points[i].Smoothed);
        int steepest = Enumerable.Range(first, Math.Max(1, least - first)).MinBy(Slope);
        double suggested = points[least].LearningRate / 10;
        return new LearningRateCurve(points, suggested >= range.Lowest ? suggested : double.NaN, points[steepest].LearningRate, points[least].LearningRate, IsOver);
    }

    // A loss may be negative (cosine proximity, Poisson): then a multiple of it means nothing, and the fall so far is the measure.
    private double Threshold => best > 0 ? range.StopFactor * best : best + ((range.StopFactor - 1) * Math.Max(Math.Abs(best), points[0].Smoothed - best));

    // Rates are evenly spaced in their logarithm, so a difference over as many steps everywhere is the slope.
    private double Slope(int i) => points[Math.Min(i + Reach, points.Count - 1)].Smoothed - points[Math.Max(i - Reach, 0)].Smoothed;
}
