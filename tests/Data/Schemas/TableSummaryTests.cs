using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class TableSummaryTests
{
    private static readonly Table s_table = Table.Parse("age,town,answer\n31,Bern,yes\n?,Rome,no\n45,Bern,yes\n31,Bern,yes\n12,Oslo,no\n80,Bern,yes\n");

    [Fact]
    public void ColumnsSayWhatTheyHold()
    {
        TableSummary summary = TableSummary.Of(s_table, ["answer"]);
        ColumnSummary age = summary.Columns[0], town = summary.Columns[1], answer = summary.Columns[2];
        Assert.Equal((ColumnKind.Numeric, 1, 4, 12.0, 80.0, true), (age.Kind, age.Missing, age.Distinct, age.Minimum, age.Maximum, age.IsObvious));
        Assert.Equal((ColumnKind.Categorical, 0, 3, (double?)null, false), (town.Kind, town.Missing, town.Distinct, town.Minimum, town.IsObvious));
        Assert.Equal(["Bern", "Rome", "Oslo"], town.Examples);
        Assert.Equal(ColumnKind.Target, answer.Kind);
        Assert.Equal(1, summary.RepeatedRows);
        Assert.Equal(TaskKind.Binary, summary.Schema!.Task);
    }

    /// <summary>What training would refuse is shown, with the reason as a warning.</summary>
    [Fact]
    public void AColumnThatCannotBeUsedIsShown()
    {
        Table table = Table.Parse("x\n" + string.Concat(Enumerable.Range(0, 200).Select(i => i == 7 ? "seven\n" : $"{i * 37 % 101}.5\n")));
        TableSummary summary = TableSummary.Of(table);
        Assert.Null(summary.Schema);
        Assert.Null(summary.Columns[0].Kind);
        Assert.Contains(summary.Notices, notice => notice.Text.Contains("seven", StringComparison.Ordinal));
    }

    [Fact]
    public void ThePreprocessorSaysWhatColumnsBecome()
    {
        Preprocessor preprocessor = Preprocessor.Fit(s_table, Schema.Infer(s_table, ["answer"]), [0, 1, 2, 3, 4, 5]);
        Assert.Equal(["age", "town"], preprocessor.Features.Select(feature => feature.Name));
        Assert.Equal(preprocessor.InputNames, preprocessor.Features.SelectMany(feature => feature.InputNames));
        Assert.Equal("12 … 80", preprocessor.Features[0].Values);
    }

    /// <summary>Different values are counted by their exact numbers, whether a double tells them apart or not.</summary>
    [Theory]
    [InlineData("0.5 0.50000000000000 1.000000000000000000e+00 1", 2)]
    [InlineData("1234567890123456 1234567890123456.0 1234567890123457", 2)]
    [InlineData("12345678901234567 12345678901234568 12345678901234567.0 5", 3)]
    [InlineData("1e-400 0 0.0 2e-400", 3)]
    [InlineData("$5 $5.00 $1,000 $1000", 2)]
    [InlineData("1% 1.0% 10% 0 0%", 3)]
    [InlineData("\u22125 -5 -5.0 7", 2)]
    [InlineData("01 1 1.0 7", 3)]
    [InlineData("0 -0 0.0 7", 2)]
    public void DifferentValuesAreCountedExactly(string cells, int expected)
    {
        string[] all = cells.Split(' ');
        ColumnSummary column = TableSummary.Of(Table.Create(["x"], [[.. Enumerable.Range(0, 60).Select(i => all[i % all.Length])]])).Columns[0];
        Assert.Equal((expected, Math.Min(expected, 3)), (column.Distinct, column.Examples.Count));
        Assert.Equal(all[0], column.Examples[0]);
    }

    [Fact]
    public void MinusZeroIsZero()
    {
        ColumnSummary column = TableSummary.Of(Table.Create(["x"], [["-0", "5", "-0.0"]])).Columns[0];
        Assert.Equal((false, 0.0), (double.IsNegative(column.Minimum!.Value), column.Minimum.Value));
        column = TableSummary.Of(Table.Create(["x"], [["-0", "-5", "-0.0"]])).Columns[0];
        Assert.Equal((false, 0.0), (double.IsNegative(column.Maximum!.Value), column.Maximum.Value));
    }
}
