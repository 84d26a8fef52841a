using System.Globalization;

namespace Descent;

/// <summary>A constant.</summary>
/// <param name="Value">The constant, a finite number.</param>
public sealed record ConstantSchedule([Option] double Value) : Schedule
{
    private double number = Check.Finite(Value);

    /// <summary>The constant.</summary>
    public double Value { get => number; init => number = Check.Finite(value, nameof(Value)); }

    /// <inheritdoc/>
    public override double At(TrainingPosition position) => Value;

    /// <summary>Writes the constant as a plain number.</summary>
    /// <returns>The number in invariant culture.</returns>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Creates a schedule without checking its number, which the option that uses it checks, so that the error names the option.</summary>
    internal static ConstantSchedule Unchecked(double value) => new(0) { number = value };
}
