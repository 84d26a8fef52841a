using System.Text.Json;
using Descent.Data;

namespace Descent.Serve;

/// <summary>Writes how the latest predicted rows differ from the training rows.</summary>
internal static class DriftAnswer
{
    public static void Write(Utf8JsonWriter writer, ModelHost host)
    {
        ServedModel served = host.Served;
        IReadOnlyList<ColumnDrift> columns = served.Drift.Compare();
        writer.WriteStartObject();
        writer.WriteString("model"u8, host.Title);
        writer.WriteNumber("version"u8, served.Version);
        writer.WriteNumber("rows"u8, columns.Count == 0 ? 0 : columns[0].Rows);
        writer.WriteBoolean("hasTrainingDistribution"u8, served.Model.Training?.Features is not null);
        writer.WriteStartArray("columns"u8);
        foreach (ColumnDrift column in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("column"u8, column.Name);
            writer.WriteNumber("missing"u8, column.Missing);
            writer.WriteNumber("unseen"u8, column.Unseen);
            writer.WriteNumber("outside"u8, column.Outside);
            Write(writer, "missingInTraining", column.MissingInTraining);
            Write(writer, "stabilityIndex", column.StabilityIndex);
            Write(writer, "chanceLimit", column.ChanceLimit);
            if (column.HasDrifted is { } drifted)
            {
                writer.WriteBoolean("hasDrifted"u8, drifted);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, Math.Round(number, 6));
        }
    }
}
