using System.Text.Json;

namespace Descent.Data;

public sealed partial class Preprocessor
{
    private const int Format = 1;

    /// <summary>Serializes the preprocessor as JSON, without loss of precision.</summary>
    /// <returns>The JSON text for <see cref="FromJson"/>.</returns>
    public string ToJson() =>
        JsonSerializer.Serialize(new PreprocessorState(Format, Schema, inputs, targets, Notices), PreprocessorJson.Default.PreprocessorState);

    /// <summary>Reads a preprocessor written by <see cref="ToJson"/>.</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>A preprocessor that encodes and decodes identically.</returns>
    /// <exception cref="DataException">If the text is malformed, incomplete or in a newer format.</exception>
    public static Preprocessor FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (JsonNumbers.FirstBeyondRange(json) is { } number)
        {
            throw new DataException($"The preprocessing holds {number}, which is beyond the range of a double. Save the model again.");
        }

        PreprocessorState state;
        try
        {
            state = JsonSerializer.Deserialize(json, PreprocessorJson.Default.PreprocessorState)
                ?? throw new DataException("The preprocessing is null. Expected a JSON object as written with the model.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException)
        {
            throw new DataException($"The preprocessing cannot be read: {JsonFault.Reason(fault)} Save the model again.", fault);
        }

        if (state.Format != Format)
        {
            throw new DataException($"The preprocessing has format {state.Format}, but this version reads format {Format}. Update Descent.");
        }

        Validate(state);
        return new(state.Schema, state.Inputs, state.Targets, state.Notices);
    }

    private static void Validate(PreprocessorState state)
    {
        if (PreprocessorNulls.Find(state) is { } nulls)
        {
            throw new DataException($"The preprocessing has null among {nulls}. Save the model again.");
        }

        if (state.Schema.TargetNames.FirstOrDefault(name => state.Schema.Columns.All(column => column.Name != name)) is { } target)
        {
            throw new DataException($"The preprocessing has the target \"{target}\", but no such column. Save the model again.");
        }

        foreach (ColumnEncoder input in state.Inputs)
        {
            input.Validate();
        }

        foreach (TargetEncoder encoder in state.Targets)
        {
            encoder.Validate();
        }

        if (state.Schema.MissingWords.Any(word => word is null) || state.Schema.Columns.Any(column => column.MissingWords?.Any(word => word is null) == true))
        {
            throw new DataException("The preprocessing has null among its missing words. Save the model again.");
        }

        if (state.Inputs.Length == 0
            || !state.Inputs.Select(input => input.Name).SequenceEqual(state.Schema.Features.Select(column => column.Name), StringComparer.Ordinal)
            || !state.Targets.Select(target => (target.Column.Name, target.Task)).SequenceEqual(state.Schema.TargetNames.Select(name => (name, state.Schema.Task))))
        {
            throw new DataException("The preprocessing contradicts its own schema: columns and encoders differ. Save the model again.");
        }
    }
}
