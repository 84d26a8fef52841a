using System.Globalization;

namespace Descent.Schedules;

/// <summary>The same number always.</summary>
/// <param name="Value">That number, finite.</param>
public sealed record ConstantSchedule(double Value) : Schedule
{
    /// <summary>The number.</summary>
    public double Value { get; init => field = Check.Finite(value, nameof(Value)); } = Check.Finite(Value);

    /// <inheritdoc/>
    public override double At(Moment moment) => Value;

    /// <summary>The number itself.</summary>
    /// <returns>The number in invariant culture.</returns>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
