using System.Text.RegularExpressions;
using Descent.Cli.Pages;

namespace Descent.Tests.Repository;

/// <summary>What a reader is told is in words that the reader can know.</summary>
public partial class WordsTests
{
    // The one place in the library where options of a command line are read and explained.
    private static readonly string[] s_tool = ["src/Descent.Cli/"];

    // "--" itself and what is drawn with it are no options.
    [Fact]
    public void OnlyTheToolNamesItsOptions() => Checkout.AssertNone(
        from path in Checkout.Files("src", "*.cs")
        where !s_tool.Any(own => path.StartsWith(own, StringComparison.Ordinal))
        from line in Checkout.Read(path).Split('\n')
        let code = Comment().Replace(line, "")
        where Option().IsMatch(code)
        select $"{path}: {line.Trim()}");

    // The notes have titles; docs/notes.md says what they are.
    [Fact]
    public void NoNoteGoesByANumber() => Checkout.AssertNone(
        from path in ((string[])["src", "docs", "samples", "tests", "benchmarks"]).SelectMany(folder => Checkout.Files(folder, "*.cs").Concat(Checkout.Files(folder, "*.md"))).Concat(Checkout.Files("", "README.md"))
        from line in Checkout.Read(path).Split('\n')
        where Note().IsMatch(line)
        select $"{path}: {line.Trim()}");

    [Fact]
    public void EveryGeneratedPageHasAnIntroduction() => Checkout.AssertNone(
        from file in Generated.Files([])
        where file.Path.EndsWith(".md", StringComparison.Ordinal) && file.Path is not "README.md"
        let paragraphs = file.Text.Split("\n\n")
        where paragraphs.Length < 3 || paragraphs[2].Length < 40 || paragraphs[2].StartsWith('|')
        select $"docs/{file.Path} begins without a word.");

    [Theory]
    [InlineData("throw new(\"Use --treat COL\");", true)]
    [InlineData("string line = \"a -- b\";", false)]
    [InlineData("// takes --treat", false)]
    public void AnOptionIsRecognized(string line, bool expected) => Assert.Equal(expected, Option().IsMatch(Comment().Replace(line, "")));

    [GeneratedRegex("""(?<=["\s({'])--[a-z][a-z-]+""")]
    private static partial Regex Option();

    [GeneratedRegex(@"(?<![:""])//.*$")]
    private static partial Regex Comment();

    // "\n1" in a text of a test is a new line.
    [GeneratedRegex(@"(?<![\\\w])n[0-3](?:'s)?\b(?!\s*[=;,)\]])")]
    private static partial Regex Note();
}
