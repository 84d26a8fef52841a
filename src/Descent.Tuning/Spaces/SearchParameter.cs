using System.Globalization;

namespace Descent.Tuning;

/// <summary>
/// A parameter to tune, with its possible values: a <see cref="NumberParameter"/>, an <see cref="IntegerParameter"/> or a
/// <see cref="ChoiceParameter"/>.
/// </summary>
/// <remarks>
/// Every value is a <see cref="double"/> inside a study: a number, an integer, or the index of a choice. Samplers work on the unit
/// interval, to which <see cref="ToUnit"/> and <see cref="FromUnit"/> map the values.
/// </remarks>
public abstract record SearchParameter
{
    private protected SearchParameter(string name) => Name = name;

    /// <summary>The name: letters, digits, hyphens, underscores and dots, with a letter first.</summary>
    public string Name { get; init => field = Named(value); }

    /// <summary>The choice on which the parameter depends; null, the default, for a parameter that is always active.</summary>
    public ParameterCondition? Condition { get; init; }

    /// <summary>The number of different values; null for a continuous parameter.</summary>
    public abstract long? Count { get; }

    /// <summary>A number, uniform in [<paramref name="low"/>, <paramref name="high"/>].</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="step">The distance of neighboring values; null, the default, for all numbers of the interval.</param>
    /// <returns>The parameter.</returns>
    public static NumberParameter Number(string name, double low, double high, double? step = null) => new(name, low, high, Step: step);

    /// <summary>A number whose logarithm is uniform, such as a learning rate.</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The smallest value, above 0.</param>
    /// <param name="high">The largest value.</param>
    /// <returns>The parameter.</returns>
    public static NumberParameter LogNumber(string name, double low, double high) => new(name, low, high, Log: true);

    /// <summary>An integer, uniform in <paramref name="low"/> … <paramref name="high"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value, inclusive.</param>
    /// <param name="step">The distance of neighboring values; default 1.</param>
    /// <returns>The parameter.</returns>
    public static IntegerParameter Integer(string name, int low, int high, int step = 1) => new(name, low, high, Step: step);

    /// <summary>An integer whose logarithm is uniform, such as a batch size.</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The smallest value, at least 1.</param>
    /// <param name="high">The largest value, inclusive.</param>
    /// <returns>The parameter.</returns>
    public static IntegerParameter LogInteger(string name, int low, int high) => new(name, low, high, Log: true);

    /// <summary>One of several texts without an order, such as the name of an optimizer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="choices">The texts, all different.</param>
    /// <returns>The parameter.</returns>
    public static ChoiceParameter Choice(string name, params IReadOnlyList<string> choices) => new(name, choices);

    /// <summary>Maps a number of the unit interval to a value; equal lengths of the interval are equally probable values.</summary>
    /// <param name="unit">A number in [0, 1].</param>
    /// <returns>The value.</returns>
    public abstract double FromUnit(double unit);

    /// <summary>Maps a value to the unit interval: the inverse of <see cref="FromUnit"/>, which maps a value that is one of finitely many to the middle of its part.</summary>
    /// <param name="value">The value.</param>
    /// <returns>A number in [0, 1].</returns>
    public abstract double ToUnit(double value);

    /// <summary>Converts a value to text.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text that <see cref="ValueOf"/> reads.</returns>
    public abstract string TextOf(double value);

    /// <summary>Reads a value.</summary>
    /// <param name="text">The text, such as <c>0.01</c>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">If the parameter does not have this value.</exception>
    public abstract double ValueOf(string text);

    /// <summary>Whether a value is possible.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True if it is.</returns>
    public abstract bool Contains(double value);

    /// <summary>The same parameter, active only if a choice has one of some values; otherwise it has no value.</summary>
    /// <param name="parent">The name of a <see cref="ChoiceParameter"/> that precedes it in the search space.</param>
    /// <param name="values">The values of the choice.</param>
    /// <returns>The conditional parameter.</returns>
    public SearchParameter When(string parent, params IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(values);
        return this with { Condition = new ParameterCondition(parent, values) };
    }

    /// <summary>The text form without the condition.</summary>
    private protected abstract string Kind { get; }

    /// <summary>The text form, which <see cref="SearchSpace.Parse"/> reads.</summary>
    /// <returns>The text, such as <c>dropout=uniform(0,0.5)</c>.</returns>
    public sealed override string ToString() => Condition is null ? $"{Name}={Kind}" : $"{Name}={Kind} if {Condition}";

    internal static string Plain(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(Name));
        return SpaceText.IsName(name)
            ? name
            : throw new ArgumentException($"'{name}' is not the name of a parameter. A name consists of letters, digits, '-', '_' and '.', and begins with a letter.", nameof(Name));
    }
}

/// <summary>A condition: a choice has one of some values.</summary>
/// <param name="Parent">The name of the choice.</param>
/// <param name="Values">Its values, at least one.</param>
public sealed record ParameterCondition(string Parent, IReadOnlyList<string> Values)
{
    /// <summary>The name of the choice.</summary>
    public string Parent { get; init; } = Parent ?? throw new ArgumentNullException(nameof(Parent));

    /// <summary>The values of the choice.</summary>
    public IReadOnlyList<string> Values { get; init; } = Values switch
    {
        null => throw new ArgumentNullException(nameof(Values)),
        { Count: 0 } => throw new ArgumentException("A condition needs at least one value.", nameof(Values)),
        _ => [.. Values],
    };

    /// <summary>Whether another condition has the same parent and the same values, in the same order.</summary>
    /// <param name="other">The other condition.</param>
    /// <returns>True if both are equal.</returns>
    public bool Equals(ParameterCondition? other) => other is not null && Parent == other.Parent && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    /// <summary>The hash code of the text.</summary>
    /// <returns>The hash code.</returns>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>The text form.</summary>
    /// <returns>The text, such as <c>optimizer=adam</c> or <c>optimizer=(adam;adamw)</c>.</returns>
    public override string ToString() => Values.Count == 1 && !Values[0].StartsWith('(') ? $"{Parent}={Values[0]}" : $"{Parent}=({string.Join(';', Values)})";
}
