using System.Text.Json;
using Descent.Cli.Runs;

namespace Descent.Cli.Verbs;

/// <summary>A learning curve as members of a JSON object.</summary>
internal static class LearningCurveJson
{
    public static void Write(Utf8JsonWriter json, LearningCurve curve, string? file)
    {
        json.WriteString("score", curve.Score);
        json.WriteBoolean("higherIsBetter", curve.HigherIsBetter);
        json.WriteNumber("folds", curve.Folds);
        json.WriteObjects("points", curve.Points, point =>
        {
            json.WriteNumber("rows", point.Rows);
            Side(json, "train", point.MeanTrain, point.DeviationTrain, point.Train);
            Side(json, "validation", point.MeanValidation, point.DeviationValidation, point.Validation);
        });
        EvaluationJson.WriteBaselines(json, curve.Baselines);
        RunJson.WriteNotices(json, curve.Notices);
        json.WriteStartObject("gainPerDoubling");
        json.WriteMeasure("mean", curve.GainPerDoubling.Mean);
        json.WriteMeasure("standardError", curve.GainPerDoubling.StandardError);
        json.WriteEndObject();
        json.WriteString("advice", JsonNamingPolicy.CamelCase.ConvertName(curve.Advice.ToString()));
        json.WriteString("meaning", LearningCurveText.Of(curve));
        json.WriteString("out", file);
    }

    private static void Side(Utf8JsonWriter json, string name, double mean, double deviation, IReadOnlyList<double> folds)
    {
        json.WriteStartObject(name);
        json.WriteMeasure("mean", mean);
        json.WriteMeasure("deviation", deviation);
        json.WriteNumbers("folds", folds);
        json.WriteEndObject();
    }
}
