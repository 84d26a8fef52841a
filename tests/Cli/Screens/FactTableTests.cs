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
}
