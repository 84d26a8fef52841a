using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Goldens;

namespace Descent.Tests.Data.Splits;

public class GroupedTests
{
    private static readonly int[] s_rows = [.. Enumerable.Range(1000, 400)];

    [Fact]
    public void NoGroupIsOnBothSides()
    {
        int[] groups = Draw(400, 23);
        for (ulong seed = 0; seed < 20; seed++)
        {
            Split split = Split.Grouped(s_rows, groups, 0.2, 0.1, seed);
            AssertApart(split, groups);
            Assert.Equal(s_rows, split.Train.Concat(split.Validation).Concat(split.Test).Order());
            Assert.InRange(split.Test.Length, 65, 95);
            Assert.InRange(split.Validation.Length, 25, 55);
        }

        Assert.NotEqual(Split.Grouped(s_rows, groups, seed: 1).Test, Split.Grouped(s_rows, groups, seed: 2).Test);
        Assert.Equal(Split.Grouped(s_rows, groups, seed: 1).Test, Split.Grouped(s_rows, groups, seed: 1).Test);
    }

    [Theory]
    [InlineData(3, 0.2, 0.2)]
    [InlineData(3, 0.9, 0.05)]
    [InlineData(2, 0.99, 0)]
    [InlineData(2, 0.01, 0)]
    public void EveryPartHasAGroupHoweverLargeTheyAre(int count, double test, double validation)
    {
        int[] groups = [.. Enumerable.Range(0, 400).Select(i => i % count)];
        Split split = Split.Grouped(s_rows, groups, test, validation);
        AssertApart(split, groups);
        Assert.True(split.Train.Length > 0 && split.Test.Length > 0 && (validation == 0 || split.Validation.Length > 0));
        Assert.Equal(400, split.Train.Length + split.Validation.Length + split.Test.Length);
    }

    [Fact]
    public void WhatCannotBeHadIsSaid()
    {
        Assert.Contains("2 groups cannot be split into 3 parts", Assert.Throws<DataException>(() => Split.Grouped([0, 1, 2, 3], [0, 0, 1, 1], 0.25, 0.25)).Message, StringComparison.Ordinal);
        Assert.Contains("2 groups cannot be divided into 3 folds", Assert.Throws<DataException>(() => KFold.Grouped([0, 1, 2, 3], [0, 0, 1, 1], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Split.Grouped([0, 1, 2, 3], [0, 0, 1]));
        Assert.Contains("are test rows instead of", Split.Grouped(s_rows, [.. Enumerable.Range(0, 400).Select(i => i % 2)], 0.1).Notices[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldsHaveTheSizesOfScikitLearns()
    {
        foreach (JsonElement golden in GoldenFile.Read("splits.json").GetProperty("grouped").EnumerateArray())
        {
            int[] groups = Numbers(golden.GetProperty("groups")), rows = [.. Enumerable.Range(0, groups.Length)];
            Split[] folds = KFold.Grouped(rows, groups, golden.GetProperty("folds").GetInt32(), seed: 7);
            Assert.Equal(Numbers(golden.GetProperty("sizes")), folds.Select(fold => fold.Test.Length).Order());
            Assert.Equal(rows, folds.SelectMany(fold => fold.Test).Order());
            Assert.All(folds, fold => Assert.Equal(rows, fold.Train.Concat(fold.Test).Order()));
            Assert.All(folds, fold => Assert.Empty(fold.Train.Select(row => groups[row]).Intersect(fold.Test.Select(row => groups[row]))));
        }
    }

    [Fact]
    public void StratifiedFoldsHaveTheClassesOfScikitLearns()
    {
        foreach (JsonElement golden in GoldenFile.Read("splits.json").GetProperty("stratified").EnumerateArray())
        {
            int[] classes = Numbers(golden.GetProperty("classes"));
            JsonElement counts = golden.GetProperty("counts");
            Split[] folds = KFold.Stratified([.. Enumerable.Range(0, classes.Length)], classes, golden.GetProperty("folds").GetInt32(), seed: 7);
            for (int fold = 0; fold < folds.Length; fold++)
            {
                int[] expected = Numbers(counts[fold]);
                Assert.Equal(expected, expected.Select((_, label) => folds[fold].Test.Count(row => classes[row] == label)));
            }
        }
    }

    [Fact]
    public void GroupsAreTheTextsOfAColumn()
    {
        Table table = Table.Create(["who", "x"], [["ann", "bob", "ann", " bob", "", "?"], ["1", "2", "3", "4", "5", "6"]]);
        Assert.Equal([0, 1, 0, 2], Groups.Of(table, "who", [0, 1, 2, 3]));
        string message = Assert.Throws<DataException>(() => Groups.Of(table, "who", [0, 4, 5])).Message;
        Assert.Contains("column \"who\"", message, StringComparison.Ordinal);
        Assert.Contains("2 of 3 rows", message, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"who\"?", Assert.Throws<DataException>(() => Groups.Of(table, "whom", [0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheGroupIsNoFeatureAndNoTarget()
    {
        int[] groups = Draw(120, 9);
        Table table = Table.Create(["x", "who", "y"], [[.. groups.Select((g, i) => $"{i % 7}")], [.. groups.Select(g => $"{g}")], [.. groups.Select((g, i) => i % 3 == 0 ? "a" : "b")]]);
        Schema schema = Schema.Infer(table, ["y"], new SchemaOptions { Group = "who" });
        Assert.Equal(["x"], schema.Features.Select(column => column.Name));
        Split split = Split.For(table, schema, 0.3, 0.2, 3, "who");
        Assert.Empty(split.Train.Select(row => groups[row]).Intersect(split.Test.Concat(split.Validation).Select(row => groups[row])));
        Assert.All(KFold.For(table, schema, 4, 3, "who"), fold => Assert.Empty(fold.Train.Select(row => groups[row]).Intersect(fold.Test.Select(row => groups[row]))));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new SchemaOptions { Group = "y" }));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new SchemaOptions { Group = "z" }));
    }

    private static void AssertApart(Split split, int[] groups)
    {
        HashSet<int> train = Of(split.Train), validation = Of(split.Validation), test = Of(split.Test);
        Assert.False(train.Overlaps(test) || train.Overlaps(validation) || validation.Overlaps(test));

        HashSet<int> Of(int[] rows) => [.. rows.Select(row => groups[row - 1000])];
    }

    private static int[] Draw(int rows, int groups) => [.. Enumerable.Range(0, rows).Select(i => new CounterRandom(1, Streams.Synthetic).Below((ulong)i, groups))];

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
