using System.Text.Json;
using Descent.Cli.Verbs;

namespace Descent.Cli.Runs;

/// <summary>What explains a model as members of a JSON object.</summary>
internal static class ExplanationJson
{
    /// <summary>The members <c>importance</c>, <c>correlated</c>, <c>dependences</c>, <c>interactions</c>, <c>worstRows</c> and <c>calibration</c>.</summary>
    public static void Write(Utf8JsonWriter json, TableModel model, ModelExplanation explanation)
    {
        PermutationImportance importance = explanation.Importance;
        json.WriteStartObject("importance");
        json.WriteString("loss", importance.Loss);
        json.WriteMeasure("lossValue", importance.LossValue);
        json.WriteString("score", importance.Score);
        json.WriteMeasure("scoreValue", importance.ScoreValue);
        json.WriteNumber("rows", importance.Rows);
        json.WriteNumber("repeats", importance.Repeats);
        json.WriteObjects("columns", importance.Columns, column =>
        {
            json.WriteString("column", column.Name);
            WriteMeasures(json, column);
        });
        json.WriteObjects("groups", importance.Groups, group =>
        {
            json.WriteTexts("columns", group.Columns);
            WriteMeasures(json, group);
        });
        json.WriteEndObject();
        json.WriteObjects("correlated", importance.Associations, pair =>
        {
            json.WriteTexts("columns", [pair.First, pair.Second]);
            json.WriteString("measure", NameOf(pair.Measure));
            json.WriteMeasure("value", pair.Value);
        });
        json.WriteObjects("dependences", explanation.Dependences, curve => Write(json, curve));
        json.WriteObjects("interactions", explanation.Interactions, pair =>
        {
            json.WriteTexts("columns", [pair.First, pair.Second]);
            json.WriteMeasure("hSquared", pair.Squared);
            json.WriteMeasure("strength", pair.Strength);
        });
        IReadOnlyList<string> targets = model.Preprocessor.Schema.TargetNames, inputs = [.. model.Preprocessor.Features.Select(feature => feature.Name)];
        json.WriteObjects("worstRows", explanation.Worst, row =>
        {
            json.WriteMeasure("loss", row.Loss);
            RowsText.Write(json, row.Row, targets, inputs);
        });
        json.WriteObjects("calibration", explanation.Calibrations, calibration =>
        {
            json.WriteString("of", calibration.Name);
            json.WriteMeasure("error", calibration.Error);
            json.WriteObjects("bins", calibration.Bins, bin =>
            {
                json.WriteNumber("rows", bin.Rows);
                json.WriteMeasure("predicted", bin.Predicted);
                json.WriteMeasure("observed", bin.Observed);
                json.WriteMeasure("low", bin.Low);
                json.WriteMeasure("high", bin.High);
            });
        });
    }

    /// <summary>The name of a measure of association in JSON.</summary>
    private static string NameOf(AssociationMeasure measure) => measure switch
    {
        AssociationMeasure.Spearman => "spearman",
        AssociationMeasure.CramersV => "cramersV",
        _ => "correlationRatio",
    };

    private static void WriteMeasures(Utf8JsonWriter json, ColumnImportance column)
    {
        json.WriteMeasure("lossIncrease", column.LossIncrease);
        json.WriteMeasure("standardError", column.StandardError);
        json.WriteMeasure("low", column.Low);
        json.WriteMeasure("high", column.High);
        json.WriteBoolean("certain", column.IsCertain);
        json.WriteMeasure("scoreDecrease", column.ScoreDecrease);
        json.WriteMeasure("scoreDeviation", column.ScoreDeviation);
    }

    private static void Write(Utf8JsonWriter json, PartialDependence curve)
    {
        json.WriteString("column", curve.Column);
        json.WriteBoolean("number", curve.IsNumber);
        json.WriteNumber("rows", curve.Rows);
        json.WriteTexts("outputs", curve.OutputNames);
        json.WriteObjects("points", curve.Points, point =>
        {
            json.WriteString("value", point.Value);
            if (double.IsFinite(point.Number))
            {
                json.WriteNumber("number", point.Number);
            }

            if (double.IsFinite(point.Share))
            {
                json.WriteNumber("share", point.Share);
            }

            json.WriteNumbers("means", point.Means);
        });
    }
}
