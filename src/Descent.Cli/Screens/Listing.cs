using System.Text.RegularExpressions;

namespace Descent.Cli.Screens;

/// <summary>Shortens what would fill several screens; JSON has everything.</summary>
internal static partial class Listing
{
    private const int MostColumns = 60, ShownColumns = 40;
    private const int MostAlike = 8, ShownAlike = 3;

    /// <summary>The first of many columns, and how many of each kind are left out; null if all are shown.</summary>
    public static (IEnumerable<T> Shown, string? More) Of<T>(IReadOnlyList<T> columns, Func<T, string> kind)
    {
        if (columns.Count <= MostColumns)
        {
            return (columns, null);
        }

        IEnumerable<string> kinds = columns.Skip(ShownColumns).CountBy(kind, StringComparer.Ordinal).OrderByDescending(group => group.Value).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Value:#,0} {group.Key}"));
        return (columns.Take(ShownColumns), string.Create(CultureInfo.InvariantCulture, $"and {columns.Count - ShownColumns:#,0} more columns: {string.Join(", ", kinds)} (inspect --json lists all)"));
    }

    /// <summary>Of many notices that differ in names and numbers only, the first few and how many more there are.</summary>
    public static IEnumerable<Notice> Of(IEnumerable<Notice> notices)
    {
        foreach (IGrouping<(Severity, string), Notice> alike in notices.GroupBy(notice => (notice.Severity, Particulars().Replace(notice.Text, "…"))))
        {
            Notice[] all = [.. alike];
            foreach (Notice notice in all.Length <= MostAlike ? all : all[..ShownAlike])
            {
                yield return notice;
            }

            if (all.Length > MostAlike)
            {
                yield return new Notice(alike.Key.Item1, string.Create(CultureInfo.InvariantCulture, $"The same is true of {all.Length - ShownAlike:#,0} more, with names and numbers of their own (--json lists all)."));
            }
        }
    }

    [GeneratedRegex("""("[^"]*"|-?\d[\d.,]*(E[+-]?\d+)?)""", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Particulars();
}
