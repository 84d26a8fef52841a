namespace Descent.Data;

/// <summary>Suggests existing names for one that does not exist.</summary>
internal static class ClosestNames
{
    private const int Shown = 3;
    private const int ListedAtMost = 20;

    /// <summary>"Did you mean …?", or the list of all names.</summary>
    public static string Hint(string wanted, IReadOnlyList<string> names)
    {
        // Half of a short name or a third of a long one may be mistyped.
        int tolerated = Math.Min(wanted.Length / 2, Math.Max(2, wanted.Length / 3));
        string[] close = [.. names.Select(name => (Name: name, Distance: Distance(wanted, name)))
            .Where(n => n.Distance <= tolerated).OrderBy(n => n.Distance).Take(Shown).Select(n => $"\"{n.Name}\"")];
        string more = names.Count > ListedAtMost ? $" and {names.Count - ListedAtMost} more" : "";
        return close.Length > 0
            ? $"Did you mean {string.Join(" or ", close)}?"
            : $"There are: {string.Join(", ", names.Take(ListedAtMost))}{more}.";
    }

    /// <summary>The Levenshtein distance, ignoring case.</summary>
    public static int Distance(string first, string second)
    {
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int change = diagonal + (char.ToUpperInvariant(first[i - 1]) == char.ToUpperInvariant(second[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
