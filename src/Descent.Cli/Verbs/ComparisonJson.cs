using System.Text.Json;

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
        json.WriteObjects("runs", result.Runs, run =>
        {
            json.WriteNumber("seed", run.Seed);
            json.WriteMeasures("scores", run.Scores);
            json.WriteNumber("bestEpoch", run.BestEpoch);
            json.WriteMeasure("seconds", run.Seconds);
            json.WriteString("failure", run.Failure is { } failure ? RemedyText.Of(failure) : null);
            json.WriteNumbers("losses", run.Epochs.Select(epoch => epoch.Loss));
            json.WriteNumbers("validationLosses", run.Epochs.Select(epoch => epoch.ValidationLoss).OfType<double>());
        });
    }
}
