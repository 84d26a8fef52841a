using System.Text.RegularExpressions;

namespace Descent.Tests.Repository;

/// <summary>The glossary is the standard for words: what it lists as not used appears nowhere else.</summary>
public partial class GlossaryTests
{
    private const string Page = "docs/glossary.md";

    [Fact]
    public void TermsAreExplainedOnce()
    {
        string[] terms = [.. Rows().SelectMany(row => row.Term.Split(", "))];
        Assert.NotEmpty(terms);
        Checkout.AssertNone(terms.GroupBy(term => term, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => $"{Page} explains {group.Key} twice"));
        Checkout.AssertNone(Rows().Where(row => !row.Meaning.EndsWith('.')).Select(row => $"{Page}: the meaning of {row.Term} is no sentence"));
    }

    [Fact]
    public void WordsThatTheGlossaryReplacesAreNotUsed() => Checkout.AssertNone(
        from path in (string[])[.. Checkout.Files("src", "*.cs"), .. Checkout.Files("tests", "*.cs"), .. Checkout.Files("docs", "*.md"), .. Checkout.Files("src", "*.md"), "README.md"]
        where path != Page
        from row in Rows()
        from word in row.Not
        from found in Occurrences(Checkout.Read(path), word)
        select $"{path}: '{found}'; the glossary has {row.Term}");

    [Theory]
    [InlineData("It is made up.", "made up", true)]
    [InlineData("void OnlyMadeUpRatesAreKept()", "made up", true)]
    [InlineData("double madeUpRate", "made up", true)]
    [InlineData("/// It is made\n    /// up", "made up", true)]
    [InlineData("void TheMakersMark()", "maker's mark", true)]
    [InlineData("homemade upgrade", "made up", false)]
    [InlineData("void GetsHomemadeUpgrades()", "made up", false)]
    public void AWordIsFoundInProseAndInIdentifiers(string text, string word, bool expected) => Assert.Equal(expected, Occurrences(text, word).Any());

    // An identifier is read as its words; it has no apostrophes, and a line of documentation may end anywhere.
    private static IEnumerable<string> Occurrences(string text, string word) =>
        Regex.Matches(WordInIdentifier().Replace(text, " "), $@"\b{Regex.Escape(word).Replace(@"\ ", @"[\s/]+", StringComparison.Ordinal).Replace("'", "'?", StringComparison.Ordinal)}\b", RegexOptions.IgnoreCase).Select(match => match.Value);

    private static IEnumerable<(string Term, string Meaning, string[] Not)> Rows() =>
        from line in Checkout.Read(Page).Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| term", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        select (cells[1], cells[2], cells[3].Split(", ", StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordInIdentifier();
}
