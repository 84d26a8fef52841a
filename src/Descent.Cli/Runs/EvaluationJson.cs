using System.Text.Json;

namespace Descent.Cli.Runs;

/// <summary>The scores of a model as members of a JSON object.</summary>
internal static class EvaluationJson
{
    /// <summary>
    /// The members <c>positiveClass</c> and <c>threshold</c> of a binary task, <c>metrics</c>, <c>undefined</c>, <c>baselines</c>, <c>classes</c>,
    /// <c>confusion</c> (of many classes without its counts, but with the worst pairs), and what is known of rows that training has seen.
    /// </summary>
    public static void Write(Utf8JsonWriter json, TableEvaluation? evaluation)
    {
        WriteDecision(json, evaluation?.Decision);
        json.WriteMeasures("metrics", (IEnumerable<KeyValuePair<string, double>>?)evaluation?.Scores ?? []);
        if (evaluation is null)
        {
            return;
        }

        WriteTextsByName(json, "undefined", evaluation.Undefined);
        WriteBaselines(json, evaluation.Baselines);
        if (evaluation.Coverage is { } coverage)
        {
            json.WriteStartObject("intervals");
            json.WriteNumber("level", coverage.Level);
            json.WriteNumber("share", coverage.Share);
            json.WriteNumber("answers", coverage.Answers);
            json.WriteStartArray("meanWidths");
            foreach (double width in coverage.MeanWidths)
            {
                json.WriteNumberValue(width);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (evaluation.Quantiles is { } quantiles)
        {
            json.WriteStartObject("quantiles");
            json.WriteNumbers("levels", quantiles.Levels);
            json.WriteMeasure("pinballLoss", quantiles.Loss);
            json.WriteObjects("targets", quantiles.Targets, target =>
            {
                json.WriteMeasure("pinballLoss", target.Loss);
                json.WriteNumbers("below", target.Below);
                json.WriteMeasure("inside", target.Inside);
                json.WriteMeasure("meanWidth", target.MeanWidth);
            });
            json.WriteEndObject();
        }

        if (evaluation.RowsSeenInTraining is { } seen)
        {
            json.WriteNumber("rowsSeenInTraining", seen);
        }

        if (evaluation.Unseen is { } unseen)
        {
            json.WriteNumber("newRows", unseen.Outcome.Rows);
            json.WriteMeasures("metricsOfNewRows", unseen.Scores);
            WriteBaselines(json, unseen.Baselines, "baselinesOfNewRows");
        }

        if (evaluation.UnknownLabels.Count > 0)
        {
            json.WriteMeasures("unknownLabels", evaluation.UnknownLabels.Select(label => KeyValuePair.Create(label.Key, (double)label.Value)));
        }

        if (evaluation.Classes.Count > 0)
        {
            json.WriteObjects("classes", evaluation.Classes.Index(), c => WriteClass(json, evaluation, c.Index));
        }

        if (evaluation.Confusion is { } confusion)
        {
            WriteConfusion(json, evaluation, confusion);
        }
    }

    /// <summary>The members of a binary task; none for other tasks.</summary>
    public static void WriteDecision(Utf8JsonWriter json, BinaryDecision? decision)
    {
        if (decision is not null)
        {
            json.WriteString("positiveClass", decision.PositiveLabel);
            json.WriteNumber("threshold", decision.Threshold);
        }
    }

    /// <summary>The scores of every baseline, by its name.</summary>
    public static void WriteBaselines(Utf8JsonWriter json, IReadOnlyList<Baseline> baselines, string name = "baselines")
    {
        json.WriteStartObject(name);
        foreach (Baseline baseline in baselines)
        {
            json.WriteMeasures(baseline.Name, baseline.Scores);
        }

        json.WriteEndObject();
    }

    /// <summary>Names and texts, if there are any.</summary>
    public static void WriteTextsByName(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count > 0)
        {
            json.WriteStartObject(name);
            foreach ((string key, string text) in texts)
            {
                json.WriteString(key, text);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteClass(Utf8JsonWriter json, TableEvaluation evaluation, int index)
    {
        ClassReport report = evaluation.Classes[index], rows = evaluation.ClassesByRows[index];
        json.WriteString("label", report.Label);
        if (evaluation.YesLabels.ElementAtOrDefault(index) is { } yes)
        {
            json.WriteString("yes", yes);
        }

        json.WriteNumber("precision", report.Precision);
        json.WriteNumber("recall", report.Recall);
        json.WriteNumber("f1", report.F1);
        json.WriteNumber("rows", rows.Rows);
        json.WriteNumber("predicted", rows.Predicted);
        if (evaluation.IsWeighted)
        {
            json.WriteNumber("weight", report.Rows);
            json.WriteNumber("predictedWeight", report.Predicted);
        }
    }

    private static void WriteConfusion(Utf8JsonWriter json, TableEvaluation evaluation, ConfusionMatrix confusion)
    {
        ConfusionMatrix rows = evaluation.ConfusionByRows!;
        json.WriteStartObject("confusion");
        json.WriteTexts("labels", evaluation.ClassNames);
        if (confusion.Classes >= ManyClasses.From)
        {
            json.WriteObjects("worstPairs", ManyClasses.WorstPairs(confusion, evaluation.ClassNames), pair =>
            {
                json.WriteString("actual", pair.Actual);
                json.WriteString("predicted", pair.Predicted);
                json.WriteNumber("rows", rows[pair.Place.Actual, pair.Place.Predicted]);
                json.WriteNumber("of", rows.Actual(pair.Place.Actual));
                if (evaluation.IsWeighted)
                {
                    json.WriteNumber("weight", pair.Rows);
                    json.WriteNumber("ofWeight", pair.Of);
                }
            });
        }
        else
        {
            WriteMatrix(json, "counts", rows);
            if (evaluation.IsWeighted)
            {
                WriteMatrix(json, "weights", confusion);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteMatrix(Utf8JsonWriter json, string name, ConfusionMatrix matrix)
    {
        json.WriteStartArray(name);
        for (int actual = 0; actual < matrix.Classes; actual++)
        {
            json.WriteStartArray();
            for (int predicted = 0; predicted < matrix.Classes; predicted++)
            {
                json.WriteNumberValue(matrix[actual, predicted]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
