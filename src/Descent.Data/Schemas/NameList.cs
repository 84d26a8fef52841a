using System.Globalization;

namespace Descent.Data;

/// <summary>Lists names in a message. A table may have 20,000 columns, too many for a line of text.</summary>
internal static class NameList
{
    private const int Most = 20, Shown = 10;

    /// <summary>"a, b, c"; of more than twenty names the first ten "and 19,990 more".</summary>
    public static string Of(IReadOnlyCollection<string> names) => names.Count <= Most
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(Shown))} and {names.Count - Shown:#,0} more");
}
