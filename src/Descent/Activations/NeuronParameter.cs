namespace Descent;

/// <summary>A number that every neuron learns for itself.</summary>
/// <param name="Name">What it is called behind the layer, <c>layers.(index).(name)</c>: small letters, digits and underscores.</param>
/// <param name="Start">Where it starts in every neuron.</param>
/// <param name="Lowest">Lower bound, which updates do not cross, or none.</param>
/// <param name="Highest">Upper bound, or none.</param>
public readonly record struct NeuronParameter(string Name, double Start, double? Lowest = null, double? Highest = null)
{
    /// <summary>What it is called behind the layer.</summary>
    public string Name { get; init => field = NotNull(value); } = NotNull(Name);

    /// <summary>Its bounds, or null if there are none.</summary>
    /// <param name="owner">The activation, for the message.</param>
    /// <exception cref="ArgumentException">If the name cannot stand in a file, if the start is not finite, or not within the bounds.</exception>
    internal (double Low, double High)? BoundsFor(string owner)
    {
        if (string.IsNullOrEmpty(Name) || Name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '_'))
        {
            throw new ArgumentException($"{owner} calls its parameter '{Name}'. Use small letters, digits and underscores, as in 'slope'.");
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
