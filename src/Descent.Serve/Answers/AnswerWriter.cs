using System.Globalization;
using System.Text.Json;
using Descent.Data;

namespace Descent.Serve;

/// <summary>
/// Writes predictions as JSON, with the numbers that <c>descent predict</c> writes as CSV: predicted numbers as double, everything else
/// as float, in which the network computes.
/// </summary>
internal sealed class AnswerWriter
{
    private readonly TableModel model;
    private readonly JsonEncodedText[] targets, probabilities, levels;
    private readonly bool areNumbers;
    private readonly double? interval;

    /// <summary>Creates a writer for a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="level">The probability of intervals, if the model has them.</param>
    public AnswerWriter(TableModel model, double level)
    {
        this.model = model;
        Preprocessor preprocessor = model.Preprocessor;
        areNumbers = preprocessor.Task is TaskKind.Regression or TaskKind.Counts;
        targets = Encoded(preprocessor.Schema.TargetNames);
        probabilities = Encoded(preprocessor.Task == TaskKind.Multilabel ? preprocessor.Schema.TargetNames : preprocessor.Labels);
        levels = Encoded(model.Quantiles.Select(quantile => quantile.ToString(CultureInfo.InvariantCulture)));
        // An interval needs a prediction in its middle, which a quantile model does not have.
        interval = model.Quantiles.Count == 0 && model.Intervals is { } known ? Math.Min(level, Math.Floor(known.MostLevel * 1000) / 1000) : null;
    }

    /// <summary>Writes all rows: the members of a single one, or an array.</summary>
    public void Write(Utf8JsonWriter writer, TablePrediction prediction, IReadOnlyList<Notice> notices, bool isBatch)
    {
        writer.WriteStartObject();
        if (isBatch)
        {
            writer.WriteStartArray("predictions"u8);
            for (int row = 0; row < prediction.Rows; row++)
            {
                writer.WriteStartObject();
                WriteRow(writer, prediction, row);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteRow(writer, prediction, 0);
        }

        if (notices.Count > 0)
        {
            writer.WriteStartArray("notices"u8);
            foreach (Notice notice in notices)
            {
                writer.WriteStringValue(notice.Text);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter writer, TablePrediction prediction, int row)
    {
        if (model.Quantiles.Count > 0)
        {
            WriteQuantiles(writer, prediction.Quantiles(row));
            return;
        }

        WritePrediction(writer, prediction, row);
        if (prediction.ProbabilityNames.Count > 0)
        {
            writer.WriteStartObject("probabilities"u8);
            double[] values = prediction.Probabilities(row);
            for (int i = 0; i < values.Length; i++)
            {
                writer.WriteNumber(probabilities[i], (float)values[i]);
            }

            writer.WriteEndObject();
        }

        if (interval is { } level)
        {
            writer.WritePropertyName("interval"u8);
            WriteByTarget(writer, target =>
            {
                (double lower, double upper) = prediction.Interval(row, level, target);
                writer.WriteStartObject();
                writer.WriteNumber("level"u8, level);
                writer.WriteNumber("lower"u8, (float)lower);
                writer.WriteNumber("upper"u8, (float)upper);
                writer.WriteEndObject();
            });
        }
    }

    private void WritePrediction(Utf8JsonWriter writer, TablePrediction prediction, int row)
    {
        writer.WritePropertyName("prediction"u8);
        if (areNumbers)
        {
            WriteByTarget(writer, target => writer.WriteNumberValue(prediction.Number(row, target)));
            return;
        }

        string[] labels = prediction.Predictions(row);
        if (labels.Length == 1)
        {
            writer.WriteStringValue(labels[0]);
        }
        else
        {
            WriteByTarget(writer, target => writer.WriteStringValue(labels[target]));
        }
    }

    private void WriteQuantiles(Utf8JsonWriter writer, double[] quantiles)
    {
        writer.WritePropertyName("quantiles"u8);
        WriteByTarget(writer, target =>
        {
            writer.WriteStartObject();
            for (int i = 0; i < levels.Length; i++)
            {
                writer.WriteNumber(levels[i], (float)quantiles[(target * levels.Length) + i]);
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Writes the value of the only target, or an object with a member for each.</summary>
    private void WriteByTarget(Utf8JsonWriter writer, Action<int> write)
    {
        if (targets.Length == 1)
        {
            write(0);
            return;
        }

        writer.WriteStartObject();
        for (int target = 0; target < targets.Length; target++)
        {
            writer.WritePropertyName(targets[target]);
            write(target);
        }

        writer.WriteEndObject();
    }

    private static JsonEncodedText[] Encoded(IEnumerable<string> names) => [.. names.Select(name => JsonEncodedText.Encode(name, JsonRows.WriterOptions.Encoder))];
}
