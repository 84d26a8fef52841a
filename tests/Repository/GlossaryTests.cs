using System.Text.RegularExpressions;

namespace Descent.Tests.Repository;

/// <summary>The glossary is the standard for words: what it lists as not used appears nowhere else.</summary>
public class GlossaryTests
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
        from Match match in Regex.Matches(Checkout.Read(path), $@"\b{Regex.Escape(word).Replace(@"\ ", @"[\s/]+", StringComparison.Ordinal)}\b", RegexOptions.IgnoreCase)
        select $"{path}: '{match.Value}'; the glossary has {row.Term}");

    private static IEnumerable<(string Term, string Meaning, string[] Not)> Rows() =>
        from line in Checkout.Read(Page).Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| term", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        select (cells[1], cells[2], cells[3].Split(", ", StringSplitOptions.RemoveEmptyEntries));
}
