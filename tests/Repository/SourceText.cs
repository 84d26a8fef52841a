using System.Text.RegularExpressions;

namespace Descent.Tests.Repository;

/// <summary>A C# file as the repository's tests see it: code without comments and string contents, so that words in prose do not count.</summary>
internal sealed partial class SourceText(string path, string text)
{
    public string Path { get; } = path;

    public string Code { get; } = CommentsAndStrings().Replace(text, match => match.Value.StartsWith('/') ? " " : "\"\"");

    public string? Namespace => Declaration().Match(Code) is { Success: true } match ? match.Groups["name"].Value : null;

    public bool HasWord(string word) => Regex.IsMatch(Code, $@"\b{Regex.Escape(word)}\b");

    public static IEnumerable<SourceText> All(string folder) =>
        Checkout.Files(folder, "*.cs").Select(path => new SourceText(path, Checkout.Read(path)));

    [GeneratedRegex("""
        //[^\n]* | /\*.*?\*/                # comments
        | \$*(?<q>"{3,}) .*? \k<q>          # raw strings
        | (?:@\$?|\$@)"(?:[^"]|"")*"        # verbatim strings
        | \$?"(?:\\.|[^"\\\n])*"            # plain strings
        | '(?:\\.[^']*|[^'\\\n])'           # characters
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentsAndStrings();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
