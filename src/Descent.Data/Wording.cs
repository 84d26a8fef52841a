namespace Descent.Data;

/// <summary>Formats numbers and names as the library's own messages do, for messages in the same style.</summary>
/// <example><c>Console.WriteLine($"{Wording.Count(table.Rows, "row")}: {Wording.Names(table.Columns)}");</c></example>
public static class Wording
{
    /// <summary>Formats a number and a noun, which gets an s unless the number is 1: "1 row", "1,599 rows".</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">The noun, in the singular.</param>
    /// <returns>The formatted text.</returns>
    public static string Count(long count, string noun)
    {
        ArgumentNullException.ThrowIfNull(noun);
        return Amount.Of(count, noun);
    }

    /// <summary>Formats a part of a whole, with a verb that agrees: "1 of 20 rows has", "2 of 20 rows have".</summary>
    /// <param name="part">The number of things the sentence is about.</param>
    /// <param name="all">The number of all things.</param>
    /// <param name="noun">The noun for the things, in the singular.</param>
    /// <param name="one">The verb if <paramref name="part"/> is 1.</param>
    /// <param name="many">The verb otherwise.</param>
    /// <returns>The formatted text.</returns>
    public static string Part(long part, long all, string noun, string one, string many)
    {
        ArgumentNullException.ThrowIfNull(noun);
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(many);
        return Amount.Part(part, all, noun, one, many);
    }

    /// <summary>Lists names, separated by commas: all of them, or, of more than twenty, the first ten "and 19,990 more".</summary>
    /// <param name="names">The names.</param>
    /// <returns>The formatted text.</returns>
    public static string Names(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return NameList.Of(names);
    }

    /// <summary>Formats a measured number with six significant digits, and with an exponent only if many zeros would be needed: 0.839,
    /// 231932, 9.9e+36.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The formatted number.</returns>
    public static string Number(double value) => Rounded.Text(value);

    /// <summary>Suggests existing names for one that does not exist: "Did you mean "age"?", or, if none is similar, the list of all
    /// names.</summary>
    /// <param name="wanted">The name that does not exist.</param>
    /// <param name="names">The existing names.</param>
    /// <returns>A sentence.</returns>
    public static string Hint(string wanted, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(names);
        return ClosestNames.Hint(wanted, names);
    }
}
