namespace Descent.Tuning;

/// <summary>
/// An interval of numbers and its map to [0, 1]. Finitely many values are the middles of equal parts, so that all are equally
/// probable: the interval is wider by half a step on both sides.
/// </summary>
internal sealed record Interval
{
    private readonly double first, last, low, width;
    private readonly bool log;
    private readonly double? step;

    private Interval(double first, double last, bool log, double? step, long? count)
    {
        (this.first, this.last, this.log, this.step, Count) = (first, last, log, step, count);
        double margin = (step ?? 0) / 2;
        low = log ? Math.Log(first - margin) : first - margin;
        width = (log ? Math.Log(last + margin) : last + margin) - low;
    }

    public long? Count { get; }

    public static Interval Create(string name, double low, double high, bool log, double? step)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || !double.IsFinite(high - low) || low >= high)
        {
            throw new ArgumentException(Text($"{name} is from {low} to {high}; the bounds must be finite numbers, the lower one first."));
        }

        if (log && low <= 0)
        {
            throw new ArgumentException(Text($"{name} is logarithmic from {low}; its lower bound must be above 0."));
        }

        if (step is not { } distance)
        {
            return new Interval(low, high, log, null, null);
        }

        double steps = Math.Floor(((high - low) / distance) + 1e-9);
        return distance > 0 && steps is >= 1 and < 1L << 53
            ? new Interval(low, At(low, distance, steps), log, distance, (long)steps + 1)
            : throw new ArgumentException(Text($"{name} has the step {distance}; allowed are steps above 0 and at most {high - low}."));
    }

    public double FromUnit(double unit)
    {
        if (Count is { } count && !log)
        {
            return At(first, step!.Value, Math.Clamp(Math.Floor(unit * count), 0, count - 1));
        }

        double value = low + (unit * width);
        value = log ? Math.Exp(value) : value;
        return Math.Clamp(step is null ? value : Math.Round(value), first, last);
    }

    public double ToUnit(double value) => Math.Clamp(((log ? Math.Log(value) : value) - low) / width, 0, 1);

    public bool Contains(double value) => value >= first && value <= last && (step is null || log ? step is null || value == Math.Round(value) : value == FromUnit(ToUnit(value)));

    // Decimal arithmetic gives 0.3 as the third step of 0.1, not 0.30000000000000004.
    private static double At(double low, double step, double index) => Math.Abs(low) < 1e9 && step is > 1e-9 and < 1e9 && index < 1e9
        ? (double)((decimal)low + ((decimal)step * (decimal)index))
        : low + (step * index);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
