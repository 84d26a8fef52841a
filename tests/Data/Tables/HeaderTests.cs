using Descent.Data;

namespace Descent.Tests.Data.Tables;

public class HeaderTests
{
    [Theory]
    [InlineData("5.1,3.5,setosa\n4.9,3.0,setosa\n6.2,2.9,virginica\n")]
    [InlineData("7,1.5,0\n4,-0.9,0\n3,-1.7,1\n")]
    [InlineData("7,3,0\n4,2,0\n3,9,1\n")]
    [InlineData("p,x,s\np,y,s\ne,x,n\np,x,s\ne,y,s\n")]
    [InlineData("1;2,5\n2;3\n7;1,5\n")]
    public void AHeaderThatLooksLikeDataIsNoticed(string text)
    {
        Notice notice = Assert.Single(Table.Parse(text).Notices, notice => notice.Text.Contains("the header looks like data", StringComparison.Ordinal));
        Assert.Equal((Severity.Warning, nameof(CsvOptions.HasHeader)), (notice.Severity, notice.Remedies[0].Setting));
        Assert.DoesNotContain(Table.Parse(text, options: new() { HasHeader = false }).Notices, notice => notice.Severity == Severity.Warning);
    }

    [Theory]
    [InlineData("x,y\n1,a\n2,b\n")]
    [InlineData("country,2015,2016\nA,1,2\nB,3,4\n")]
    [InlineData("2015,2016,2017\n1,2,3\n3,4,5\n")]
    [InlineData("0,1,2,y\n1,2,3,a\n3,4,5,b\n")]
    [InlineData("name,kind\nann,x\nbob,y\n")]
    [InlineData(",x\n0,1.5\n1,2.5\n")]
    [InlineData("x\n1\n")]
    public void NamesAreNotTakenForData(string text) =>
        Assert.DoesNotContain(Table.Parse(text).Notices, notice => notice.Text.Contains("looks like data", StringComparison.Ordinal));

    [Fact]
    public void WithoutAHeaderTheFirstLineIsARow()
    {
        Table table = Table.Parse("1,0,a\n2,0,b\n", options: new() { HasHeader = false });
        Assert.Equal(["column1", "column2", "column3"], table.Columns);
        Assert.Equal((2, 1, "1", "b"), (table.Rows, table.LineOf(0), table[0, 0], table[1, "column3"]));
        Assert.Contains("line 2", Assert.Throws<DataException>(() => Table.Parse("1,2\n3\n", options: new() { HasHeader = false })).Message, StringComparison.Ordinal);
        Assert.Equal(["1 2", "3"], Table.ReadChunks(new MemoryStream("1 2\n3\n"u8.ToArray()), "x", new() { HasHeader = false }, 1).Select(chunk => chunk[0, 0]));
    }

    [Fact]
    public void ALineWithTheNamesThatColumnsGetIsAHeader() =>
        Assert.Equal(1, Table.Parse("column1,column2\n1,2\n", options: new() { HasHeader = false }).Rows);

    [Fact]
    public void ARepeatedNameMayBeARow()
    {
        DataException fault = Assert.Throws<DataException>(() => Table.Parse("1,0,0\n2,0,1\n"));
        Assert.Contains("the header repeats \"0\" (2 times). The header looks like data", fault.Message, StringComparison.Ordinal);
        Assert.Equal((nameof(CsvOptions.HasHeader), "false"), (fault.Remedies[0].Setting, fault.Remedies[0].Value));
    }
}
