namespace Descent.Data;

/// <summary>
/// The notices of a table that comes in parts, taken together: "3 of 4,096 values" in one part and "2 of 4,096" in another
/// become one notice about 5.
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
    /// <param name="notices">What was noticed in it.</param>
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

    /// <summary>One notice for each thing that was noticed.</summary>
    /// <param name="rows">How many rows there were in all parts.</param>
    /// <returns>In the order in which they first came.</returns>
    public IReadOnlyList<Notice> Notices(long rows) =>
        [.. sums.Values.Select(sum => sum.First.Tally is { } tally ? sum.First with { Text = tally.Text(sum.Count, rows) } : sum.First)];
}
