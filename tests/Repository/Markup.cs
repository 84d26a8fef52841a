using System.Text.RegularExpressions;

namespace Descent.Tests.Repository;

/// <summary>What a Markdown text links to, and what can be linked to in it.</summary>
internal static partial class Markup
{
    /// <summary>The targets of links and pictures outside code.</summary>
    public static IEnumerable<string> Links(string markdown) => Link().Matches(Code().Replace(markdown, "")).Select(match => match.Groups["target"].Value);

    /// <summary>Whether a heading or an anchor has that name, as GitHub names headings.</summary>
    public static bool HasAnchor(string markdown, string name) =>
        markdown.Contains($"<a id=\"{name}\">", StringComparison.Ordinal) || Heading().Matches(markdown).Any(match => Anchor(match.Groups["text"].Value) == name);

    private static string Anchor(string heading) => NoAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
