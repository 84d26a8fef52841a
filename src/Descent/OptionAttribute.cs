using System.Globalization;

namespace Descent;

/// <summary>The values that an option of a catalogue type can have, and a remark on it: for texts about the type, and for programs that search for good values.</summary>
/// <remarks>
/// Without a bound, any finite number is allowed. The bounds are those of a number, of a number in place of a schedule, and of each number in a list. The
/// attribute does not check values: the type does, and a test compares the two for every type of the library.
/// </remarks>
/// <param name="remark">What the name does not say: a unit, what <c>none</c> means, or what other libraries use.</param>
/// <example><c>public sealed record Softplus([Option(Above = 0)] double Beta = 1) : ElementwiseActivation</c></example>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class OptionAttribute(string remark = "") : Attribute
{
    /// <summary>The remark; empty if there is none.</summary>
    public string Remark { get; } = remark ?? throw new ArgumentNullException(nameof(remark));

    /// <summary>The smallest number that is allowed.</summary>
    public double AtLeast { get; init; } = double.NegativeInfinity;

    /// <summary>A number below all that are allowed.</summary>
    public double Above { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number that is allowed.</summary>
    public double AtMost { get; init; } = double.PositiveInfinity;

    /// <summary>A number above all that are allowed.</summary>
    public double Below { get; init; } = double.PositiveInfinity;

    /// <summary>The lower bound, allowed or not; negative infinity if there is none.</summary>
    public double Minimum => Math.Max(AtLeast, Above);

    /// <summary>The upper bound, allowed or not; infinity if there is none.</summary>
    public double Maximum => Math.Min(AtMost, Below);

    /// <summary>Whether numbers differ by ratio rather than by difference, so that a search should be logarithmic: true for numbers that cannot be negative and have no upper bound.</summary>
    public bool IsLogarithmic => Minimum >= 0 && double.IsPositiveInfinity(Maximum);

    /// <summary>Whether a number is allowed.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is finite and within the bounds.</returns>
    public bool Allows(double value) => double.IsFinite(value) && value >= AtLeast && value > Above && value <= AtMost && value < Below;

    /// <summary>Formats the bounds, such as <c>≥ 0</c> or <c>in [0, 1)</c>.</summary>
    /// <returns>The text; empty if any number is allowed.</returns>
    public override string ToString() => (double.IsFinite(Minimum), double.IsFinite(Maximum)) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"in {(Allows(Minimum) ? '[' : '(')}{Minimum}, {Maximum}{(Allows(Maximum) ? ']' : ')')}"),
        (true, _) => string.Create(CultureInfo.InvariantCulture, $"{(Allows(Minimum) ? '≥' : '>')} {Minimum}"),
        (_, true) => string.Create(CultureInfo.InvariantCulture, $"{(Allows(Maximum) ? '≤' : '<')} {Maximum}"),
        _ => "",
    };
}
