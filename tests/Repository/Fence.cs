using System.Text.RegularExpressions;

namespace Descent.Tests.Repository;

/// <summary>A fenced block of a Markdown text, with the HTML comment right above it.</summary>
/// <param name="Line">The number of its opening line.</param>
/// <param name="Language">What stands behind the opening fence.</param>
/// <param name="Marker">The comment's text, empty if there is none.</param>
/// <param name="Body">The lines between the fences.</param>
internal sealed partial record Fence(int Line, string Language, string Marker, string Body)
{
    public static IReadOnlyList<Fence> Of(string markdown)
    {
        string text = markdown.ReplaceLineEndings("\n");
        return [.. Pattern().Matches(text).Select(match => new Fence(
            text[..match.Groups["fence"].Index].Count(character => character == '\n') + 1,
            match.Groups["language"].Value,
            match.Groups["marker"].Value,
            match.Groups["body"].Value))];
    }

    [GeneratedRegex(@"^(<!--[ ]*(?<marker>[^\n]*?)[ ]*-->\n+)?(?<fence>```)(?<language>\w*)[^\n]*\n(?<body>.*?)^```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
