using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class RatingTests
{
    [Theory]
    [InlineData(new[] { 3, 4, 5, 6, 7, 8 }, new[] { 10, 53, 681, 638, 199, 18 }, TaskKind.Regression)]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, new[] { 20, 60, 90, 70, 30 }, TaskKind.Regression)]
    [InlineData(new[] { -2, -1, 0, 1, 2 }, new[] { 20, 60, 90, 70, 30 }, TaskKind.Regression)]
    [InlineData(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, new[] { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 }, TaskKind.Multiclass)]
    [InlineData(new[] { 0, 2, 7 }, new[] { 100, 200, 100 }, TaskKind.Multiclass)]
    [InlineData(new[] { 1, 2, 3 }, new[] { 50, 300, 50 }, TaskKind.Multiclass)]
    [InlineData(new[] { 1, 2, 3, 4, 6 }, new[] { 20, 60, 90, 70, 30 }, TaskKind.Multiclass)]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, new[] { 90, 60, 40, 60, 90 }, TaskKind.Multiclass)]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, new[] { 100, 101, 102, 101, 100 }, TaskKind.Multiclass)]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, new[] { 90, 70, 60, 50, 40 }, TaskKind.Multiclass)]
    public void WholeNumbersInARowThatRiseToOneModeAndFallAreARating(int[] values, int[] counts, TaskKind expected)
    {
        string[] y = [.. values.Zip(counts).SelectMany(level => Enumerable.Repeat($"{level.First}", level.Second))];
        Table table = Table.Create(["x", "y"], [[.. y.Select((_, i) => $"{i * 0.37}")], y]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal(expected, schema.Task);
        Assert.Equal(expected == TaskKind.Regression, schema.TaskReason.Contains("rating", StringComparison.Ordinal));

        // Whoever says otherwise is heard.
        Assert.Equal(TaskKind.Multiclass, Schema.Infer(table, ["y"], new SchemaOptions { Task = TaskKind.Multiclass }).Task);
    }
}
