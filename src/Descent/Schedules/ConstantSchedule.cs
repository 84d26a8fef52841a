using System.Globalization;

namespace Descent;

/// <summary>The same number always.</summary>
/// <param name="Value">That number, finite.</param>
public sealed record ConstantSchedule(double Value) : Schedule
{
    private double number = Check.Finite(Value);

    /// <summary>The number.</summary>
    public double Value { get => number; init => number = Check.Finite(value, nameof(Value)); }

    /// <inheritdoc/>
    public override double At(Moment moment) => Value;

    /// <summary>The number itself.</summary>
    /// <returns>The number in invariant culture.</returns>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number that nobody has looked at yet: whoever takes it as an option refuses it by the option's name.</summary>
    internal static ConstantSchedule Unchecked(double value) => new(0) { number = value };
}
