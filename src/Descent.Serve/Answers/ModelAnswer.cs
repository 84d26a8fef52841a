using System.Globalization;
using System.Text.Json;
using Descent.Data;

namespace Descent.Serve;

/// <summary>Writes what a model is: its columns, its targets, and facts about its training.</summary>
internal static class ModelAnswer
{
    public static void Write(Utf8JsonWriter writer, ModelHost host)
    {
        ServedModel served = host.Served;
        TableModel model = served.Model;
        Preprocessor preprocessor = model.Preprocessor;
        writer.WriteStartObject();
        writer.WriteString("name"u8, host.Title);
        writer.WriteNumber("version"u8, served.Version);
        writer.WriteString("loaded"u8, served.Loaded);
        writer.WriteString("task"u8, Word(preprocessor.Task));
        writer.WriteNumber("networks"u8, model.Members.Count);
        writer.WriteNumber("parameters"u8, model.ParameterCount);
        writer.WriteStartArray("columns"u8);
        foreach ((ColumnSchema column, EncodedColumn encoded) in preprocessor.Schema.Features.Zip(preprocessor.Features))
        {
            WriteColumn(writer, column, encoded);
        }

        writer.WriteEndArray();
        WriteTargets(writer, model);
        WriteExample(writer, preprocessor);
        writer.WriteStartObject("training"u8);
        foreach ((string name, string value) in model.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(name);
            // Scores and counts are numbers, and the options of the training are JSON in a text.
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(value);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes a row as clients may send it.</summary>
    public static void WriteExample(Utf8JsonWriter writer, Preprocessor preprocessor)
    {
        writer.WriteStartObject("example"u8);
        foreach (EncodedColumn column in preprocessor.Features)
        {
            writer.WritePropertyName(column.Name);
            if (column.Numbers is not null && double.TryParse(column.Example, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(column.Example);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter writer, ColumnSchema column, EncodedColumn encoded)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, column.Name);
        writer.WriteString("kind"u8, Word(column.Kind));
        if (encoded.IsCategory)
        {
            WriteTexts(writer, "levels", encoded.Levels);
        }
        else
        {
            writer.WriteString("range"u8, encoded.Values);
        }

        if (encoded.Numbers is { } numbers)
        {
            writer.WriteNumber("minimum"u8, numbers.Minimum);
            writer.WriteNumber("maximum"u8, numbers.Maximum);
        }

        writer.WriteString("ifMissing"u8, encoded.WithoutValue);
        writer.WriteEndObject();
    }

    private static void WriteTargets(Utf8JsonWriter writer, TableModel model)
    {
        writer.WriteStartArray("targets"u8);
        foreach (ColumnSchema target in model.Preprocessor.Schema.Targets)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, target.Name);
            if (target.Labels.Count > 0)
            {
                WriteTexts(writer, "labels", target.Labels);
            }

            if (model.Decision is { } decision)
            {
                writer.WriteString("positiveLabel"u8, decision.PositiveLabel);
                writer.WriteNumber("threshold"u8, decision.Threshold);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (model.Quantiles.Count > 0)
        {
            writer.WriteStartArray("quantiles"u8);
            foreach (double level in model.Quantiles)
            {
                writer.WriteNumberValue(level);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
