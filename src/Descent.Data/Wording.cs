namespace Descent.Data;

/// <summary>Numbers and names as they stand in the library's messages, for messages of one's own that are to read alike.</summary>
/// <example><c>Console.WriteLine($"{Wording.Count(table.Rows, "row")}: {Wording.Names(table.Columns)}");</c></example>
public static class Wording
{
    /// <summary>A number and a noun, which takes an s unless there is one thing: "1 row", "1,599 rows".</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">Of what, in the singular.</param>
    /// <returns>The words.</returns>
    public static string Count(long count, string noun)
    {
        ArgumentNullException.ThrowIfNull(noun);
        return Amount.Of(count, noun);
    }

    /// <summary>A part of things, with a verb that agrees: "1 of 20 rows has", "2 of 20 rows have".</summary>
    /// <param name="part">How many are meant.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="noun">What they are, in the singular.</param>
    /// <param name="one">What is said of one.</param>
    /// <param name="many">What is said of several.</param>
    /// <returns>The words.</returns>
    public static string Part(long part, long all, string noun, string one, string many)
    {
        ArgumentNullException.ThrowIfNull(noun);
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(many);
        return Amount.Part(part, all, noun, one, many);
    }

    /// <summary>Names with commas between them: all of them, or the first ten of more than twenty "and 19,990 more".</summary>
    /// <param name="names">The names.</param>
    /// <returns>The words.</returns>
    public static string Names(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return NameList.Of(names);
    }

    /// <summary>A measured number with six digits that count, and an exponent only where many zeros would be needed: 0.839, 231932, 9.9e+36.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The digits.</returns>
    public static string Number(double value) => Rounded.Text(value);

    /// <summary>What somebody probably meant by a name that does not exist: "Did you mean "age"?", or, where nothing is near, what there is.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="names">What there is.</param>
    /// <returns>A sentence.</returns>
    public static string Hint(string wanted, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(names);
        return ClosestNames.Hint(wanted, names);
    }
}
