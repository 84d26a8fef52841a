namespace Descent.Data;

/// <summary>
/// Combines the notices of a table that is read in parts: "3 of 4,096 values" in one part and "2 of 4,096" in another become one
/// notice about 5.
/// </summary>
/// <example>
/// <code>
/// NoticeSum sum = new();
/// foreach (Table part in Table.ReadChunks("new.csv"))
/// {
///     sum.Add(part.Notices);
/// }
/// </code>
/// </example>
public sealed class NoticeSum
{
    private readonly OrderedDictionary<string, (Notice First, long Count)> sums = [];

    /// <summary>Adds the notices of one part.</summary>
    /// <param name="notices">The notices of that part.</param>
    public void Add(IEnumerable<Notice> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        foreach (Notice notice in notices)
        {
            string key = notice.Tally?.Key ?? notice.Text;
            long count = notice.Tally?.Part ?? 0;
            sums[key] = sums.TryGetValue(key, out (Notice First, long Count) sum) ? (sum.First, sum.Count + count) : (notice, count);
        }
    }

    /// <summary>The combined notices, one for each kind.</summary>
    /// <param name="rows">The number of rows in all parts.</param>
    /// <returns>The notices, in the order of their first occurrence.</returns>
    public IReadOnlyList<Notice> Notices(long rows) =>
        [.. sums.Values.Select(sum => sum.First.Tally is { } tally ? sum.First with { Text = tally.Text(sum.Count, rows) } : sum.First)];
}
