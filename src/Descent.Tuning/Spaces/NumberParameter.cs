using System.Globalization;

namespace Descent.Tuning;

/// <summary>A number between two bounds, both inclusive.</summary>
/// <param name="Name">The name.</param>
/// <param name="Low">The smallest value; above 0 if <paramref name="Log"/> is set.</param>
/// <param name="High">The largest value, above <paramref name="Low"/>.</param>
/// <param name="Log">Whether the logarithm is uniform rather than the number; default false.</param>
/// <param name="Step">The distance of neighboring values, which begin at <paramref name="Low"/>; null, the default, for all numbers of the interval. Cannot be combined with <paramref name="Log"/>.</param>
public sealed record NumberParameter(string Name, double Low, double High, bool Log = false, double? Step = null) : SearchParameter(Name)
{
    private readonly Interval interval = Log && Step is not null
        ? throw new ArgumentException($"{Name} is logarithmic and cannot have a step.", nameof(Step))
        : Interval.Create(Name, Low, High, Log, Step);

    /// <summary>The smallest value.</summary>
    public double Low { get; } = Low;

    /// <summary>The largest value.</summary>
    public double High { get; } = High;

    /// <summary>Whether the logarithm is uniform.</summary>
    public bool Log { get; } = Log;

    /// <summary>The distance of neighboring values; null for all numbers of the interval.</summary>
    public double? Step { get; } = Step;

    /// <inheritdoc/>
    public override long? Count => interval.Count;

    private protected override string Kind => Step is { } step
        ? $"uniform({Plain(Low)},{Plain(High)},{Plain(step)})"
        : $"{(Log ? "log" : "uniform")}({Plain(Low)},{Plain(High)})";

    /// <inheritdoc/>
    public override double FromUnit(double unit) => interval.FromUnit(unit);

    /// <inheritdoc/>
    public override double ToUnit(double value) => interval.ToUnit(value);

    /// <inheritdoc/>
    public override bool Contains(double value) => interval.Contains(value);

    /// <inheritdoc/>
    public override string TextOf(double value) => Plain(value);

    /// <inheritdoc/>
    public override double ValueOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Contains(value)
            ? value
            : throw new FormatException($"{Name} cannot be '{text}'; allowed: {Kind}.");
    }
}

/// <summary>An integer between two bounds, both inclusive.</summary>
/// <param name="Name">The name.</param>
/// <param name="Low">The smallest value; at least 1 if <paramref name="Log"/> is set.</param>
/// <param name="High">The largest value, above <paramref name="Low"/>.</param>
/// <param name="Log">Whether the logarithm is uniform rather than the integer; default false.</param>
/// <param name="Step">The distance of neighboring values, which begin at <paramref name="Low"/>; default 1. Cannot be combined with <paramref name="Log"/>.</param>
public sealed record IntegerParameter(string Name, int Low, int High, bool Log = false, int Step = 1) : SearchParameter(Name)
{
    private readonly Interval interval = Log && Step != 1
        ? throw new ArgumentException($"{Name} is logarithmic and cannot have a step.", nameof(Step))
        : Interval.Create(Name, Low, High, Log, Step);

    /// <summary>The smallest value.</summary>
    public int Low { get; } = Low;

    /// <summary>The largest value.</summary>
    public int High { get; } = High;

    /// <summary>Whether the logarithm is uniform.</summary>
    public bool Log { get; } = Log;

    /// <summary>The distance of neighboring values.</summary>
    public int Step { get; } = Step;

    /// <inheritdoc/>
    public override long? Count => interval.Count;

    private protected override string Kind => $"{(Log ? "int-log" : "int")}({Low},{High}{(Step == 1 ? "" : $",{Step}")})";

    /// <inheritdoc/>
    public override double FromUnit(double unit) => interval.FromUnit(unit);

    /// <inheritdoc/>
    public override double ToUnit(double value) => interval.ToUnit(value);

    /// <inheritdoc/>
    public override bool Contains(double value) => interval.Contains(value);

    /// <inheritdoc/>
    public override string TextOf(double value) => Plain(value);

    /// <inheritdoc/>
    public override double ValueOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && Contains(value)
            ? value
            : throw new FormatException($"{Name} cannot be '{text}'; allowed: {Kind}.");
    }
}

/// <summary>One of several texts without an order.</summary>
/// <param name="Name">The name.</param>
/// <param name="Choices">The texts, at least one, all different, without ';' and line breaks.</param>
public sealed record ChoiceParameter(string Name, IReadOnlyList<string> Choices) : SearchParameter(Name)
{
    /// <summary>The texts.</summary>
    public IReadOnlyList<string> Choices { get; } = SpaceText.CheckedChoices(Name, Choices);

    /// <inheritdoc/>
    public override long? Count => Choices.Count;

    private protected override string Kind => $"choice({string.Join(';', Choices)})";

    /// <inheritdoc/>
    public override double FromUnit(double unit) => Math.Clamp(Math.Floor(unit * Choices.Count), 0, Choices.Count - 1);

    /// <inheritdoc/>
    public override double ToUnit(double value) => (value + 0.5) / Choices.Count;

    /// <inheritdoc/>
    public override bool Contains(double value) => value >= 0 && value < Choices.Count && value == Math.Floor(value);

    /// <inheritdoc/>
    public override string TextOf(double value) => Choices[(int)value];

    /// <inheritdoc/>
    public override double ValueOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int index = ((List<string>)[.. Choices]).IndexOf(text);
        return index >= 0 ? index : throw new FormatException($"{Name} cannot be '{text}'; allowed: {string.Join(", ", Choices)}.");
    }

    /// <summary>Whether another parameter has the same name, condition and choices.</summary>
    /// <param name="other">The other parameter.</param>
    /// <returns>True if both are equal.</returns>
    public bool Equals(ChoiceParameter? other) => other is not null && ToString() == other.ToString();

    /// <summary>The hash code of the text.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);
}
