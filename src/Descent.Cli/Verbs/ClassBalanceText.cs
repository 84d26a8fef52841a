namespace Descent.Cli.Verbs;

/// <summary>The text of <c>--balance</c>: nothing or <c>balanced</c>, <c>none</c>, or weights by label.</summary>
internal static class ClassBalanceText
{
    public const string Option = "--balance";

    private const string Balanced = "balanced";

    /// <summary>Whether weights follow from the frequencies of the classes. "true" and "false" are the values of a flag, for lists of variants.</summary>
    public static bool IsBalanced(string? text) => text is Balanced or "true";

    /// <summary>Reads the weights by label; null if the text is one of the words.</summary>
    /// <exception cref="FormatException">If the text is neither.</exception>
    public static IReadOnlyDictionary<string, double>? Weights(string text) => IsBalanced(text) || text is "none" or "false" ? null
        : text.Contains('=', StringComparison.Ordinal) ? LabeledNumbers.Parse(text is ['[', .. string inside, ']'] ? inside : text, "a weight", "a label and a weight above 0, such as yes=5")
        : throw new FormatException(Wrong(text));

    /// <summary>Gives the option its value where it stands alone, so that the next word is not taken for it.</summary>
    public static string[] WithValue(string[] arguments) =>
        [.. arguments.Select((word, place) => word == Option && !IsValue(arguments.ElementAtOrDefault(place + 1)) ? $"{Option}={Balanced}" : word)];

    /// <summary>The message about a word after the option that was meant as its value; null if there is none. Call it where the command line has a word too many.</summary>
    public static string? Misread(string[] arguments) =>
        arguments.Index().Where(argument => argument.Item == Option).Select(argument => arguments.ElementAtOrDefault(argument.Index + 1)).FirstOrDefault(next => next is not null && !IsValue(next) && !next.StartsWith('-') && !File.Exists(next)) is { } word
            ? $"{Option}: {Wrong(word)}"
            : null;

    private static string Wrong(string text) => $"Weights of classes are balanced, none or LABEL=X,LABEL=X, such as yes=5, but this is '{text}'.";

    private static bool IsValue(string? next) => next is Balanced or "none" or "true" or "false" || (next is not null && !next.StartsWith("--", StringComparison.Ordinal) && next.Contains('=', StringComparison.Ordinal));
}
