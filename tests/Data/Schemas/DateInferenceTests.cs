using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class DateInferenceTests
{
    [Theory]
    [InlineData("31/12/2024", "01/02/2024", DateOrder.DayFirst)]
    [InlineData("12/31/2024", "01/02/2024", DateOrder.MonthFirst)]
    public void TheColumnSaysWhichNumberIsTheDay(string telling, string open, DateOrder order)
    {
        Schema schema = Schema.Infer(Dates([open, telling, open]), ["y"]);
        Assert.Equal((ColumnKind.Date, order), (schema.Features[0].Kind, schema.Features[0].DateOrder));
        Assert.DoesNotContain(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("month first", StringComparison.Ordinal));
    }

    [Fact]
    public void ADateThatCouldBeEitherIsSaidAndMayBeDecided()
    {
        Table table = Dates(["03/04/2024", "05/06/2024", "07/08/2024"]);
        Schema schema = Schema.Infer(table, ["y"]);
        Notice notice = Assert.Single(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("month first", StringComparison.Ordinal));
        Assert.Contains("\"03/04/2024\" are read with the month first", notice.Text, StringComparison.Ordinal);
        Assert.Equal((nameof(SchemaOptions.DateOrders), "when"), (notice.Remedies[0].Setting, notice.Remedies[0].Column));
        Assert.Equal(DateOrder.DayFirst, Schema.Infer(table, ["y"], new() { DateOrders = new Dictionary<string, DateOrder> { ["when"] = DateOrder.DayFirst } }).Features[0].DateOrder);
    }

    [Fact]
    public void DatesThatFitNoOneOrderAreNamed()
    {
        string[] dates = [.. Enumerable.Range(1, 20).Select(i => $"{i:00}/01/2024"), "01/31/2024"];
        Assert.Contains("line 21, column \"when\": \"01/31/2024\" is not a date with the day first, as the other dates are read", Assert.Throws<DataException>(() => Schema.Infer(Dates(dates), ["y"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DatesInBothOrdersAreNoDatesAndItIsSaid()
    {
        Schema schema = Schema.Infer(Dates(["13/02/2024", "02/14/2024", "15/02/2024", "02/16/2024"]), ["y"]);
        Assert.Equal(ColumnKind.Categorical, schema.Features[0].Kind);
        Assert.Contains(schema.Notices, notice => notice.Severity == Severity.Warning
            && notice.Text.Contains("\"13/02/2024\" in line 1 has the day first, \"02/14/2024\" in line 2 the month", StringComparison.Ordinal));

        // Versions and fractions are none, whatever they look like.
        Assert.DoesNotContain(Schema.Infer(Dates(["a", "b", "a", "b", "13/02/2024", "02/14/2024"]), ["y"]).Notices, notice => notice.Text.Contains("has the day first", StringComparison.Ordinal));
    }

    [Fact]
    public void ADecimalCommaInTheTableMeansTheDayFirst()
    {
        Table table = Table.Parse("when;x;y\n03/04/2024;0,5;a\n05/06/2024;1,5;b\n07/08/2024;2,5;a\n");
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal(DateOrder.DayFirst, schema.Features[0].DateOrder);
        Notice notice = Assert.Single(schema.Notices, notice => notice.Text.Contains("read with the day first, as is usual with a decimal comma", StringComparison.Ordinal));
        Assert.Equal((nameof(SchemaOptions.DateOrders), "when", nameof(DateOrder.MonthFirst)), (notice.Remedies[0].Setting, notice.Remedies[0].Column, notice.Remedies[0].Value));

        // A date that can be read in one way only says more.
        Table american = Table.Parse("when;x;y\n03/14/2024;0,5;a\n05/06/2024;1,5;b\n07/08/2024;2,5;a\n");
        Assert.Equal(DateOrder.MonthFirst, Schema.Infer(american, ["y"]).Features[0].DateOrder);
    }

    [Fact]
    public void AWordAmongDatesIsNamedOrMissing()
    {
        string[] dates = [.. Enumerable.Range(1, 20).Select(i => $"2024-01-{i:00}"), "later"];
        DataException fault = Assert.Throws<DataException>(() => Schema.Infer(Dates(dates), ["y"]));
        Assert.Contains("line 21, column \"when\": \"later\" is not a date", fault.Message, StringComparison.Ordinal);
        Assert.Equal([null, nameof(SchemaOptions.WordsAsMissing), nameof(SchemaOptions.Kinds)], fault.Remedies.Select(remedy => remedy.Setting));
        ColumnSchema column = Schema.Infer(Dates(dates), ["y"], new() { WordsAsMissing = ["when"] }).Features[0];
        Assert.Equal((ColumnKind.Date, 1), (column.Kind, column.Missing));
        Assert.Equal(ColumnKind.Categorical, Schema.Infer(Dates(dates), ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["when"] = ColumnKind.Categorical } }).Features[0].Kind);
    }

    [Fact]
    public void AKindThatTheUserSetsIsTaken()
    {
        Table table = Dates(["20240101", "20240215", "20240331"]);
        Assert.Equal(ColumnKind.Numeric, Schema.Infer(table, ["y"]).Features[0].Kind);
        SchemaOptions date = new() { Kinds = new Dictionary<string, ColumnKind> { ["when"] = ColumnKind.Date } };
        Assert.Equal(ColumnKind.Date, Schema.Infer(table, ["y"], date).Features[0].Kind);
        Assert.Contains("\"x\" is not a date", Assert.Throws<DataException>(() => Schema.Infer(Dates(["x", "z", "x"]), ["y"], date)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameDateInEveryRowIsConstant()
    {
        Table table = Table.Create(["when", "x", "y"], [["2024-01-01", "2024-01-01"], ["1", "2"], ["a", "b"]]);
        Assert.Equal(ColumnKind.Constant, Schema.Infer(table, ["y"]).Columns[0].Kind);
    }

    [Fact]
    public void AnOffsetFromUtcIsSaidToBeUnused() =>
        Assert.Contains(Schema.Infer(Dates(["2024-01-01T10:00+01:00", "2024-07-01T10:00+02:00"]), ["y"]).Notices, notice => notice.Text.Contains("the offset from UTC is not used", StringComparison.Ordinal));

    private static Table Dates(string[] dates) => Table.Create(["when", "y"], [dates, [.. dates.Select((_, i) => i % 2 == 0 ? "a" : "b")]]);

    // "Until further notice" in a program's own words.
    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("1900-01-01")]
    [InlineData("1900-01-01 00:00:00")]
    public void ADateThatStandsForNoValueIsMissing(string sentinel)
    {
        string[] y = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "a" : "b")];
        string[] dates = [.. Enumerable.Range(0, 40).Select(i => i % 5 == 0 ? sentinel : $"2024-{1 + (i % 12):00}-11")];
        Table table = Table.Create(["when", "y"], [dates, y]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal((ColumnKind.Date, 8), (schema.Columns[0].Kind, schema.Columns[0].Missing));
        Assert.Contains(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains($"{sentinel} in 8 of 40 rows is far from all other dates (2024-01-11 … 2024-12-11) and counts as missing", StringComparison.Ordinal));
        Assert.Contains("when (missing)", Descent.Data.Preprocessor.Fit(table, schema, [.. Enumerable.Range(0, 40)]).InputNames);

        // Two rows are dates like any others, and so is what the user calls a date.
        Assert.Equal(0, Schema.Infer(Table.Create(["when", "y"], [[.. dates.Select((date, i) => date == sentinel && i > 9 ? "2024-05-05" : date)], y]), ["y"]).Columns[0].Missing);
        Assert.Equal(0, Schema.Infer(table, ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["when"] = ColumnKind.Date } }).Columns[0].Missing);
    }
}
