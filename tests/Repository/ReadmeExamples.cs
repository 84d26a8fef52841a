using System.Text.RegularExpressions;

namespace Descent.Tests.Repository;

/// <summary>What a Markdown text promises: C# that is a sample's, and commands that run.</summary>
internal static partial class ReadmeExamples
{
    // From a checkout the tool is run this way; installed, it is simply `descent`.
    private const string FromCheckout = "dotnet run -c Release --project src/Descent.Cli -- ";

    /// <summary>The C# blocks that are not, line for line, the sample named above them.</summary>
    public static IEnumerable<string> Mismatches(string markdown, Func<string, string?> read)
    {
        foreach (Fence fence in Fence.Of(markdown).Where(fence => fence.Language == "csharp"))
        {
            if (SampleMarker().Match(fence.Marker) is not { Success: true } marker)
            {
                yield return $"line {fence.Line}: a C# block needs a comment like <!-- sample: samples/01-xor.cs --> right above it.";
            }
            else if (read(marker.Groups["path"].Value) is not { } sample)
            {
                yield return $"line {fence.Line}: there is no {marker.Groups["path"].Value}.";
            }
            else if (WithoutDirectives(sample) != WithoutDirectives(fence.Body))
            {
                yield return $"line {fence.Line}: the block differs from {marker.Groups["path"].Value}.";
            }
        }
    }

    /// <summary>The arguments of every <c>descent</c> command in the bash blocks marked <c>&lt;!-- run --&gt;</c>, in order.</summary>
    public static IEnumerable<string[]> Commands(string markdown) =>
        from fence in Fence.Of(markdown)
        where fence.Language == "bash" && fence.Marker == "run"
        from line in fence.Body.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let command = line.Replace(FromCheckout, "descent ", StringComparison.Ordinal).Trim()
        where command.StartsWith("descent ", StringComparison.Ordinal)
        select Words(command)[1..];

    private static string WithoutDirectives(string code) =>
        string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith("#:", StringComparison.Ordinal)).Select(line => line.TrimEnd())).Trim('\n');

    // The little of a shell's quoting that an example needs; a comment ends the command.
    private static string[] Words(string command) =>
        [.. Word().Matches(command).TakeWhile(match => match.Value[0] != '#').Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))];

    [GeneratedRegex("^sample: (?<path>samples/[^ ]+\\.cs)$")]
    private static partial Regex SampleMarker();

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();
}
