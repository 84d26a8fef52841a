using System.Globalization;

namespace Descent.Data;

/// <summary>Names in a message: a table may have 20,000 columns, a line of text has no room for them.</summary>
internal static class NameList
{
    private const int Most = 20, Shown = 10;

    /// <summary>"a, b, c", or the first ten of more than twenty "and 19,990 more".</summary>
    public static string Of(IReadOnlyCollection<string> names) => names.Count <= Most
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(Shown))} and {names.Count - Shown:#,0} more");
}
