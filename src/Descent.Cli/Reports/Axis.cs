namespace Descent.Cli.Reports;

/// <summary>Carries values from <paramref name="Low"/> … <paramref name="High"/> to positions, evenly or by their logarithm.</summary>
internal readonly record struct Axis(double Low, double High, double Start = 0, double End = 1, bool Logarithmic = false)
{
    // Beyond this ratio an even scale would press most of a curve onto the axis.
    private const double WideRange = 50;

    /// <summary>An axis around the finite values, with room at both ends; logarithmic when they are positive and far apart.</summary>
    public static Axis Around(IEnumerable<double> values, double start, double end, double room, bool mayBeLogarithmic)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            (low, high) = (0, 1);

        if (mayBeLogarithmic && low > 0 && high / low > WideRange)
        {
            double factor = Math.Pow(high / low, room);
            return new Axis(Math.Max(low / factor, double.Epsilon), Math.Min(high * factor, double.MaxValue), start, end, true);
        }

        // Halves first: the difference of two huge numbers may not be a number.
        double margin = ((high / 2) - (low / 2)) * 2 * room;
        if (!(margin > 0) || !double.IsFinite(margin))
            margin = low == high && low != 0 ? Math.Abs(low) * 0.1 : low == high ? 1 : 0;
        // What is never negative, such as a loss, gets no axis below zero.
        return new Axis(low >= 0 ? Math.Max(low - margin, 0) : low - margin, high + margin, start, end);
    }

    /// <summary>Where a value is.</summary>
    public double Map(double value) => Start + ((End - Start) * Fraction(value));

    /// <summary>Round values across the axis, about <paramref name="count"/> of them.</summary>
    public IReadOnlyList<double> Ticks(int count) =>
        Logarithmic ? Reports.Ticks.Logarithmic(Low, High, count) : Reports.Ticks.Even(Low, High, count);

    private double Fraction(double value) => Logarithmic
        ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
        : ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2));
}
