using System.Globalization;
using System.Text.RegularExpressions;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>
/// The notices of a table that comes in parts, taken together: "3 of 4096 values" in one part and "2 of 4096" in another
/// become one notice about 5.
/// </summary>
internal sealed partial class NoticeSum
{
    private readonly OrderedDictionary<string, (Notice First, long Count)> sums = [];

    /// <summary>Adds the notices of one part.</summary>
    public void Add(IEnumerable<Notice> notices)
    {
        foreach (Notice notice in notices)
        {
            Match counted = Counted().Match(notice.Text);
            // What follows the first example differs from part to part and is no part of the meaning.
            string key = counted.Success ? counted.Groups["subject"].Value + counted.Groups["what"].Value.Split(" (first: ")[0] : notice.Text;
            long count = counted.Success ? long.Parse(counted.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) : 0;
            sums[key] = sums.TryGetValue(key, out (Notice First, long Count) sum) ? (sum.First, sum.Count + count) : (notice, count);
        }
    }

    /// <summary>One notice for each thing that was noticed.</summary>
    /// <param name="rows">How many rows there were in all parts.</param>
    public IReadOnlyList<Notice> Notices(long rows) =>
    [
        .. sums.Values.Select(sum => sum.Count == 0
            ? sum.First
            : sum.First with { Text = Counted().Replace(sum.First.Text, match => string.Create(CultureInfo.InvariantCulture, $"{match.Groups["subject"]}{sum.Count} of {rows} {match.Groups["what"]}"), 1) }),
    ];

    [GeneratedRegex("""^(?<subject>Column ".*": )(?<count>\d+) of \d+ (?<what>.*)$""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Counted();
}
