using Descent.Data;

namespace Descent.Tests.Data.Splits;

public class SplitTests
{
    [Theory]
    [InlineData(10, 0.2, 0.1, 2, 1)]
    [InlineData(150, 0.25, 0.15, 38, 23)]
    [InlineData(7, 0.5, 0, 4, 0)]
    [InlineData(100, 0.001, 0, 1, 0)]
    [InlineData(5, 0, 0, 0, 0)]
    public void PartsHaveTheDocumentedSizesAndCoverEverything(int rows, double test, double validation, int testCount, int validationCount)
    {
        int[] all = [.. Enumerable.Range(100, rows)];
        Split split = Split.Plain(all, test, validation, seed: 3);
        Assert.Equal((testCount, validationCount), (split.Test.Length, split.Validation.Length));
        Assert.Equal(all, split.Train.Concat(split.Validation).Concat(split.Test).Order());
    }

    [Fact]
    public void StratifiedPartsKeepTheProportions()
    {
        int[] classes = [.. Enumerable.Repeat(0, 500), .. Enumerable.Repeat(1, 300), .. Enumerable.Repeat(2, 15)], rows = [.. Enumerable.Range(0, classes.Length)];
        (int[] train, int[] validation, int[] test) = Split.Stratified(rows, classes, 0.2, 0.1, seed: 5);
        Assert.Equal([100, 60, 3], Counts(classes, test, 3));
        Assert.Equal([50, 30, 2], Counts(classes, validation, 3));
        Assert.Equal(rows, train.Concat(validation).Concat(test).Order());
    }

    [Fact]
    public void Fault26_AClassWithOneRowIsTrainedOnAndNoticed()
    {
        int[] classes = [0, 0, 0, 0, 1, 1, 1, 1, 1, 2], rows = [.. Enumerable.Range(0, 10)];
        for (ulong seed = 0; seed < 20; seed++)
        {
            Split split = Split.Stratified(rows, classes, 0.3, 0.2, seed);
            Assert.Contains(9, split.Train);
            Assert.Equal((3, 2), (split.Test.Length, split.Validation.Length));
            Assert.Contains("1 of 3 classes have a single row", Assert.Single(split.Notices).Text, StringComparison.Ordinal);
        }

        Assert.Throws<DataException>(() => Split.Stratified([0, 1, 2], [0, 1, 2], 0.3));
    }

    [Fact]
    public void Fault03_OneRowCannotBeSplit()
    {
        string message = Assert.Throws<DataException>(() => Split.Plain([0])).Message;
        Assert.Contains("1 row cannot be split", message, StringComparison.Ordinal);
        Assert.Contains("Use smaller fractions, or 0.", message, StringComparison.Ordinal);
        Assert.Equal([0], Split.Plain([0], test: 0).Train);
        Assert.Throws<DataException>(() => KFold.Plain([0], 2));
    }

    [Fact]
    public void TheSeedAloneDecides()
    {
        int[] rows = [.. Enumerable.Range(0, 200)];
        Assert.Equal(Split.Plain(rows, seed: 1).Test, Split.Plain(rows, seed: 1).Test);
        Assert.NotEqual(Split.Plain(rows, seed: 1).Test, Split.Plain(rows, seed: 2).Test);
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(double.NaN, 0)]
    [InlineData(1, 0)]
    public void ImpossibleFractionsAreRefused(double test, double validation) => Assert.Throws<DataException>(() => Split.Plain([0, 1, 2, 3], test, validation));

    [Fact]
    public void FoldsCoverEveryRowOnceAndKeepTheProportions()
    {
        int[] classes = [.. Enumerable.Range(0, 103).Select(i => i < 60 ? 0 : i < 99 ? 1 : 2)], rows = [.. Enumerable.Range(0, 103)];
        Split[] folds = KFold.Stratified(rows, classes, 5, seed: 2);
        Assert.Equal(rows, folds.SelectMany(fold => fold.Test).Order());
        Assert.All(folds, fold => Assert.Equal(rows, fold.Train.Concat(fold.Test).Order()));
        Assert.All(folds, fold => Assert.InRange(fold.Test.Length, 20, 21));
        for (int label = 0; label < 3; label++)
        {
            int[] counts = [.. folds.Select(fold => Counts(classes, fold.Test, 3)[label])];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }

        Assert.Contains("1 of 3 classes have fewer rows than the 5 folds", folds[0].Notices[0].Text, StringComparison.Ordinal);
        Assert.Equal(rows, KFold.Plain(rows, 4).SelectMany(fold => fold.Test).Order());
        Assert.Throws<DataException>(() => KFold.Plain(rows, 1));
    }

    [Fact]
    public void TablesAreSplitByLabelAmongRowsWithATarget()
    {
        string[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 10 ? "" : i < 30 ? "rare" : "usual")], x = [.. Enumerable.Range(0, 100).Select(i => $"{i % 9}")];
        Table table = Table.Create(["x", "y"], [x, labels]);
        Schema schema = Schema.Infer(table, ["y"]);
        (int[] train, int[] test) = Split.For(table, schema, test: 0.1);
        Assert.Equal((81, 9), (train.Length, test.Length));
        Assert.Equal(2, test.Count(row => table[row, "y"] == "rare"));
        Assert.DoesNotContain(test, row => row < 10);
        Assert.Equal(90, KFold.For(table, schema).Sum(fold => fold.Test.Length));
    }

    private static int[] Counts(int[] classes, int[] rows, int count) => [.. Enumerable.Range(0, count).Select(label => rows.Count(row => classes[row] == label))];
}
