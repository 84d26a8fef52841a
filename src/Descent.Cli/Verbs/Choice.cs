using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Descent.Cli.Verbs;

/// <summary>
/// Makes options whose values are read strictly: numbers in invariant form (a comma in a number is an error, never a
/// thousands mark) and within their range.
/// </summary>
internal static class Choice
{
    /// <summary>A number.</summary>
    public static Option<double?> Real(string name, string help, string range, Func<double, bool> isWithin, double? otherwise = null)
    {
        Option<double?> option = new(name)
        {
            Description = help,
            HelpName = "X",
            CustomParser = result => double.TryParse(Word(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && isWithin(value)
                ? value
                : Refuse<double?>(result, name, $"a number {range}{(double.IsInfinity(value) && isWithin(value) ? ", at most 1.79e308" : "")}"),
        };
        if (otherwise is not null)
        {
            option.DefaultValueFactory = _ => otherwise;
        }

        return option;
    }

    /// <summary>A whole number of at least <paramref name="least"/>, and at most <paramref name="most"/>.</summary>
    public static Option<int?> Whole(string name, string help, int least, string helpName = "N", int? otherwise = null, int most = int.MaxValue)
    {
        Option<int?> option = new(name)
        {
            Description = help,
            HelpName = helpName,
            CustomParser = result => int.TryParse(Word(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
                ? value
                : Refuse<int?>(result, name, most == int.MaxValue && !IsAbove(Word(result), most) ? $"a whole number of at least {least}" : string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most:#,0}")),
        };
        if (otherwise is not null)
        {
            option.DefaultValueFactory = _ => otherwise;
        }

        return option;
    }

    /// <summary>The number from which all random numbers follow.</summary>
    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Decides every random number.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result => ulong.TryParse(Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : Refuse<ulong>(result, "--seed", IsAbove(Word(result), ulong.MaxValue) ? string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {ulong.MaxValue:#,0}") : "a whole number of at least 0"),
    };

    /// <summary>A word or a file.</summary>
    public static Option<string?> Text(string name, string helpName, string help) => new(name) { Description = help, HelpName = helpName };

    /// <summary>Words, each after the option's name again.</summary>
    public static Option<string[]> Texts(string name, string helpName, string help) => new(name) { Description = help, HelpName = helpName, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    /// <summary>One of a few words.</summary>
    public static Option<T?> OneOf<T>(string name, string help, params (string Word, T Value)[] values)
        where T : struct
    {
        string words = string.Join('|', values.Select(value => value.Word));
        return new(name)
        {
            Description = help,
            HelpName = words,
            CustomParser = result => values.Any(value => value.Word == Word(result))
                ? values.First(value => value.Word == Word(result)).Value
                : Refuse<T?>(result, name, $"one of {words.Replace("|", ", ", StringComparison.Ordinal)}"),
        };
    }

    /// <summary>Yes or no.</summary>
    public static Option<bool> Flag(string name, string help) => new(name) { Description = help };

    // The limit is said to whoever has met it; nobody else needs to know it.
    private static bool IsAbove(string word, BigInteger most) => BigInteger.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) && number > most;

    private static string Word(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError($"{name} must be {expected}, but is '{Word(result)}'.");
        return default;
    }
}
