using Descent.Data;

namespace Descent.Tests.Data.Splits;

public class OrderedTests
{
    private static readonly int[] s_ten = [.. Enumerable.Range(0, 10)];

    [Fact]
    public void TheLastRowsAreTheTestPartAndThoseBeforeThemTheValidationPart()
    {
        double[] order = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
        (int[] train, int[] validation, int[] test) = Split.Ordered(s_ten, order, 0.3, 0.2);
        Assert.Equal([5, 6, 7, 8, 9], train);
        Assert.Equal([3, 4], validation);
        Assert.Equal([0, 1, 2], test);

        // Equal ones stay in the order of the table.
        Assert.Equal([7, 8, 9], Split.Ordered(s_ten, new double[10], 0.3).Test);
    }

    [Theory]
    // The example of scikit-learn's TimeSeriesSplit: TimeSeriesSplit(5) on 6 rows; and TimeSeriesSplit(3) on 10.
    [InlineData(6, 5, "0/1 01/2 012/3 0123/4 01234/5")]
    [InlineData(10, 3, "0123/45 012345/67 01234567/89")]
    public void FoldsLearnFromThePast(int rows, int folds, string expected) =>
        Assert.Equal(expected, string.Join(' ', KFold.Forward(s_ten.AsSpan(0, rows), [.. Enumerable.Range(0, rows)], folds).Select(fold => $"{string.Concat(fold.Train)}/{string.Concat(fold.Test)}")));

    [Fact]
    public void TooFewRowsForTheFoldsAreSaid() =>
        Assert.Contains("4 later rows cannot be divided into 5 folds", Assert.Throws<DataException>(() => KFold.Forward(s_ten.AsSpan(0, 5), new double[5])).Message, StringComparison.Ordinal);

    [Fact]
    public void RowsAreOrderedByNumbersOrDates()
    {
        Table table = Table.Create(["when", "step", "y"], [["31/01/2024", "01/02/2024", "15/01/2024"], ["$3", "$1", "$2"], ["a", "b", "a"]]);
        Assert.Equal([3d, 1, 2], RowOrder.Of(table, "step", [0, 1, 2]));
        Assert.Equal([new DateTime(2024, 1, 31).Ticks, new DateTime(2024, 2, 1).Ticks, new DateTime(2024, 1, 15).Ticks], RowOrder.Of(table, "when", [0, 1, 2]).Select(place => (long)place));
        Split split = Split.For(table, Schema.Infer(table, ["y"]), test: 0.3, orderBy: "when");
        Assert.Equal([1], split.Test);
        Assert.Contains("in the order of \"when\": 2 trained on (15/01/2024 … 31/01/2024), 1 test (01/02/2024 … 01/02/2024)", Assert.Single(split.Notices).Text, StringComparison.Ordinal);
        Assert.Equal([1], KFold.For(table, Schema.Infer(table, ["y"]), 2, orderBy: "when")[1].Test);
    }

    [Fact]
    public void AnOrderThatIsNoneIsRefusedAndADoubtfulOneIsWarnedOf()
    {
        string[] rows = [.. Enumerable.Range(0, 20).Select(i => $"{i}")], years = [.. Enumerable.Range(0, 20).Select(i => $"{2000 + (i / 8)}")];
        Table table = Table.Create(["same", "year", "n", "y"], [[.. rows.Select(_ => "7")], years, rows, [.. rows.Select(row => row + ".5")]]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Contains("\"same\" is the same in every row", Assert.Throws<DataException>(() => Split.For(table, schema, orderBy: "same")).Message, StringComparison.Ordinal);
        Assert.Contains("\"same\" is the same in every row", Assert.Throws<DataException>(() => KFold.For(table, schema, 2, orderBy: "same")).Message, StringComparison.Ordinal);

        static string[] Warned(IReadOnlyList<Notice> notices) => [.. notices.Where(notice => notice.Severity == Severity.Warning).Select(notice => notice.Text)];
        Assert.Empty(Warned(Split.For(table, schema, 0.25, orderBy: "n").Notices));
        Assert.Empty(Warned(Split.For(table, schema, 0.2, orderBy: "year").Notices));
        Assert.Contains("8 rows on both sides of a cut have the same \"year\", 2001", Assert.Single(Warned(Split.For(table, schema, 0.4, orderBy: "year").Notices)), StringComparison.Ordinal);
        Assert.Empty(Warned(KFold.For(table, schema, 2, orderBy: "year")[0].Notices));
        Assert.Contains("the same \"year\", 2001", Assert.Single(Warned(KFold.For(table, schema, 2, orderBy: "year")[1].Notices)), StringComparison.Ordinal);
        Assert.Contains("in the order of their target \"y\"", Assert.Single(Warned(Split.For(table, schema, 0.25, orderBy: "y").Notices)), StringComparison.Ordinal);
    }

    [Fact]
    public void ARowWithoutAPlaceIsNamed()
    {
        Table table = Table.Create(["when", "y"], [["2024-01-01", "", "2024-01-03"], ["a", "b", "a"]]);
        Assert.Contains("line 2, column \"when\"", Assert.Throws<DataException>(() => RowOrder.Of(table, "when", [0, 1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("\"a\" is neither a number nor a date", Assert.Throws<DataException>(() => RowOrder.Of(table, "y", [0, 1, 2])).Message, StringComparison.Ordinal);
        Table numbers = Table.Create(["n"], [["1", "7", "soon"]]);
        Assert.Contains("\"soon\" is not a number", Assert.Throws<DataException>(() => RowOrder.Of(numbers, "n", [0, 1, 2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DatesThatOrderTheRowsAreReadAsTheSchemaHasThem()
    {
        Table table = Table.Create(["when", "y"], [["02/03/2024", "01/04/2024", "03/02/2024"], ["a", "b", "a"]]);
        Schema schema = Schema.Infer(table, ["y"], new() { SplitBy = "when", DateOrders = new Dictionary<string, DateOrder> { ["when"] = DateOrder.DayFirst } });
        Assert.Equal([1], Split.For(table, schema, test: 0.3, orderBy: "when").Test);
        Assert.Equal([2], Split.For(table, Schema.Infer(table, ["y"]), test: 0.3, orderBy: "when").Test);
    }

    [Fact]
    public void GroupsAndAnOrderExcludeEachOther()
    {
        Table table = Table.Create(["when", "who", "y"], [["1", "2"], ["p", "q"], ["a", "b"]]);
        Assert.Contains("both by the groups of \"who\" and in the order of \"when\"", Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Group = "who", SplitBy = "when" })).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Split.For(table, Schema.Infer(table, ["y"]), 0.5, group: "who", orderBy: "when"));
    }
}
