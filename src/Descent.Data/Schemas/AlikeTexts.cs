using System.Globalization;

namespace Descent.Data;

/// <summary>Warns about texts that differ only in case, in surrounding blanks or in leading zeros; most likely they mean the same, but only the
/// user knows.</summary>
internal static class AlikeTexts
{
    /// <summary>A warning that names the most frequent pair, or nothing.</summary>
    /// <param name="where">The column, such as 'Column "x"'.</param>
    /// <param name="one">The noun for a text: category or label.</param>
    /// <param name="several">The plural of that noun.</param>
    /// <param name="counts">How often each text occurs.</param>
    public static IEnumerable<Notice> Of(string where, string one, string several, IReadOnlyDictionary<string, int> counts)
    {
        string[][] groups = [.. counts.OrderByDescending(text => text.Value).ThenBy(text => text.Key, StringComparer.Ordinal).Select(text => text.Key)
            .GroupBy(Essence, StringComparer.OrdinalIgnoreCase).Where(alike => alike.Count() > 1).Select(alike => alike.ToArray())];
        if (groups.Length > 0)
        {
            int others = groups.Sum(alike => alike.Length) - 2;
            string more = others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" The same is true of {others:#,0} more.");
            yield return Notice.Warning($"{where}: \"{groups[0][0]}\" and \"{groups[0][1]}\" differ only in {Difference(groups[0])}, but each is a separate {one}.{more}", Remedy.FromAdvice($"write equal {several} the same way"));
        }
    }

    private static string Essence(string text) => text.Trim() is var word && word.Length > 1 && word.All(char.IsAsciiDigit) ? word[..^1].TrimStart('0') + word[^1] : word;

    private static string Difference(string[] pair) => pair[0].Trim().Equals(pair[1].Trim(), StringComparison.OrdinalIgnoreCase) ? "case or blanks" : "leading zeros";
}
