using System.CommandLine.Parsing;
using Descent.Sources.Parquet;

namespace Descent.Cli;

/// <summary>Describes what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageFault
{
    public static string Of(ParseResult parsed, RootCommand root, Verb? verb)
    {
        string page = verb is null ? "descent --help" : $"descent {verb.Name} --help";
        string? stray = StrayOption(parsed, verb) ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null);
        bool isOption = stray?.StartsWith('-') == true && !HasDoubleDash(parsed);
        string text = (stray, verb) switch
        {
            (null, null) => "Which verb? " + Wording.Hint("", [.. root.Subcommands.Select(known => known.Name)]),
            (null, _) => Missing(parsed, verb) ?? string.Join(' ', parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)),
            (_, null) => $"There is no verb '{stray}'. {Synonyms.ForVerb(stray) ?? Wording.Hint(stray, [.. root.Subcommands.Select(known => known.Name)])}",
            _ when isOption => $"{verb.Name} has no option '{stray}'. {Synonyms.ForOption(stray, verb) ?? Elsewhere(stray, root) ?? Wording.Hint(stray, [.. verb.Options.Select(option => option.Name)])}",
            _ => $"'{stray}' is one argument too many for {verb.Name}. Put names with blanks into quotes.",
        };
        return $"{text} ({page} shows all.)";
    }

    /// <summary>
    /// The first word that looks like an unknown option. The parser takes it for an argument if one is missing: of
    /// <c>train --lr 0.1 data.csv</c>, only the data would be unmatched. After <c>--</c>, everything is an argument.
    /// </summary>
    public static string? StrayOption(ParseResult parsed, Verb? verb)
    {
        if (verb is null || HasDoubleDash(parsed))
        {
            return null;
        }

        HashSet<string> loose = [.. parsed.UnmatchedTokens, .. verb.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens.Select(token => token.Value) ?? [])];
        return parsed.Tokens.Select(token => token.Value).FirstOrDefault(word => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && loose.Contains(word));
    }

    /// <summary>
    /// The message for an option that is followed by another one where its value should be: of <c>--missing --out runs/a</c>, the parser takes <c>--out</c> for a missing word. Null if there is none.
    /// A value that begins like an option is written behind an equals sign.
    /// </summary>
    public static string? Swallowed(string[] arguments, ParseResult parsed, Verb verb)
    {
        int end = Array.IndexOf(arguments, "--") is >= 0 and var dashes ? dashes : arguments.Length;
        for (int i = 1; i + 1 < end; i++)
        {
            if (OptionOf(arguments[i]) is { Arity.MinimumNumberOfValues: > 0 } bare && OptionOf(arguments[i + 1].Split('=')[0]) is not null)
            {
                return $"{arguments[i]} has no value: {arguments[i + 1]} is an option. {bare.Name} {bare.HelpName}: {bare.Description}{Choices(bare, parsed)} (A value like that is written {bare.Name}={arguments[i + 1]}; descent {verb.Name} --help shows all.)";
            }
        }

        return null;

        Option? OptionOf(string word) => verb.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));
    }

    private static bool HasDoubleDash(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);

    // The option may be right and the verb wrong.
    private static string? Elsewhere(string stray, RootCommand root) =>
        string.Join(", ", root.Subcommands.Where(known => known.Options.Any(option => option.Name == stray.Split('=')[0])).Select(known => known.Name)) is { Length: > 0 } verbs
            ? $"It is an option of {verbs}."
            : null;

    /// <summary>The first required argument or option that is missing, with its choices.</summary>
    private static string? Missing(ParseResult parsed, Verb verb) =>
        verb.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }) is { } argument
            ? $"{verb.Name} needs {argument.Name}: {argument.Description}{Choices(argument, parsed)}"
        : verb.Options.FirstOrDefault(option => option.Required && parsed.GetResult(option) is not { IdentifierToken: not null }) is { } absent
            ? $"{verb.Name} needs {absent.Name} {absent.HelpName}: {absent.Description}{Choices(absent, parsed)}"
        : verb.Options.FirstOrDefault(option => option.Arity.MaximumNumberOfValues == 1 && parsed.GetResult(option) is { Tokens.Count: > 1 }) is { } twice
            ? $"{twice.Name} is given more than once. Give it once: {twice.Name} {twice.HelpName}."
        : verb.Options.FirstOrDefault(option => option.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(option) is { Implicit: false, Tokens.Count: 0 }) is { } bare
            ? $"{bare.Name} needs a value: {bare.Name} {bare.HelpName}. {bare.Description}{Choices(bare, parsed)}"
        : null;

    private static string Choices(Symbol symbol, ParseResult parsed) => symbol.Name switch
    {
        ExplainVerb.NameForm => $" The kinds are {string.Join(", ", Kinds.All.Select(Kinds.Plural))}.",
        "MODEL" when Directory.Exists("runs") && Directory.GetDirectories("runs") is { Length: > 0 } runs => $" {Wording.Hint("", [.. runs.Order(StringComparer.Ordinal)])}",
        "--target" or "--group" or "--ignore" => Columns(parsed),
        _ => "",
    };

    // The message also helps without the columns: a file that cannot be read has its own message when it is read.
    private static string Columns(ParseResult parsed)
    {
        Argument? data = parsed.CommandResult.Command.Arguments.FirstOrDefault(argument => argument.Name.StartsWith("DATA", StringComparison.Ordinal));
        string? path = data is not null && parsed.GetResult(data)?.Tokens is [{ } token, ..] ? token.Value : null;
        try
        {
            // A pipe can be read only once, and waiting for it would hide the message.
            return File.Exists(path) && Path.GetFullPath(path) is var full && !full.StartsWith("/dev/", StringComparison.Ordinal) && new FileInfo(full).Length > 0
                ? $" The columns are {Listed(DataPlace.KindOf(full) == DataKind.Parquet ? ParquetTable.ColumnsOf(full) : Table.ReadChunks(full, rowsPerChunk: 1).First().Columns)}."
                : "";
        }
        catch (DataException)
        {
            return "";
        }
    }

    private static string Listed(IReadOnlyList<string> names)
    {
        const int most = 20;
        return string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");
    }
}
