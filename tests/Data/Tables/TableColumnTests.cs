using Descent.Data;

namespace Descent.Tests.Data.Tables;

public class TableColumnTests
{
    [Fact]
    public void TypedColumnsBecomeATable()
    {
        DateTime start = new(2024, 1, 1, 6, 30, 0);
        Table table = Table.Create(
            TableColumn.Of("when", [start, start.AddDays(40), start.AddDays(80)]),
            TableColumn.Of("day", [new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 3)]),
            TableColumn.Of("time", (TimeOnly?[])[new TimeOnly(6, 30), null, new TimeOnly(12, 0)]),
            TableColumn.Of("price", [0.1, double.NaN, 1e-7]),
            TableColumn.Of("count", (int?[])[3, null, -5]),
            TableColumn.Of("paid", [true, false, true]),
            TableColumn.Of("kind", (string?[])["a", null, "c"]));
        Assert.Equal("2024-01-01T06:30:00,2024-01-01,06:30:00,0.1,3,true,a", string.Join(',', Enumerable.Range(0, 7).Select(column => table[0, column])));
        Assert.True(table.IsMissing(1, 2) && table.IsMissing(1, 3) && table.IsMissing(1, 4) && table.IsMissing(1, 6));
        Schema schema = Schema.Infer(table, ["paid"]);
        Assert.Equal([ColumnKind.Date, ColumnKind.Date, ColumnKind.Date], schema.Columns.Take(3).Select(column => column.Kind));
        Assert.Contains("when (month)", Preprocessor.Fit(table, schema, [0, 1, 2]).InputNames);
    }

    [Fact]
    public void OtherTypesAndLengthsAreRefused()
    {
        Assert.Contains("type Object", Assert.Throws<DataException>(() => TableColumn.Of("x", [new object()])).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Table.Create(TableColumn.Of("x", [1, 2]), TableColumn.Of("y", [1])));
        Assert.Equal("2024-01-01T06:30:00+02:00", TableColumn.Of("x", [new DateTimeOffset(2024, 1, 1, 6, 30, 0, TimeSpan.FromHours(2))]).Cells[0]);
    }
}
