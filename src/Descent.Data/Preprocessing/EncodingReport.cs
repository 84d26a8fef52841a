namespace Descent.Data;

/// <summary>Collects what is unusual about the rows being encoded.</summary>
internal sealed class EncodingReport(bool strict, ICollection<Notice>? notices)
{
    /// <summary>Whether a category that training has not seen is an error.</summary>
    public bool IsStrict => strict;

    /// <summary>Says that some rows have no value in a column that had one in every training row.</summary>
    /// <param name="column">The column.</param>
    /// <param name="missing">How many rows.</param>
    /// <param name="rows">Of how many.</param>
    /// <param name="one">What becomes of one, such as "it gets the median".</param>
    /// <param name="many">What becomes of several.</param>
    public void Missing(string column, int missing, int rows, string one, string many) => Warn($"missing {column}", missing, rows, (part, all) =>
        $"Column \"{column}\": {Amount.Part(part, all, "row", "has", "have")} no value although every training row had one; {(part == 1 ? one : many)}.");

    /// <summary>Says that some values lie far outside those of training.</summary>
    /// <param name="column">The column.</param>
    /// <param name="noun">What it holds: value or date.</param>
    /// <param name="outside">How many.</param>
    /// <param name="rows">Of how many.</param>
    /// <param name="range">Those of training, as "0 … 1".</param>
    /// <param name="table">The table.</param>
    /// <param name="first">The row with the first of them.</param>
    public void Outside(string column, string noun, int outside, int rows, string range, Table table, int first) => Warn($"outside {column}", outside, rows, (part, all) =>
        $"Column \"{column}\": {Amount.Part(part, all, noun, "lies", "lie")} far outside the training range {range} ({(part == 1 ? "" : "first: ")}{table[first, column]} in line {table.LineOf(first)}); predictions there are guesses.");

    /// <summary>Says that some values did not occur in training.</summary>
    /// <param name="column">The column.</param>
    /// <param name="unknown">How many.</param>
    /// <param name="rows">Of how many.</param>
    /// <param name="meaning">As what they count: other or unknown.</param>
    /// <param name="table">The table.</param>
    /// <param name="first">The row with the first of them.</param>
    public void Unknown(string column, int unknown, int rows, string meaning, Table table, int first) => Warn(
        $"unknown {column}", unknown, rows,
        (part, all) => $"Column \"{column}\": {Amount.Part(part, all, "value", "did", "did")} not occur in training ({(part == 1 ? "" : "first: ")}\"{table[first, column]}\" in line {table.LineOf(first)}); {(part == 1 ? "it counts" : "they count")} as {meaning}.",
        new Remedy("Strict"));

    private void Warn(string key, int part, int all, Func<long, long, string> text, params IReadOnlyList<Remedy> remedies)
    {
        if (part > 0)
        {
            notices?.Add(Notice.Warning(text(part, all), remedies) with { Tally = new(key, part, text) });
        }
    }
}
