using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>A row of a table with its targets, predictions and features.</summary>
/// <param name="Line">The line of the file where the row begins; for a table created in memory, the row number from 1.</param>
/// <param name="Expected">The cell of each target, as written; empty if there is none.</param>
/// <param name="Predicted">The prediction for each target: a label, or a number in the target's unit.</param>
/// <param name="Probability">The probability of the predicted label of each target; empty for numbers.</param>
/// <param name="Inputs">The cell of each feature, as written.</param>
public sealed record PredictedRow(int Line, IReadOnlyList<string> Expected, IReadOnlyList<string> Predicted, IReadOnlyList<double> Probability, IReadOnlyList<string> Inputs)
{
    /// <summary>Formats the prediction for a target: a label, or a number with at most four decimal places.</summary>
    /// <param name="target">The index of the target, from 0.</param>
    /// <returns>The text.</returns>
    public string Shown(int target) => Probability.Count == 0 ? PredictedRows.Rounded(Predicted[target]) : Predicted[target];
}

/// <summary>Some rows of a table next to the predictions of a model, for inspection in addition to scores.</summary>
/// <example><code>Console.WriteLine(PredictedRows.Of(model, Table.Read("new.csv"), 16));</code></example>
public sealed class PredictedRows
{
    private PredictedRows(IReadOnlyList<string> targetNames, IReadOnlyList<string> inputNames, IReadOnlyList<PredictedRow> rows)
    {
        TargetNames = targetNames;
        InputNames = inputNames;
        Rows = rows;
    }

    /// <summary>The names of the targets.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>The names of the features.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The rows, in the order of the table.</summary>
    public IReadOnlyList<PredictedRow> Rows { get; }

    /// <summary>Predicts the first rows of a table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows; a target column may be missing.</param>
    /// <param name="count">The largest number of rows, at least 0.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="Data.DataException">If a feature is missing or a cell cannot be read; the message says which.</exception>
    public static PredictedRows Of(TableModel model, Table table, int count)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Schema schema = model.Preprocessor.Schema;
        int[] rows = [.. Enumerable.Range(0, Math.Min(count, table.Rows))];
        Table first = table.Select(rows);
        TablePrediction prediction = model.Predict(first);
        string[] inputs = [.. schema.Features.Select(column => column.Name)];
        return new PredictedRows(schema.TargetNames, inputs, [.. rows.Select(row => new PredictedRow(
            first.LineOf(row),
            [.. schema.TargetNames.Select(name => Cell(first, row, name))],
            prediction.Predictions(row),
            Probabilities(schema.Task, model, prediction, row),
            [.. inputs.Select(name => Cell(first, row, name))]))]);
    }

    /// <summary>Formats the rows as a table, "Expected | Predicted | Input Data", with aligned columns and numbers of at most four decimal places.</summary>
    /// <returns>Lines separated by a line feed.</returns>
    public override string ToString() => string.Join('\n', Lines());

    /// <summary>Formats the lines of the table, the header first.</summary>
    internal IEnumerable<string> Lines()
    {
        string[][] expected = Padded(Rows.Select(row => row.Expected)), inputs = Padded(Rows.Select(row => row.Inputs));
        string[][] predicted = Padded(Rows.Select(row => (IReadOnlyList<string>)[.. row.Predicted.Select((text, i) => row.Probability.Count == 0
            ? Rounded(text)
            : string.Create(CultureInfo.InvariantCulture, $"{text} {row.Probability[i]:0.00}"))]));
        int left = Width(expected, "Expected"), middle = Width(predicted, "Predicted");
        yield return $"{"Expected".PadLeft(left)} | {"Predicted".PadLeft(middle)} | Input Data ({string.Join(", ", InputNames)})";
        for (int row = 0; row < Rows.Count; row++)
        {
            yield return $"{string.Join("  ", expected[row]).PadLeft(left)} | {string.Join("  ", predicted[row]).PadLeft(middle)} | {string.Join("  ", inputs[row])}";
        }
    }

    private static string Cell(Table table, int row, string column) => table.IndexOf(column) is var place and >= 0 ? table[row, place].ReplaceLineEndings(" ") : "";

    private static double[] Probabilities(TaskKind task, TableModel model, TablePrediction prediction, int row)
    {
        double[] all = prediction.Probabilities(row);
        if (all.Length == 0)
        {
            return [];
        }

        string[] answers = prediction.Predictions(row);
        return task switch
        {
            TaskKind.Binary or TaskKind.Multiclass => [all[model.Preprocessor.Labels.ToList().IndexOf(answers[0])]],
            TaskKind.Multilabel => [.. all.Select((yes, i) => answers[i] == model.Preprocessor.Schema.Targets[i].Labels[1] ? yes : 1 - yes)],
            _ => [],
        };
    }

    /// <summary>Rounds a number to at most four decimal places; other texts are not changed.</summary>
    internal static string Rounded(string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) is 0 or (>= 0.001 and < 1e9) ? value.ToString("0.####", CultureInfo.InvariantCulture) : number;

    private static int Width(string[][] cells, string header) => Math.Max(header.Length, cells.Length == 0 ? 0 : cells.Max(row => row.Sum(cell => cell.Length) + (2 * (row.Length - 1))));

    private static string[][] Padded(IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [.. rows];
        int[] widths = all.Length == 0 ? [] : [.. Enumerable.Range(0, all[0].Count).Select(column => all.Max(row => row[column].Length))];
        return [.. all.Select(row => row.Select((cell, column) => cell.PadLeft(widths[column])).ToArray())];
    }
}
