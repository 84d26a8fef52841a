using System.Text;

namespace Descent.Data;

/// <summary>Finds features that duplicate the target: equal text, equal number, or one value per label.</summary>
internal static class LeakageCheck
{
    public static void Warn(Table table, IEnumerable<ColumnSchema> features, IReadOnlyList<ColumnSchema> targets, ReadOnlySpan<int> rows, List<Notice> notices)
    {
        foreach (ColumnSchema feature in features)
        {
            foreach (ColumnSchema target in targets)
            {
                int from = table.IndexOf(feature.Name), to = table.IndexOf(target.Name);
                bool leaks = target.Labels.Count > 0 ? IsOneToOne(table, from, to, rows) : IsEqual(table, (from, feature.Notation), (to, target.Notation), rows);
                if (leaks)
                {
                    notices.Add(Notice.Warning($"Column \"{feature.Name}\" gives the target \"{target.Name}\" away: each of its values belongs to one {(target.Labels.Count > 0 ? "label" : "number")}. Will it be known when predicting?", new Remedy(nameof(SchemaOptions.Ignore), feature.Name)));
                }
            }
        }
    }

    private static bool IsEqual(Table table, (int Column, NumberNotation? Notation) feature, (int Column, NumberNotation? Notation) target, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (!NumberReader.TryRead(table, table.Bytes(row, feature.Column), feature.Notation, out double x)
                || !NumberReader.TryRead(table, table.Bytes(row, target.Column), target.Notation, out double y) || x != y)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether every value has exactly one label and every label exactly one value; stops at the first
    /// counterexample.</summary>
    private static bool IsOneToOne(Table table, int feature, int target, ReadOnlySpan<int> rows)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal), values = new(StringComparer.Ordinal);
        foreach (int row in rows)
        {
            string value = Encoding.UTF8.GetString(table.Bytes(row, feature)), label = Encoding.UTF8.GetString(table.Bytes(row, target));
            labels.TryAdd(value, label);
            values.TryAdd(label, value);
            if (labels[value] != label || values[label] != value)
            {
                return false;
            }
        }

        return labels.Count > 1;
    }
}
