using System.Globalization;
using System.Text;
using Descent.Cli.Screens;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli.Screens;

/// <summary>Tables find room without cutting a number.</summary>
public sealed class TextTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void NumbersThatFindNoRoomFollowBelowTheSameNames()
    {
        TextTable table = new("score", "one", "two", "three") { Numbers = new HashSet<int> { 1, 2, 3 } };
        table.Add("accuracy", "0.1000", "0.2000", "0.3000");
        Assert.Equal(["score        one     two   three", "accuracy  0.1000  0.2000  0.3000"], table.Lines(32));
        Assert.Equal(["score        one     two", "accuracy  0.1000  0.2000", "", "score      three", "accuracy  0.3000"], table.Lines(31));
        Assert.Equal(["score      one", "accur…  0.1000", "", "score      two", "accur…  0.2000", "", "score    three", "accur…  0.3000"], table.Lines(14));
        Assert.True(table.FitsInColumns(32));
        Assert.False(table.FitsInColumns(31));
    }

    private static TextTable Sentences()
    {
        TextTable table = new("Name", "Short", "Long") { FirstSentence = 1 };
        table.Add("first", "s", "one two three four five six");
        table.Add("other", "", "seven");
        return table;
    }

    [Fact]
    public void WithoutATerminalARowIsALine() => Assert.Equal(
        ["Name   Short  Long", "first  s      one two three four five six", "other         seven"],
        Sentences().Lines(int.MaxValue));

    [Fact]
    public void SentencesAreBrokenBetweenWords() => Assert.Equal(
        ["Name   Short  Long", "first  s      one two three four", "              five six", "other         seven"],
        Sentences().Lines(35));

    [Fact]
    public void WithoutRoomSentencesFollowBelow() => Assert.Equal(
        ["Name", "    Short", "    Long", "first", "    s", "    one two three", "    four five six", "other", "    seven"],
        Sentences().Lines(18));

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines")]
    [InlineData("two\u2028lines")]
    public void ALineBreakInANameBreaksNoTable(string name)
    {
        TextTable plain = new("", name) { Numbers = new HashSet<int> { 1 } }, sentences = new(name, "what") { FirstSentence = 1 };
        plain.Add(name, "1");
        sentences.Add(name, "fact");
        Assert.Equal(2, plain.Lines(80).Count());
        Assert.All(plain.Lines(80).Concat(sentences.Lines(80)), line => Assert.DoesNotMatch("[\n\r\u2028]", line));
    }

    /// <summary>Terminals show these characters two columns wide, and marks on the letter before them.</summary>
    [Fact]
    public void ColumnsAreAlignedWhateverTheLetters()
    {
        TextTable table = new("name", "n", "what") { Numbers = new HashSet<int> { 1 }, WrapLast = true };
        foreach (string name in (string[])["東京", "e\u0301te\u0301", "👩‍🔬 lab", "한국어", "plain"])
        {
            table.Add(name, "7", "one 東京 two");
        }

        Assert.Equal(["name    n  what", "東京    7  one 東京 two", "e\u0301te\u0301     7  one 東京 two", "👩‍🔬 lab  7  one 東京 two", "한국어  7  one 東京 two", "plain   7  one 東京 two"], table.Lines(80));
        Assert.Equal(["東京東", "京東"], Wrapping.Lines("東京東京東", 7));
        Assert.Equal("東京…", Wrapping.Shorten("東京東京東", 6));
        Assert.Equal(["東", "京"], Wrapping.Lines("東京", 1));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("Å", 1)]
    [InlineData("A\u030A", 1)]
    [InlineData("日本語", 6)]
    [InlineData("ﾊﾝｶｸ", 4)]
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("🙂", 2)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("👨‍👩‍👧", 2)]
    [InlineData("a\u200Bb", 2)]
    public void WidthsAreThoseOfATerminal(string text, int width) => Assert.Equal(width, TextWidth.Of(text));

    /// <summary>Against the East Asian Width in Python's Unicode database.</summary>
    [Fact]
    public void WideCharactersAreThoseOfUnicode()
    {
        HashSet<int> wide = [.. Checkout.Read("tests/Cli/Screens/wide.txt").Split('\n').Where(line => line.Contains('-', StringComparison.Ordinal) && line[0] != '#').Select(line => line.Split('-'))
            .SelectMany(ends => (Low: Convert.ToInt32(ends[0], 16), High: Convert.ToInt32(ends[1], 16)) is var range ? Enumerable.Range(range.Low, range.High - range.Low + 1) : [])];
        Assert.True(wide.Count > 100_000);
        Assert.All(
            Enumerable.Range(0x21, 0x3FFFD - 0x21).Where(Rune.IsValid).Select(code => new Rune(code)).Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.Control) && rune.Value is < 0x1F1E6 or > 0x1F1FF),
            rune => Assert.True(wide.Contains(rune.Value) == (TextWidth.Of(rune.ToString()) == 2), $"U+{rune.Value:X}"));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void AFoldHasItsScoresInFull(int width)
    {
        ToolRun run = ToolRun.With(new TerminalInfo(width, Color: false), "", "train", ToolRun.Iris, "--target", "species", "--cv", "5", "--epochs", "1").EndsWith(0);
        Assert.DoesNotContain("…", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("balanced_accuracy  ", run.Output, StringComparison.Ordinal);
        Assert.Contains("fold 5", run.Output, StringComparison.Ordinal);
        Assert.Contains("rows of each fold: 120 train, 0 validation, 30 test", run.Output, StringComparison.Ordinal);
        Assert.Contains("rows: fold 1 of 5 has 120 train, 0 validation, 30 test", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldsOfDifferentSizesHaveARange()
    {
        string data = folder.Write("n.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 9}.5,{i * 7 % 31}.25\n")));
        string output = ToolRun.Of("train", data, "--target", "y", "--cv", "3", "--epochs", "1").EndsWith(0).Output;
        Assert.Contains("rows of each fold: 26 to 27 train, 0 validation, 13 to 14 test", output, StringComparison.Ordinal);

        // The mean of the folds is not the baseline that always answers the mean.
        Assert.Matches("^score +mean +± +baseline mean +baseline median +fold 1", output.Split('\n').Single(line => line.StartsWith("score", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryInputOfARowHasAColumnWhereItFits()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string Rows(int width) => ToolRun.With(new TerminalInfo(width, Color: false), "", "evaluate", folder["run"], ToolRun.Iris, "--rows", "2").EndsWith(0).Output.Split("expected")[1];
        Assert.Matches(@"^  predicted +sepal_length  sepal_width  petal_length  petal_width\nsetosa    \w+ +\d\.\d\d +5.1          3.5           1.4          0.2\n", Rows(80));
        string narrow = Rows(60);
        Assert.Matches(@"^  predicted +sepal_length  sepal_width\nsetosa ", narrow);
        Assert.Contains("2 more inputs do not fit; --json has all.", narrow, StringComparison.Ordinal);
    }

    [Fact]
    public void ExamplesStandBesideTheirColumn()
    {
        string data = folder.Write("wide.csv", "measurement_in_thousands,a_long_name,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}123.25,word number {i % 4},{i % 2}\n")));
        string[] lines = ToolRun.With(new TerminalInfo(80, Color: false), "", "inspect", data).EndsWith(0).Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("a_long_name               categorical        0  4 different: word number 0,", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }
}
