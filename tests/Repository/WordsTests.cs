using System.Text.RegularExpressions;
using Descent.Cli.Pages;

namespace Descent.Tests.Repository;

/// <summary>What a reader is told is in words that the reader can know.</summary>
public partial class WordsTests
{
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

    // "\n1" in a text of a test is a new line.
    [GeneratedRegex(@"(?<![\\\w])n[0-3](?:'s)?\b(?!\s*[=;,)\]])")]
    private static partial Regex Note();
}
