using System.Globalization;

namespace Descent.Data;

/// <summary>
/// Decides which of the usual missing words are labels of a target: "none" may be the answer in a quarter of the rows. A word is
/// a label if it is at least a quarter as frequent as the labels are on average, unless the target is numeric or has no other
/// values. Words that the user has listed as missing are always missing.
/// </summary>
internal static class MissingInTargets
{
    private const double ShareOfAverage = 0.25;
    private const double MostlyNumbers = 0.5;

    /// <summary>Returns the table with a separate list of missing words for each target, if needed.</summary>
    public static Table Decide(Table table, IReadOnlyList<string> targets, SchemaOptions options, List<Notice> notices)
    {
        if (options.MissingWords is not null)
        {
            return table;
        }

        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        foreach (string target in targets.Where(name => !options.MissingWordsOf.ContainsKey(name)))
        {
            int column = table.RequireColumn(target);
            Dictionary<string, int> words = Words(table, column, rows);
            if (words.Count > 0 && !HoldsNumbers(table, column, rows))
            {
                table = WithLabels(table, column, words, rows, notices);
            }
        }

        return table;
    }

    private static Table WithLabels(Table table, int column, Dictionary<string, int> words, int[] rows, List<Notice> notices)
    {
        Dictionary<string, int> labels = ColumnProfile.Levels(table, column, rows);
        if (labels.Count == 0)
        {
            // A column with only missing words has no value.
            return table;
        }

        double average = (double)(labels.Values.Sum() + words.Values.Sum()) / (labels.Count + words.Count);
        string name = table.Columns[column];
        List<string> kept = [];
        foreach ((string word, int count) in words.OrderByDescending(word => word.Value))
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"Target \"{name}\": \"{word}\" occurs in {count:#,0} of {Amount.Of(rows.Length, "row")}");
            if (count >= ShareOfAverage * average)
            {
                kept.Add(word);
                notices.Add(Notice.Information($"{found} and counts as a label.", new Remedy(nameof(SchemaOptions.MissingWordsOf), name, word)));
            }
            else
            {
                notices.Add(Notice.Warning($"{found} and counts as missing.", new Remedy(nameof(SchemaOptions.MissingWordsOf), name, "")));
            }
        }

        return kept.Count == 0 ? table : table.WithMissingWords(column, [.. table.MissingWordsOf(column).Where(word => !kept.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase))]);
    }

    /// <summary>How often each missing word occurs in a column, not counting empty cells.</summary>
    private static Dictionary<string, int> Words(Table table, int column, int[] rows)
    {
        Dictionary<string, int> counts = new(StringComparer.OrdinalIgnoreCase);
        foreach (int row in rows)
        {
            if (table.IsMissing(row, column) && table[row, column].Trim() is { Length: > 0 } word)
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        return counts;
    }

    private static bool HoldsNumbers(Table table, int column, int[] rows)
    {
        ColumnProfile profile = ColumnProfile.Of(table, column, rows);
        return profile.Present > 0 && profile.Numbers + profile.OtherNumbers > MostlyNumbers * profile.Present;
    }
}
