namespace Descent.Cli.Reports;

/// <summary>Round numbers for axes: 1, 2 or 5 times a power of ten.</summary>
internal static class Ticks
{
    /// <summary>Evenly spaced round values within <paramref name="low"/> … <paramref name="high"/>.</summary>
    public static IReadOnlyList<double> Even(double low, double high, int count)
    {
        double rough = (high / count) - (low / count);
        if (!(rough > 0) || !double.IsFinite(rough))
            return [low];
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };

        List<double> ticks = [];
        // Multiples instead of sums: sums drift away from round numbers. A step that is lost in rounding yields no ticks.
        for (double multiple = Math.Ceiling(low / step); multiple * step <= high && ticks.Count <= 2 * count; multiple++)
            ticks.Add(multiple * step);
        return ticks;
    }

    /// <summary>Powers of ten, with their 2 and 5 when there is room, or only every second, third … power when there is none.</summary>
    public static IReadOnlyList<double> Logarithmic(double low, double high, int count)
    {
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        int stride = Math.Max(1, (last - first + count - 1) / count);
        double[] factors = Math.Log10(high / low) * 3 <= count + 2 ? [1, 2, 5] : [1];
        List<double> ticks = [];
        for (int exponent = first; exponent <= last; exponent += stride)
            ticks.AddRange(factors.Select(factor => factor * Math.Pow(10, exponent)).Where(tick => tick >= low && tick <= high));
        return ticks;
    }
}
