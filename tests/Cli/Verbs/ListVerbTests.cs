using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Verbs;

public class ListVerbTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void EverythingIsThereAndFits(int width)
    {
        string output = ToolRun.With(new TerminalInfo(width, Color: false), "", "list").EndsWith(0).Output;
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.All(Catalogue.Entries, entry => Assert.Contains($"\n{entry.Name}", output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("activation")]
    [InlineData("Activations")]
    public void AKindHasTwoForms(string word)
    {
        string output = ToolRun.Of("list", word).EndsWith(0).Output;
        Assert.Matches("^Activations +Range +Use +Limits\n", output);
        Assert.DoesNotContain("adam", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void AKindIsATableThatFits(int width)
    {
        foreach (CatalogueKind kind in Enum.GetValues<CatalogueKind>().Where(kind => Catalogue.Of(kind).Any()))
        {
            string output = ToolRun.With(new TerminalInfo(width, Color: false), "", "list", $"{kind}").EndsWith(0).Output;
            Assert.All(output.Split('\n'), line => Assert.True(line.Length <= width, line));
            Assert.All(Catalogue.Of(kind), entry => Assert.Contains($"\n{entry.Name}", output, StringComparison.Ordinal));
            // No word of a fact is lost, where the columns are wide enough not to break words.
            Assert.All(Catalogue.Of(kind).Where(_ => width >= 200), entry => Assert.All(entry.Range.Split(' '), word => Assert.Contains(word, output, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void JsonHasTheFacts()
    {
        JsonElement entry = ToolRun.Of("list", "losses", "--json").EndsWith(0).Json().GetProperty("entries").EnumerateArray().First();
        Assert.Equal(["name", "kind", "formula", "where", "range", "options", "use", "limits", "variants", "source"], entry.EnumerateObject().Select(property => property.Name));
        Assert.Equal("loss", entry.GetProperty("kind").GetString());
        Assert.Equal(Catalogue.Entries.Count, ToolRun.Of("list", "--json").EndsWith(0).Json().GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public void AnUnknownKindIsSaid() =>
        Assert.Contains("Did you mean \"losses\"?", ToolRun.Of("list", "lsses").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
}
