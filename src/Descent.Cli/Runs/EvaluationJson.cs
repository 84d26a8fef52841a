using System.Text.Json;
using Descent.Models;
using Descent.Training;

namespace Descent.Cli.Runs;

/// <summary>The scores of a model as members of a JSON object.</summary>
internal static class EvaluationJson
{
    /// <summary>The members <c>metrics</c> and, where there is one, <c>confusion</c>.</summary>
    public static void Write(Utf8JsonWriter json, TableModel model, TableEvaluation? evaluation)
    {
        json.WriteMeasures("metrics", (IEnumerable<KeyValuePair<string, double>>?)evaluation?.Scores ?? []);
        if (evaluation?.Confusion is not { } confusion)
        {
            return;
        }

        json.WriteStartObject("confusion");
        json.WriteTexts("labels", model.Preprocessor.Labels);
        json.WriteStartArray("counts");
        for (int actual = 0; actual < confusion.Classes; actual++)
        {
            json.WriteStartArray();
            for (int predicted = 0; predicted < confusion.Classes; predicted++)
            {
                json.WriteNumberValue((long)confusion[actual, predicted]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
