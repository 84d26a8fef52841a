namespace Descent.Data;

/// <summary>Collects notices about unusual values in the rows being encoded.</summary>
internal sealed class EncodingReport(bool strict, ICollection<Notice>? notices)
{
    /// <summary>Whether a category that did not occur in training is an error.</summary>
    public bool IsStrict => strict;

    /// <summary>Reports that some rows have no value in a column that had one in every training row.</summary>
    /// <param name="column">The column.</param>
    /// <param name="missing">The number of rows without a value.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="one">What happens to a single one, such as "it gets the median".</param>
    /// <param name="many">What happens to several.</param>
    public void Missing(string column, int missing, int rows, string one, string many) => Warn($"missing {column}", missing, rows, (part, all) =>
        $"Column \"{column}\": {Amount.Part(part, all, "row", "has", "have")} no value although every training row had one; {(part == 1 ? one : many)}.");

    /// <summary>Reports that some values are far outside the range of the training rows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="noun">The noun for its values: value or date.</param>
    /// <param name="outside">The number of such values.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="range">The range in the training rows, such as "0 … 1".</param>
    /// <param name="table">The table.</param>
    /// <param name="first">The first row with such a value.</param>
    public void Outside(string column, string noun, int outside, int rows, string range, Table table, int first) => Warn($"outside {column}", outside, rows, (part, all) =>
        $"Column \"{column}\": {Amount.Part(part, all, noun, "is", "are")} far outside the training range {range} ({(part == 1 ? "" : "first: ")}{table[first, column]} in {table.LineWord} {table.LineOf(first)}); predictions there are guesses.");

    /// <summary>Reports that some values did not occur in training.</summary>
    /// <param name="column">The column.</param>
    /// <param name="unknown">The number of such values.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="meaning">How they are encoded: other or unknown.</param>
    /// <param name="table">The table.</param>
    /// <param name="first">The first row with such a value.</param>
    public void Unknown(string column, int unknown, int rows, string meaning, Table table, int first) => Warn(
        $"unknown {column}", unknown, rows,
        (part, all) => $"Column \"{column}\": {Amount.Part(part, all, "value", "did", "did")} not occur in training ({(part == 1 ? "" : "first: ")}\"{table[first, column]}\" in {table.LineWord} {table.LineOf(first)}); {(part == 1 ? "it counts" : "they count")} as {meaning}.",
        new Remedy("Strict"));

    private void Warn(string key, int part, int all, Func<long, long, string> text, params IReadOnlyList<Remedy> remedies)
    {
        if (part > 0)
        {
            notices?.Add(Notice.Warning(text(part, all), remedies) with { Tally = new(key, part, text) });
        }
    }
}
