using System.Globalization;

namespace Descent;

/// <summary>Ends training as soon as a metric on the validation rows reaches a value.</summary>
/// <param name="Value">The value to reach: a lower bound for a score, an upper bound for a loss or an error.</param>
/// <param name="Metric">The metric that must reach it; null, the default, for the validation loss.</param>
public sealed record MetricGoal(double Value, Metric? Metric = null)
{
    /// <summary>The value to reach.</summary>
    public double Value { get; init => field = Check.Finite(value, nameof(Value)); } = Check.Finite(Value);

    /// <summary>Explains why no epoch can reach the value; null if one can.</summary>
    /// <param name="loss">The training loss.</param>
    internal string? WhyNever(Loss loss) => Metric switch
    {
        null => Value < 0 && loss.IsNeverNegative ? "the loss is never below 0" : null,
        { HigherIsBetter: true } => Value > Metric.Best ? string.Create(CultureInfo.InvariantCulture, $"{Metric.Name} is {Metric.Best} at most") : null,
        _ => Value < Metric.Best ? string.Create(CultureInfo.InvariantCulture, $"{Metric.Name} is never below {Metric.Best}") : null,
    };

    /// <summary>Whether an epoch reaches the value; a metric that is not finite does not.</summary>
    internal bool IsReached(EpochRecord record)
    {
        double? reached = Metric is null ? record.ValidationLoss : record.Metrics.TryGetValue(Metric.Name, out double value) ? value : null;
        return reached is { } own && double.IsFinite(own) && (Metric is { HigherIsBetter: true } ? own >= Value : own <= Value);
    }
}
