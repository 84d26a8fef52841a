using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Screens;

public class FactTableTests
{
    private static readonly FactTable s_table = Make();

    [Fact]
    public void WithoutATerminalARowIsALine() => Assert.Equal(
        ["Name   Short  Long", "first  s      one two three four five six", "other         seven"],
        s_table.Lines(int.MaxValue));

    [Fact]
    public void ColumnsAreBrokenBetweenWords() => Assert.Equal(
        ["Name   Short  Long", "first  s      one two three four", "              five six", "other         seven"],
        s_table.Lines(35));

    [Fact]
    public void NarrowRowsStandBelowEachOther() => Assert.Equal(
        ["Name, Short, Long", "first", "  s", "  one two three", "  four five six", "other", "  seven"],
        s_table.Lines(18));

    private static FactTable Make()
    {
        FactTable table = new("Name", "Short", "Long");
        table.Add("first", "s", "one two three four five six");
        table.Add("other", "", "seven");
        return table;
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines")]
    [InlineData("two\u2028lines")]
    public void ALineBreakInANameBreaksNoTable(string name)
    {
        TextTable plain = new("", name) { Numbers = new HashSet<int> { 1 } };
        plain.Add(name, "1");
        FactTable facts = new(name, "what");
        facts.Add(name, "fact");
        Assert.Equal(2, plain.Lines(80).Count());
        Assert.All(plain.Lines(80).Concat(facts.Lines(80)), line => Assert.DoesNotMatch("[\n\r\u2028]", line));
    }
}
