using System.Text.Json;
using Descent.Training;

namespace Descent.Cli.Verbs;

/// <summary>A variant of a comparison as members of a JSON object.</summary>
internal static class ComparisonJson
{
    public static void Write(Utf8JsonWriter json, VariantResult result, IReadOnlyList<string> names, string[] values)
    {
        json.WriteString("name", result.Variant.Name);
        json.WriteStartObject("options");
        foreach ((string name, string value) in names.Zip(values))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("scores");
        foreach ((string name, (double mean, double deviation)) in result.Scores)
        {
            json.WriteStartObject(name);
            json.WriteMeasure("mean", mean);
            json.WriteMeasure("deviation", deviation);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteMeasure("bestEpoch", result.BestEpoch);
        json.WriteMeasure("seconds", result.Seconds);
        json.WriteStartArray("runs");
        foreach (VariantRun run in result.Runs)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", run.Seed);
            json.WriteMeasures("scores", run.Scores);
            json.WriteNumber("bestEpoch", run.BestEpoch);
            json.WriteMeasure("seconds", run.Seconds);
            json.WriteString("failure", run.Failure is { } failure ? RemedyText.Of(failure) : null);
            Losses(json, "losses", run.Epochs.Select(epoch => (double?)epoch.Loss));
            Losses(json, "validationLosses", run.Epochs.Select(epoch => epoch.ValidationLoss));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Losses(Utf8JsonWriter json, string name, IEnumerable<double?> losses)
    {
        json.WriteStartArray(name);
        foreach (double? loss in losses.Where(loss => loss is not null))
        {
            if (double.IsFinite(loss!.Value))
            {
                json.WriteNumberValue(loss.Value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }
}
