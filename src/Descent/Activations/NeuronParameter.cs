namespace Descent;

/// <summary>A parameter with one value per neuron.</summary>
/// <param name="Name">The last part of the parameter's name, <c>layers.(index).(name)</c>: lowercase letters, digits and underscores.</param>
/// <param name="Start">The initial value for every neuron.</param>
/// <param name="Lowest">The lower bound, which updates do not cross, or null.</param>
/// <param name="Highest">The upper bound, or null.</param>
public readonly record struct NeuronParameter(string Name, double Start, double? Lowest = null, double? Highest = null)
{
    /// <summary>The last part of the parameter's name.</summary>
    public string Name { get; init => field = NotNull(value); } = NotNull(Name);

    /// <summary>The bounds, or null if there are none.</summary>
    /// <param name="owner">The activation, for the message.</param>
    /// <exception cref="ArgumentException">If the name is not allowed in a file, or the initial value is not finite or not within the bounds.</exception>
    internal (double Low, double High)? BoundsFor(string owner)
    {
        if (string.IsNullOrEmpty(Name) || Name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '_'))
        {
            throw new ArgumentException($"{owner} calls its parameter '{Name}'. Use lowercase letters, digits and underscores, as in 'slope'.");
        }

        return double.IsFinite(Start)
            ? Check.Bounds(Lowest, Highest, Start, owner, Name)
            : throw new ArgumentException($"{owner} starts its {Name} at {Start}. Use a finite number.");
    }

    private static string NotNull(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(Name));
        return name;
    }
}
