namespace Descent.Cli.Reports;

/// <summary>Maps values from <paramref name="Low"/> … <paramref name="High"/> to positions, linearly or by their logarithm.</summary>
internal readonly record struct Axis(double Low, double High, double Start = 0, double End = 1, bool Logarithmic = false)
{
    // Beyond this ratio a linear scale would press most of a curve onto the axis.
    private const double WideRange = 50;

    /// <summary>An axis around the finite values, with room at both ends; logarithmic if they are positive and far apart.</summary>
    public static Axis Around(IEnumerable<double> values, double start, double end, double room, bool mayBeLogarithmic)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(double.NaN)];
        (double low, double high) = double.IsNaN(finite[0]) ? (0, 1) : (finite.Min(), finite.Max());
        if (mayBeLogarithmic && low > 0 && high / low > WideRange)
        {
            double factor = Math.Pow(high / low, room);
            return new Axis(Math.Max(low / factor, double.Epsilon), Math.Min(high * factor, double.MaxValue), start, end, true);
        }

        // Halves first: the difference of two huge numbers may be infinite.
        double margin = ((high / 2) - (low / 2)) * 2 * room;
        if (!(margin > 0) || !double.IsFinite(margin))
        {
            margin = low < high ? 0 : low == 0 ? 1 : Math.Abs(low) * 0.1;
        }

        // What is never negative, such as a loss, gets no axis below zero.
        return new Axis(low >= 0 ? Math.Max(low - margin, 0) : low - margin, high + margin, start, end);
    }

    /// <summary>The position of a value.</summary>
    public double Map(double value) => Start + ((End - Start) * (Logarithmic
        ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
        : ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2))));

    /// <summary>Round values on the axis, about <paramref name="count"/> of them: 1, 2 or 5 times a power of ten.</summary>
    public IReadOnlyList<double> Ticks(int count) => Logarithmic ? LogarithmicTicks(count) : EvenTicks(count);

    private List<double> EvenTicks(int count)
    {
        double rough = (High / count) - (Low / count);
        if (!(rough > 0) || !double.IsFinite(rough))
        {
            return [Low];
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        List<double> ticks = [];
        // Multiples instead of sums, which drift away from round numbers. A step that is lost in rounding yields no ticks.
        for (double multiple = Math.Ceiling(Low / step); multiple * step <= High && ticks.Count <= 2 * count; multiple++)
        {
            ticks.Add(multiple * step);
        }

        return ticks;
    }

    // Powers of ten, with their 2 and 5 if there is room, or only every second, third … power if there is none.
    private List<double> LogarithmicTicks(int count)
    {
        (double low, double high) = (Low, High);
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        int stride = Math.Max(1, (last - first + count - 1) / count);
        double[] factors = Math.Log10(high / low) * 3 <= count + 2 ? [1, 2, 5] : [1];
        List<double> ticks = [];
        for (int exponent = first; exponent <= last; exponent += stride)
        {
            ticks.AddRange(factors.Select(factor => factor * Math.Pow(10, exponent)).Where(tick => tick >= low && tick <= high));
        }

        return ticks;
    }
}
