using System.Globalization;
using System.Text.Json;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Writes what was expected and what was predicted, row by row.</summary>
internal static class RowsText
{
    /// <summary>A table with a column for each target and input; the last inputs are left out where there is no room.</summary>
    public static void Write(Screen screen, PredictedRows rows)
    {
        screen.Line();
        int inputs = rows.InputNames.Count;
        TextTable table = Table(rows, inputs);
        while (inputs > 0 && table.NaturalWidth > screen.Width)
        {
            table = Table(rows, --inputs);
        }

        screen.Table(table);
        if (inputs < rows.InputNames.Count)
        {
            screen.Line($"There is no room for {Wording.Count(rows.InputNames.Count - inputs, "more input")}; --json has all.");
        }
    }

    private static TextTable Table(PredictedRows rows, int inputs)
    {
        List<(string Header, Func<PredictedRow, string> Text)> columns = [];
        for (int i = 0; i < rows.TargetNames.Count; i++)
        {
            int target = i;
            string of = rows.TargetNames.Count == 1 ? "" : $" {rows.TargetNames[i]}";
            columns.Add(($"expected{of}", row => row.Expected[target]));
            int longest = rows.Rows.Select(row => row.Predicted[target].Length).DefaultIfEmpty().Max();
            columns.Add(($"predicted{of}", row => row.Probability.Count == 0 ? row.Shown(target)
                : string.Create(CultureInfo.InvariantCulture, $"{row.Predicted[target].PadRight(longest)} {row.Probability[target]:0.00}")));
        }

        columns.AddRange(Enumerable.Range(0, inputs).Select(input => (rows.InputNames[input], (Func<PredictedRow, string>)(row => row.Inputs[input]))));
        TextTable table = new([.. columns.Select(column => column.Header)])
        {
            Numbers = Enumerable.Range(0, columns.Count).Where(i => rows.Rows.All(row => IsNumber(columns[i].Text(row)))).ToHashSet(),
        };
        foreach (PredictedRow row in rows.Rows)
        {
            table.Add([.. columns.Select(column => column.Text(row))]);
        }

        return table;
    }

    private static bool IsNumber(string cell) => cell.Length == 0 || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

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
