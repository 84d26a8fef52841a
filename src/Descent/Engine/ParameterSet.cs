namespace Descent;

/// <summary>
/// Parameters whose gradients are summed together, row by row. Threads divide their rows as the optimizer does: a thread updates the rows
/// that it sums, so none can update a row that another is still summing.
/// </summary>
internal sealed class ParameterSet
{
    /// <summary>Creates a set.</summary>
    /// <param name="parameters">At least one; all have the same number of <see cref="Parameter.Units"/>.</param>
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

    /// <summary>The number of rows to divide.</summary>
    public int Units { get; }
}
