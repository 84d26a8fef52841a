namespace Descent.Cli.Verbs;

/// <summary>
/// Creates options whose values are parsed strictly: numbers in invariant form (a comma in a number is an error, never a
/// thousands separator) and within their range.
/// </summary>
internal static class Choice
{
    public static Option<double?> Real(string name, string help, string range, Func<double, bool> isWithin, double? otherwise = null) => Parsed<double?>(
        name, "X", help,
        word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && isWithin(value) ? value : null,
        word => $"a number {range}{(double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsInfinity(value) && isWithin(value) ? ", at most 1.79e308" : "")}",
        otherwise);

    /// <summary>A whole number of at least <paramref name="least"/>, and at most <paramref name="most"/>.</summary>
    public static Option<int?> Whole(string name, string help, int least, string helpName = "N", int? otherwise = null, int most = int.MaxValue) => Parsed<int?>(
        name, helpName, help,
        word => int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null,
        word => WholeRange(word, least, most, most < int.MaxValue),
        otherwise);

    /// <summary>The number from which all random numbers are derived.</summary>
    public static Option<ulong?> Seed() => Parsed<ulong?>(
        "--seed", "N", "Decides every random number.",
        word => ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null,
        word => WholeRange(word, 0, ulong.MaxValue),
        1);

    public static Option<string?> Text(string name, string helpName, string help) => new(name) { Description = help, HelpName = helpName };

    /// <summary>Words, each after the option's name again.</summary>
    public static Option<string[]> Texts(string name, string helpName, string help) =>
        new(name) { Description = help, HelpName = helpName, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    /// <summary>One of a few words.</summary>
    public static Option<T?> OneOf<T>(string name, string help, params (string Word, T Value)[] values)
        where T : struct => Parsed<T?>(
            name, string.Join('|', values.Select(value => value.Word)), help,
            word => values.Where(value => value.Word == word).Select(value => (T?)value.Value).FirstOrDefault(),
            _ => $"one of {string.Join(", ", values.Select(value => value.Word))}");

    /// <summary>One of a few words, as it is.</summary>
    public static Option<string?> Word(string name, string help, IReadOnlyCollection<string> words, string? otherwise = null) => Parsed<string?>(
        name, string.Join('|', words), help, word => words.Contains(word, StringComparer.Ordinal) ? word : null, _ => $"one of {string.Join(", ", words)}", otherwise);

    public static Option<bool> Flag(string name, string help) => new(name) { Description = help };

    /// <summary>An option whose text is parsed; null is refused, and the message says what is expected.</summary>
    private static Option<T> Parsed<T>(string name, string helpName, string help, Func<string, T> parse, Func<string, string> expected, T? otherwise = default)
    {
        Option<T> option = new(name)
        {
            Description = help,
            HelpName = helpName,
            CustomParser = result =>
            {
                string word = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
                if (parse(word) is { } value)
                {
                    return value;
                }

                result.AddError($"{name} must be {expected(word)}, but is '{word}'.{CommaHint(word)}");
                return default;
            },
        };
        if (otherwise is not null)
        {
            option.DefaultValueFactory = _ => otherwise;
        }

        return option;
    }

    /// <summary>A sentence for a number with a decimal comma, with a space before it; empty for any other word.</summary>
    public static string CommaHint(string word) => word.Count(letter => letter == ',') == 1 && word.Replace(',', '.') is var written && double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        ? $" Numbers on the command line have a decimal point: {written}."
        : "";

    // A limit that only the type sets is named where it is exceeded.
    private static string WholeRange(string word, BigInteger least, BigInteger most, bool hasMost = false) =>
        hasMost || (BigInteger.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) && number > most)
            ? $"a whole number from {least} to {most:#,0}"
            : $"a whole number of at least {least}";
}
