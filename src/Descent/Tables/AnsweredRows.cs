using Descent.Data;

namespace Descent;

/// <summary>Rows that have a target, as numbers, with all that is needed to evaluate a model on them.</summary>
internal sealed class AnsweredRows
{
    private AnsweredRows(Dataset<float> data, double[] numbers, ulong[] hashes, IReadOnlyList<UnknownLabel> unknown)
    {
        Data = data;
        Numbers = numbers;
        Hashes = hashes;
        Unknown = unknown;
    }

    /// <summary>Inputs and targets; the targets of unknown labels are 0.</summary>
    public Dataset<float> Data { get; }

    /// <summary>Numeric targets in their own units, at full precision; empty for labels.</summary>
    public double[] Numbers { get; }

    /// <summary>The hash of each row's contents.</summary>
    public ulong[] Hashes { get; }

    /// <summary>Labels that training has not seen.</summary>
    public IReadOnlyList<UnknownLabel> Unknown { get; }

    /// <summary>Inputs and targets of the rows whose labels are all known.</summary>
    public Dataset<float> Known => Unknown.Count == 0 ? Data : Data.Select([.. Enumerable.Range(0, Data.Rows).Except(Unknown.Select(label => label.Row))]);

    /// <summary>Selects the given rows of a table; those without a target or with weight 0 are left out.</summary>
    public static AnsweredRows Of(Preprocessor preprocessor, Table table, int[] rows, ICollection<Notice>? notices, bool strict)
    {
        List<UnknownLabel> unknown = [];
        Dataset<float> data = preprocessor.Transform<float>(table, rows, notices, strict, strict ? null : unknown);
        return new AnsweredRows(data, preprocessor.Numbers(table, rows), RowHashes.Of(table, preprocessor.Schema, preprocessor.Schema.Counted(table, rows)), unknown);
    }

    /// <summary>Selects all rows of a table that have a target; there must be at least one.</summary>
    public static AnsweredRows Of(Preprocessor preprocessor, Table table, ICollection<Notice>? notices, bool strict)
    {
        AnsweredRows answered = Of(preprocessor, table, [.. Enumerable.Range(0, table.Rows)], notices, strict);
        if (preprocessor.Schema.Weight is { } weight)
        {
            notices?.Add(Notice.Information(answered.Data.IsWeighted ? $"{table.Source}: rows are weighted by column \"{weight.Name}\"." : $"{table.Source} has no column \"{weight.Name}\", so all rows have the same weight."));
        }

        return answered.Data.Rows == 0 ? throw new DataException($"{table.Source} has no row with a value in {string.Join(", ", preprocessor.Schema.TargetNames)}, so it cannot be used for an evaluation.")
            : answered.Unknown.Count == answered.Data.Rows * preprocessor.Schema.Targets.Count ? throw NoLabelIsKnown(preprocessor, table, answered)
            : answered;
    }

    private static DataException NoLabelIsKnown(Preprocessor preprocessor, Table table, AnsweredRows answered)
    {
        IEnumerable<string> targets = preprocessor.Schema.Targets.Select(target =>
            $"column \"{target.Name}\" has {EvaluationNotices.Names([.. answered.Unknown.Where(label => label.Target == target.Name).Select(label => label.Label).Distinct(StringComparer.Ordinal)])}, the model knows {EvaluationNotices.Names(target.Labels)}");
        return new DataException($"No label of {table.Source} is one that the model was trained with: {string.Join("; ", targets)}. Every row would count as wrong. Labels are written as in the training table.");
    }

    /// <summary>Replaces the targets of unknown labels by NaN, because the 0 in the data would stand for a known label.</summary>
    public void Mark(Preprocessor preprocessor, OutcomeForm form, double[] targets)
    {
        // For multiclass targets, a row of an unknown class is all 0 already.
        if (form is OutcomeForm.Binary or OutcomeForm.Multilabel)
        {
            foreach (UnknownLabel label in Unknown)
            {
                targets[(label.Row * preprocessor.OutputNames.Count) + preprocessor.OutputNames.ToList().IndexOf(label.Target)] = double.NaN;
            }
        }
    }

    /// <summary>Selects some of the rows.</summary>
    public AnsweredRows Select(int[] rows)
    {
        Dictionary<int, int> places = rows.Index().ToDictionary(row => row.Item, row => row.Index);
        int columns = Numbers.Length / Math.Max(1, Data.Rows);
        double[] numbers = [.. rows.SelectMany(row => Numbers.AsSpan(row * columns, columns).ToArray())];
        return new AnsweredRows(Data.Select(rows), numbers, [.. rows.Select(row => Hashes[row])], [.. Unknown.Where(label => places.ContainsKey(label.Row)).Select(label => label with { Row = places[label.Row] })]);
    }
}
