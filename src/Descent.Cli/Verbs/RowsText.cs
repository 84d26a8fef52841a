using System.Text.Json;
using Descent.Cli.Screens;
using Descent.Training;

namespace Descent.Cli.Verbs;

/// <summary>Writes what was expected and what was predicted, row by row.</summary>
internal static class RowsText
{
    /// <summary>A table; what is too wide for the terminal is shortened at its end.</summary>
    public static void Write(Screen screen, PredictedRows rows)
    {
        screen.Line();
        Ink ink = Ink.Bold;
        foreach (string line in rows.Lines())
        {
            screen.Line(Wrapping.Shorten(line, screen.Width), ink);
            ink = Ink.Plain;
        }
    }

    /// <summary>The member <c>examples</c>: of each row its line, and what was expected, predicted and put in, by name.</summary>
    public static void Write(Utf8JsonWriter json, PredictedRows rows)
    {
        json.WriteObjects("examples", rows.Rows, row =>
        {
            json.WriteNumber("line", row.Line);
            WriteCells(json, "expected", rows.TargetNames, row.Expected);
            WriteCells(json, "predicted", rows.TargetNames, row.Predicted);
            if (row.Probability.Count > 0)
            {
                json.WriteMeasures("probability", rows.TargetNames.Zip(row.Probability, KeyValuePair.Create));
            }

            WriteCells(json, "input", rows.InputNames, row.Inputs);
        });
    }

    private static void WriteCells(Utf8JsonWriter json, string name, IReadOnlyList<string> names, IReadOnlyList<string> cells)
    {
        json.WriteStartObject(name);
        foreach ((string column, string cell) in names.Zip(cells))
        {
            json.WriteString(column, cell);
        }

        json.WriteEndObject();
    }
}
