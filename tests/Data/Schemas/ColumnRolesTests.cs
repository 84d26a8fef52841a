using Descent.Data;

namespace Descent.Tests.Data.Schemas;

/// <summary>What is decided about one column must go together.</summary>
public class ColumnRolesTests
{
    private static readonly Table s_table = Table.Create(["y", "a", "d"], [["u", "v", "u", "v"], ["1", "2", "5", "7"], ["2024-01-01", "2024-01-02", "2024-01-05", "2024-02-01"]]);

    public static TheoryData<string, SchemaOptions> Contradictions => new()
    {
        { "\"y\" is named as target and as a column to leave out", new() { Ignore = ["y"] } },
        { "\"y\" is named as target and as group", new() { Group = "y" } },
        { "\"y\" is named as target and as weight", new() { Weight = "y" } },
        { "\"y\" is named as target and as categorical", new() { Kinds = Kind("y", ColumnKind.Categorical) } },
        { "\"a\" is named as weight and as a column to leave out", new() { Weight = "a", Ignore = ["d", "a"] } },
        { "\"a\" is named as group and as a column to leave out", new() { Group = "a", Ignore = ["a"] } },
        { "\"a\" is named as group and as weight", new() { Group = "a", Weight = "a" } },
        { "\"a\" is named as weight and as order of the rows", new() { SplitBy = "a", Weight = "a" } },
        { "\"a\" is named as group and as numeric", new() { Group = "a", Kinds = Kind("a", ColumnKind.Numeric) } },
        { "\"a\" is named as a column to leave out and as numeric", new() { Ignore = ["a"], Kinds = Kind("a", ColumnKind.Numeric) } },
        { "\"a\" is named as a column to leave out and as a column in which words count as missing", new() { Ignore = ["a"], WordsAsMissing = ["a"] } },
        { "\"a\" is named as categorical and as a column in which words count as missing", new() { Kinds = Kind("a", ColumnKind.Categorical), WordsAsMissing = ["a"] } },
        { "\"d\" is named as a column to leave out and as a column of dates", new() { Ignore = ["d"], DateOrders = Order("d") } },
        { "\"d\" is named as categorical and as a column of dates", new() { Kinds = Kind("d", ColumnKind.Categorical), DateOrders = Order("d") } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void WhatExcludesEachOtherIsRefused(string expected, SchemaOptions options) =>
        Assert.Contains($"Column {expected}, which exclude each other.", Assert.Throws<DataException>(() => Schema.Infer(s_table, ["y"], options)).Message, StringComparison.Ordinal);

    [Fact]
    public void ATargetIsNamedOnce() =>
        Assert.Contains("Column \"y\" is named twice as target. Name it once.", Assert.Throws<DataException>(() => Schema.Infer(s_table, ["y", "y"])).Message, StringComparison.Ordinal);

    [Fact]
    public void WhatGoesTogetherIsTaken()
    {
        Assert.Equal(ColumnKind.Ignored, Schema.Infer(s_table, ["y"], new() { SplitBy = "d", Ignore = ["d", "d"] }).Columns[2].Kind);
        Schema both = Schema.Infer(s_table, ["y"], new() { SplitBy = "d", DateOrders = Order("d"), Kinds = Kind("d", ColumnKind.Date), WordsAsMissing = ["d"] });
        Assert.Equal((ColumnKind.Date, DateOrder.DayFirst), (both.Columns[2].Kind, both.Columns[2].DateOrder));
    }

    private static Dictionary<string, ColumnKind> Kind(string column, ColumnKind kind) => new() { [column] = kind };

    private static Dictionary<string, DateOrder> Order(string column) => new() { [column] = DateOrder.DayFirst };
}
