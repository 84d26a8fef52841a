using System.CommandLine;
using Descent.Cli.Verbs;
using Descent.Data.Schemas;

namespace Descent.Cli;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageFault
{
    public static string Of(ParseResult parsed, RootCommand root, Verb? verb)
    {
        string page = verb is null ? "descent --help" : $"descent {verb.Name} --help";
        string? stray = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        string text = (stray, verb) switch
        {
            (null, null) => "Which verb? " + ClosestNames.Hint("", [.. root.Subcommands.Select(known => known.Name)]),
            (null, _) => string.Join(' ', parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)),
            (_, null) => $"There is no verb '{stray}'. {ClosestNames.Hint(stray, [.. root.Subcommands.Select(known => known.Name)])}",
            _ when stray.StartsWith('-') => $"{verb.Name} has no option '{stray}'. {ClosestNames.Hint(stray, [.. verb.Options.Select(option => option.Name)])}",
            _ => $"'{stray}' is one argument too many for {verb.Name}. Put names with blanks into quotes.",
        };
        return $"{text} ({page} shows all.)";
    }
}
