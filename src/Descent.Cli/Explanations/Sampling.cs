namespace Descent.Cli.Explanations;

/// <summary>Samples a curve without losing peaks between two samples.</summary>
internal static class Sampling
{
    // Evaluations between two samples; narrower peaks are lost.
    private const int Looks = 16;

    /// <summary>Evenly spaced points, moved to a peak or dip of the curve between them.</summary>
    /// <param name="curve">The curve; gaps where it is not finite.</param>
    /// <param name="low">Where it begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <param name="count">How many points, at least 2.</param>
    public static (double X, double Y)[] Points(Func<double, double> curve, double low, double high, int count)
    {
        double step = (high - low) / (count - 1);
        (double X, double Y)[] points = [.. Enumerable.Range(0, count).Select(i => low + (step * i)).Select(x => (x, curve(x)))];
        double[] even = [.. points.Select(point => point.Y)];
        for (int i = 0; i + 1 < count; i++)
        {
            double least = Math.Min(even[i], even[i + 1]), most = Math.Max(even[i], even[i + 1]);
            for (int look = 1; look < Looks; look++)
            {
                double x = low + (step * (i + ((double)look / Looks))), y = curve(x);
                // The nearer of the two points moves there, unless it already has a higher peak.
                ref (double X, double Y) near = ref points[look <= Looks / 2 ? i : i + 1];
                if (double.IsFinite(y) && (y > Math.Max(most, near.Y) || y < Math.Min(least, near.Y)))
                {
                    near = (x, y);
                }
            }
        }

        return points;
    }
}
