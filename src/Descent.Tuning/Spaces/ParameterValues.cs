namespace Descent.Tuning;

/// <summary>A value for every active parameter of a search space; immutable.</summary>
public sealed class ParameterValues : IEquatable<ParameterValues>
{
    private readonly double[] values;

    // The caller has checked the values: SearchSpace.Assign.
    internal ParameterValues(SearchSpace space, double[] values) => (Space, this.values) = (space, values);

    /// <summary>The search space.</summary>
    public SearchSpace Space { get; }

    /// <summary>The value of the parameter at an index: a number, an integer, or the index of a choice; NaN if the parameter is not active.</summary>
    /// <param name="index">The index.</param>
    /// <returns>The value.</returns>
    public double this[int index] => values[index];

    /// <summary>The value of a parameter as text.</summary>
    /// <param name="name">The name of an active parameter.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    /// <exception cref="InvalidOperationException">If the parameter is not active.</exception>
    public string this[string name]
    {
        get
        {
            int index = Active(name);
            return Space[index].TextOf(values[index]);
        }
    }

    /// <summary>Reads values from text, as <see cref="ToTexts"/> returned them or a user wrote them.</summary>
    /// <param name="space">The search space.</param>
    /// <param name="texts">A text for every active parameter, and for no others.</param>
    /// <returns>The values.</returns>
    /// <exception cref="FormatException">If a value is missing, is not one of its parameter, or belongs to a parameter that is unknown or not active.</exception>
    public static ParameterValues Parse(SearchSpace space, IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(texts);
        int used = 0;
        ParameterValues read = space.Assign(index =>
        {
            used++;
            return texts.TryGetValue(space[index].Name, out string? text) ? space[index].ValueOf(text) : throw new FormatException($"A value for {space[index].Name} is missing.");
        });
        return used == texts.Count
            ? read
            : throw new FormatException($"{texts.Keys.First(name => space.All(parameter => parameter.Name != name) || !read.IsActive(name))} has a value, but is not an active parameter of the search space.");
    }

    /// <summary>Whether a parameter is active.</summary>
    /// <param name="name">The name of a parameter.</param>
    /// <returns>True if it has a value.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter.</exception>
    public bool IsActive(string name) => !double.IsNaN(values[Space.IndexOf(name)]);

    /// <summary>The value of a number or an integer.</summary>
    /// <param name="name">The name of an active parameter.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter, or it is a choice.</exception>
    /// <exception cref="InvalidOperationException">If the parameter is not active.</exception>
    public double GetNumber(string name) => Space[name] is ChoiceParameter ? throw Otherwise(name, nameof(GetChoice)) : values[Active(name)];

    /// <summary>The value of an integer.</summary>
    /// <param name="name">The name of an active parameter.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter, or it is not an integer.</exception>
    /// <exception cref="InvalidOperationException">If the parameter is not active.</exception>
    public int GetInteger(string name) => Space[name] switch
    {
        IntegerParameter => (int)values[Active(name)],
        NumberParameter => throw Otherwise(name, nameof(GetNumber)),
        _ => throw Otherwise(name, nameof(GetChoice)),
    };

    /// <summary>The value of a choice.</summary>
    /// <param name="name">The name of an active parameter.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">If there is no such parameter, or it is not a choice.</exception>
    /// <exception cref="InvalidOperationException">If the parameter is not active.</exception>
    public string GetChoice(string name) => Space[name] is ChoiceParameter ? this[name] : throw Otherwise(name, Space[name] is NumberParameter ? nameof(GetNumber) : nameof(GetInteger));

    /// <summary>The names and values of the active parameters, in the order of the search space.</summary>
    /// <returns>The texts that <see cref="Parse"/> reads.</returns>
    public IReadOnlyDictionary<string, string> ToTexts() =>
        Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).ToDictionary(i => Space[i].Name, i => Space[i].TextOf(values[i]), StringComparer.Ordinal);

    /// <summary>Whether both have the same search space and the same values.</summary>
    /// <param name="other">The other values.</param>
    /// <returns>True if both are equal.</returns>
    public bool Equals(ParameterValues? other) => other is not null && values.AsSpan().SequenceEqual(other.values) && Space.Equals(other.Space);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterValues);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (double value in values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <summary>Shows the active parameters.</summary>
    /// <returns>The text, such as <c>learning-rate=0.01 optimizer=adam</c>.</returns>
    public override string ToString() => string.Join(' ', ToTexts().Select(pair => $"{pair.Key}={pair.Value}"));

    private int Active(string name)
    {
        int index = Space.IndexOf(name);
        return !double.IsNaN(values[index]) ? index : throw new InvalidOperationException($"{name} has no value here: {Space[index]}.");
    }

    private ArgumentException Otherwise(string name, string method) => new($"{Space[name]} is read with {method}.", nameof(name));
}
