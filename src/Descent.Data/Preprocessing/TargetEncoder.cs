using System.Numerics;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>Encodes one target column: labels as 0/1, −1/1 or one-hot, numbers as (y − mean) / scale.</summary>
internal sealed record TargetEncoder(ColumnSchema Column, TaskKind Task, double Mean, double Scale)
{
    [JsonIgnore]
    public IReadOnlyList<string> OutputNames => Task == TaskKind.Multiclass ? Column.Labels : [Column.Name];

    [JsonIgnore]
    public int Width => Task == TaskKind.Multiclass ? Column.Labels.Count : 1;

    public static TargetEncoder Fit(Table table, ColumnSchema target, TaskKind task, ReadOnlySpan<int> rows, LabelCoding labels)
    {
        if (!AreNumbers(task))
        {
            // (0 − ½)/½ is −1.
            return task != TaskKind.Multiclass && labels == LabelCoding.MinusOneAndOne ? new(target, task, 0.5, 0.5) : new(target, task, 0, 1);
        }

        (double mean, double scale) = Statistics.MeanAndScale(Numbers(table, target, rows));

        // Counts keep 0 at 0: dividing by their mean corresponds to an offset of a generalized linear model, the logarithm of that
        // mean.
        return task == TaskKind.Counts ? new(target, task, 0, mean > 0 ? mean : 1) : new(target, task, mean, scale);
    }

    /// <summary>The numbers of the given rows, as they are in the table.</summary>
    public double[] Numbers(Table table, ReadOnlySpan<int> rows) => Numbers(table, Column, rows);

    private static double[] Numbers(Table table, ColumnSchema target, ReadOnlySpan<int> rows)
    {
        int column = table.RequireColumn(target.Name);
        double[] values = new double[rows.Length];
        for (int i = 0; i < values.Length; i++)
        {
            _ = NumericEncoder.TryRead(table, rows[i], column, target.WordsAreMissing, target.Notation, out values[i]);
        }

        return values;
    }

    /// <summary>
    /// Writes the targets of the given rows; those of row i begin at i · stride and must be zero before. For a label that did not occur
    /// in training they stay zero and it is added to <paramref name="unknown"/>; if that is null, such a label is an error.
    /// </summary>
    public void Encode<T>(Table table, ReadOnlySpan<int> rows, Span<T> targets, int stride, ICollection<UnknownLabel>? unknown = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int column = table.RequireColumn(Column.Name);
        LabelReader? labels = AreNumbers(Task) ? null : new(table, Column);
        for (int i = 0; i < rows.Length; i++)
        {
            if (labels is null)
            {
                _ = NumericEncoder.TryRead(table, rows[i], column, Column.WordsAreMissing, Column.Notation, out double value);
                targets[i * stride] = T.CreateTruncating((value - Mean) / Scale);
                if (!T.IsFinite(targets[i * stride]))
                {
                    throw CellFaults.TooFar(table, rows[i], column);
                }
            }
            else if (unknown is not null && labels.Find(rows[i]) < 0)
            {
                unknown.Add(new UnknownLabel(i, Column.Name, table[rows[i], column]));
            }
            else if (Task == TaskKind.Multiclass)
            {
                targets[(i * stride) + labels[rows[i]]] = T.One;
            }
            else
            {
                targets[i * stride] = T.CreateTruncating((labels[rows[i]] - Mean) / Scale);
            }
        }
    }

    private static bool AreNumbers(TaskKind task) => task is TaskKind.Regression or TaskKind.Counts;

    public void Validate()
    {
        bool labels = Column?.Labels is { } known && (AreNumbers(Task) ? known.Count == 0 : known.Count >= 2)
            && (Task == TaskKind.Multiclass || AreNumbers(Task) || known.Count == 2) && known.Distinct(StringComparer.Ordinal).Count() == known.Count;
        if (!labels || !double.IsFinite(Mean) || !double.IsFinite(Scale) || Scale <= 0)
        {
            throw new DataException($"The encoding of target \"{Column?.Name}\" is damaged. Save the model again.");
        }
    }
}
