namespace Descent.Cli.Verbs;

/// <summary>Writes the true and the predicted values, row by row.</summary>
internal static class RowsText
{
    /// <summary>Writes a table with a column for each target and input; the last inputs are left out if there is no room.</summary>
    public static void Write(Screen screen, PredictedRows rows)
    {
        screen.Line();
        Write(screen, rows.Rows, rows.TargetNames, rows.InputNames, []);
    }

    /// <summary>Writes any rows, with more columns before the targets.</summary>
    public static void Write(Screen screen, IReadOnlyList<PredictedRow> rows, IReadOnlyList<string> targetNames, IReadOnlyList<string> inputNames, IReadOnlyList<(string Header, string[] Cells)> leading)
    {
        int inputs = inputNames.Count;
        TextTable table = Table(rows, targetNames, inputNames.Take(inputs), leading);
        while (inputs > 0 && table.NaturalWidth > screen.Width)
        {
            table = Table(rows, targetNames, inputNames.Take(--inputs), leading);
        }

        screen.Table(table);
        screen.Line(inputs < inputNames.Count
            ? $"{Wording.Count(inputNames.Count - inputs, "more input")} {(inputNames.Count - inputs == 1 ? "does" : "do")} not fit; --json has all."
            : null);
    }

    private static TextTable Table(IReadOnlyList<PredictedRow> rows, IReadOnlyList<string> targetNames, IEnumerable<string> inputNames, IReadOnlyList<(string Header, string[] Cells)> leading)
    {
        List<(string Header, Func<PredictedRow, string> Text)> columns = [];
        for (int i = 0; i < targetNames.Count; i++)
        {
            int target = i;
            string of = targetNames.Count == 1 ? "" : $" {targetNames[i]}";
            columns.Add(($"expected{of}", row => row.Expected[target]));
            int longest = rows.Select(row => row.Predicted[target].Length).DefaultIfEmpty().Max();
            columns.Add(($"predicted{of}", row => row.Probability.Count == 0 ? row.Shown(target)
                : $"{row.Predicted[target].PadRight(longest)} {Fixed.Probability(row.Probability[target])}"));
        }

        columns.AddRange(inputNames.Select((name, input) => (name, (Func<PredictedRow, string>)(row => row.Inputs[input]))));
        TextTable table = new([.. leading.Select(column => column.Header), .. columns.Select(column => column.Header)])
        {
            Numbers = Enumerable.Range(0, leading.Count + columns.Count).Where(i => i < leading.Count || rows.All(row => IsNumber(columns[i - leading.Count].Text(row)))).ToHashSet(),
        };
        foreach ((int place, PredictedRow row) in rows.Index())
        {
            table.Add([.. leading.Select(column => column.Cells[place]), .. columns.Select(column => column.Text(row))]);
        }

        return table;
    }

    private static bool IsNumber(string cell) => cell.Length == 0 || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
