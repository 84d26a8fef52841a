using System.Globalization;

namespace Descent.Data;

/// <summary>Tells of texts that differ only in upper and lower case or in blanks around them: most likely one was meant, but that only the user knows.</summary>
internal static class AlikeTexts
{
    /// <summary>A warning that names the most frequent pair, or nothing.</summary>
    /// <param name="where">The column, as 'Column "x"'.</param>
    /// <param name="one">What a text stands for: category or label.</param>
    /// <param name="several">The same of several.</param>
    /// <param name="counts">How often each text occurs.</param>
    public static IEnumerable<Notice> Of(string where, string one, string several, IReadOnlyDictionary<string, int> counts)
    {
        string[][] groups = [.. counts.OrderByDescending(text => text.Value).ThenBy(text => text.Key, StringComparer.Ordinal).Select(text => text.Key)
            .GroupBy(text => text.Trim(), StringComparer.OrdinalIgnoreCase).Where(alike => alike.Count() > 1).Select(alike => alike.ToArray())];
        if (groups.Length > 0)
        {
            int others = groups.Sum(alike => alike.Length) - 2;
            string more = others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" So {(others == 1 ? "does" : "do")} {others:#,0} more.");
            yield return Notice.Warning($"{where}: \"{groups[0][0]}\" and \"{groups[0][1]}\" differ only in upper and lower case or blanks, and each is a {one} of its own.{more}", Remedy.FromAdvice($"write equal {several} alike"));
        }
    }
}
