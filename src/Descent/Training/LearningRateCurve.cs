namespace Descent;

/// <summary>The range of learning rates to test, and when the test ends.</summary>
/// <param name="Lowest">The first rate, above 0; default 10⁻⁶.</param>
/// <param name="Highest">The last rate, above the first; default 10.</param>
/// <param name="Steps">The number of updates, each with its own rate, at least 10; default 200.</param>
/// <param name="Smoothing">β of the exponential average of the loss, in [0, 1); default 0.9.</param>
/// <param name="StopFactor">The multiple of the smallest smoothed loss at which the test ends, above 1; default 4.</param>
public sealed record LearningRateRange(double Lowest = 1e-6, double Highest = 10, int Steps = 200, double Smoothing = 0.9, double StopFactor = 4)
{
    /// <summary>The first rate.</summary>
    public double Lowest { get; init => field = Check.Positive(value, nameof(Lowest)); } = Check.Positive(Lowest);

    /// <summary>The last rate.</summary>
    public double Highest { get; init => field = Check.Positive(value, nameof(Highest)); } = Check.Positive(Highest) > Lowest
        ? Highest
        : throw new ArgumentOutOfRangeException(nameof(Highest), Highest, FormattableString.Invariant($"The highest learning rate must be above the lowest, {Lowest}."));

    /// <summary>The number of updates.</summary>
    public int Steps { get; init => field = Check.AtLeast(value, 10, nameof(Steps)); } = Check.AtLeast(Steps, 10);

    /// <summary>β of the exponential average of the loss.</summary>
    public double Smoothing { get; init => field = Check.Fraction(value, nameof(Smoothing)); } = Check.Fraction(Smoothing);

    /// <summary>The multiple of the smallest smoothed loss at which the test ends.</summary>
    public double StopFactor { get; init => field = Above1(value); } = Above1(StopFactor);

    private static double Above1(double value) => double.IsFinite(value) && value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(StopFactor), value, "StopFactor must be a finite number above 1.");
}

/// <summary>One step of the test.</summary>
/// <param name="LearningRate">The rate of the update.</param>
/// <param name="Loss">The loss of the batch before the update.</param>
/// <param name="Smoothed">The exponential average of the losses so far.</param>
public sealed record LearningRatePoint(double LearningRate, double Loss, double Smoothed);

/// <summary>The result of a learning rate range test.</summary>
/// <param name="Points">The steps, up to the divergence of the loss.</param>
/// <param name="Suggested">
/// The rate of the smallest smoothed loss divided by 10, where the loss still falls, with a margin before it rises. NaN if that rate is below the tested range,
/// because nothing is known about it then.
/// </param>
/// <param name="Steepest">The rate at which the smoothed loss falls fastest, before its smallest value: another common choice, but more sensitive to noise.</param>
/// <param name="Minimum">The rate of the smallest smoothed loss: about the largest usable rate.</param>
/// <param name="Left">Whether the loss diverged at the end; if not, a higher rate might be usable, and the suggestion may be too low.</param>
public sealed record LearningRateCurve(IReadOnlyList<LearningRatePoint> Points, double Suggested, double Steepest, double Minimum, bool Left);

/// <summary>Collects the steps of a range test and evaluates them.</summary>
internal sealed class LearningRateTest(LearningRateRange range)
{
    private const int Settled = 10, Reach = 4;

    private readonly List<LearningRatePoint> points = [];
    private double average, best = double.PositiveInfinity;

    /// <summary>Whether the loss has diverged.</summary>
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
        // The first averages are over only a few batches, so their variation is mostly noise.
        int first = Math.Min(Settled, points.Count - 1);
        int least = Enumerable.Range(first, points.Count - first).MinBy(i => points[i].Smoothed);
        int steepest = Enumerable.Range(first, Math.Max(1, least - first)).MinBy(Slope);
        double suggested = points[least].LearningRate / 10;
        return new LearningRateCurve(points, suggested >= range.Lowest ? suggested : double.NaN, points[steepest].LearningRate, points[least].LearningRate, IsOver);
    }

    // A loss may be negative (cosine proximity, Poisson). A multiple of it is meaningless then, so its fall so far is used instead.
    private double Threshold => best > 0 ? range.StopFactor * best : best + ((range.StopFactor - 1) * Math.Max(Math.Abs(best), points[0].Smoothed - best));

    // Rates are evenly spaced in their logarithm, so a difference over a fixed number of steps is proportional to the slope.
    private double Slope(int i) => points[Math.Min(i + Reach, points.Count - 1)].Smoothed - points[Math.Max(i - Reach, 0)].Smoothed;
}
