using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Computes partial dependence. To set a column to a value, the preprocessed inputs of a row that has this value are copied.</summary>
internal sealed class DependenceCurves(TableModel model, ExplainedRows rows, ExplanationOptions options)
{
    private readonly ExplainedRows judged = rows.AtMost(options.DependenceRows ?? options.RowsFor(0.25, ExplainedRows.OperationsPerRow(model) * options.GridPoints * ModelExplanation.MostCurves, 50, 500));

    /// <summary>The number of rows over which the means are computed.</summary>
    public int Rows => judged.Count;

    /// <summary>Computes the curve of a column.</summary>
    public PartialDependence Of(int column)
    {
        EncodedColumn feature = model.Preprocessor.Features[column];
        double[] numbers = model.Preprocessor.NumbersOf(rows.Table, rows.Places, column);
        bool isNumber = numbers.Length > 0;
        (int Row, string Value, double Number, double Fraction)[] values = isNumber ? [.. Quantiles(numbers)] : [.. Categories(feature, rows.Ranges[column])];
        return new PartialDependence(feature.Name, isNumber, ExplainedRows.OutputNames(model), Points(values, rows.Ranges[column]), judged.Count);

        // Rows with a number in ascending order, then those without.
        IEnumerable<(int Row, string Value, double Number, double Fraction)> Quantiles(double[] numbers)
        {
            int[] order = [.. Enumerable.Range(0, numbers.Length).Where(row => !double.IsNaN(numbers[row])).OrderBy(row => numbers[row])];
            int different = order.Select(row => numbers[row]).Distinct().Count();
            IEnumerable<int> chosen = different <= options.GridPoints
                ? order
                : Enumerable.Range(0, options.GridPoints).Select(i => order[(int)(((2L * i) + 1) * order.Length / (2 * options.GridPoints))]);
            foreach (int row in chosen.DistinctBy(row => numbers[row]))
            {
                yield return (row, Text(row), numbers[row], double.NaN);
            }

            int missing = Array.FindIndex(numbers, double.IsNaN);
            if (missing >= 0)
            {
                yield return (missing, "missing", double.NaN, (numbers.Length - order.Length) / (double)numbers.Length);
            }
        }

        string Text(int row)
        {
            string cell = rows.Table[rows.Places[row], feature.Name].Trim();
            return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? Rounded.Text(number) : cell;
        }
    }

    private IEnumerable<(int Row, string Value, double Number, double Fraction)> Categories(EncodedColumn feature, (int From, int To) range)
    {
        IGrouping<int, int>[] levels = [.. Enumerable.Range(0, rows.Count).GroupBy(row => rows.Data.Inputs.Span[((row * rows.Width) + range.From)..((row * rows.Width) + range.To)].IndexOf(1f)).OrderByDescending(level => level.Count()).Take(options.GridPoints)];
        return levels.OrderBy(level => IsMissing(level.Key)).Select(level => (level.First(), NameOf(level.Key), double.NaN, level.Count() / (double)rows.Count));

        bool IsMissing(int level) => level >= 0 && feature.InputNames[level] == $"{feature.Name} (missing)";

        string NameOf(int level) => IsMissing(level) ? "missing"
            : level < 0 ? feature.IsCategory ? "not seen in training" : "any value"
            : feature.InputNames[level] == $"{feature.Name} (other)" ? "other categories"
            : feature.InputNames[level][(feature.Name.Length + 1)..];
    }

    private DependencePoint[] Points((int Row, string Value, double Number, double Fraction)[] values, (int From, int To) range)
    {
        int outputs = model.Preprocessor.OutputNames.Count, together = Math.Max(1, ExplainedRows.Batch / judged.Count), size = judged.Count * rows.Width;
        DependencePoint[] points = new DependencePoint[values.Length];
        for (int first = 0; first < values.Length; first += together)
        {
            int count = Math.Min(together, values.Length - first);
            float[] inputs = new float[count * size];
            for (int i = 0; i < count; i++)
            {
                judged.Data.Inputs.Span.CopyTo(inputs.AsSpan(i * size));
                for (int row = 0; row < judged.Count; row++)
                {
                    rows.Copy(values[first + i].Row, inputs.AsSpan((i * size) + (row * rows.Width), rows.Width), range);
                }
            }

            double[] answers = ExplainedRows.Answers(model, inputs);
            for (int i = 0; i < count; i++)
            {
                (_, string value, double number, double share) = values[first + i];
                points[first + i] = new DependencePoint(value, number, share, Means(answers.AsSpan(i * judged.Count * outputs, judged.Count * outputs), outputs));
            }
        }

        return points;
    }

    private double[] Means(ReadOnlySpan<double> answers, int outputs)
    {
        double[] means = new double[outputs];
        double total = 0;
        for (int row = 0; row < judged.Count; row++)
        {
            double weight = judged.Data.IsWeighted ? judged.Data.Weights.Span[row] : 1;
            total += weight;
            for (int output = 0; output < outputs; output++)
            {
                means[output] += weight * answers[(row * outputs) + output];
            }
        }

        return [.. means.Select(mean => mean / total)];
    }
}
