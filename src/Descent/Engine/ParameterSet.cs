namespace Descent;

/// <summary>
/// Parameters whose gradients are summed together, row by row. Threads share out their rows as the optimizer shares them out: what a thread
/// sums is what it updates, so that none can update what another is still summing.
/// </summary>
internal sealed class ParameterSet
{
    /// <summary>A set.</summary>
    /// <param name="parameters">At least one; all have as many <see cref="Parameter.Units"/>.</param>
    public ParameterSet(params ReadOnlySpan<Parameter> parameters)
    {
        Parameters = [.. parameters];
        Units = parameters[0].Units;
        if (Parameters.FirstOrDefault(parameter => parameter.Units != Units) is { } other)
        {
            throw new ArgumentException($"{other.Name} has {other.Units} rows to share out and {parameters[0].Name} has {Units}; gradients that are summed together have equally many.", nameof(parameters));
        }
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many rows there are to share out.</summary>
    public int Units { get; }
}
