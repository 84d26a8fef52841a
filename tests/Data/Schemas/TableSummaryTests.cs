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
}
