using Descent.Data;

namespace Descent.Tests.Data;

/// <summary>Tables and data sets are made from what programs have: cells that are null, arrays without type arguments.</summary>
public class CreationTests
{
    [Fact]
    public void ANullCellIsAMissingValue()
    {
        Table table = Table.Create(["x", "y"], [["1", null, "3", "5"], ["1", "2", "4", "5.5"]]);
        Assert.True(table.IsMissing(1, 0));
        Assert.False(table.IsMissing(1, 1));
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2, 3]);
        Assert.Equal(["x", "x (missing)"], preprocessor.InputNames);
    }

    [Fact]
    public void ANullNameOrColumnIsNamed()
    {
        Assert.Contains("the name of column 2 is null", Assert.Throws<DataException>(() => Table.Create(["x", null!], [["1"], ["2"]])).Message, StringComparison.Ordinal);
        Assert.Contains("the cells of column 1 are null", Assert.Throws<DataException>(() => Table.Create(["x", "y"], [null!, ["2"]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArraysNeedNoTypeArgument()
    {
        float[] singles = [1, 2, 3, 4], targets = [0, 1];
        Dataset<float> data = Dataset.Create(singles, 2, targets, 1, [1, 3]);
        Assert.Equal((2, 2, 1, true), (data.Rows, data.InputColumns, data.TargetColumns, data.IsWeighted));
        double[] doubles = [1, 2];
        Assert.False(Dataset.Create(doubles, 1, doubles, 1).IsWeighted);
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('é')]
    public void ASeparatorThatCannotBeIsRefused(char separator) =>
        Assert.Contains("cannot be used", Assert.Throws<DataException>(() => Table.Parse("a,b\n1,2\n", options: new CsvOptions { Separator = separator })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"minimum\":1,", "\"minimum\":1e400,", "1e400")]
    [InlineData("\"columns\":[", "\"columns\":[null,", "null among the columns")]
    [InlineData("\"targetNames\":[", "\"targetNames\":[null,", "null among the names of the targets")]
    [InlineData("\"inputs\":[", "\"inputs\":[null,", "null among the encoders of the inputs")]
    [InlineData("\"levels\":[", "\"levels\":[null,", "a category is null or occurs twice")]
    [InlineData("\"levels\":[", "\"levels\":[\"red\",", "a category is null or occurs twice")]
    public void SavedPreprocessingSaysWhatIsDamaged(string from, string to, string message)
    {
        Table table = Table.Create(["x", "color", "y"], [["1", "2", "3", "4"], ["red", "blue", "red", "blue"], ["1", "2.5", "3", "7"]]);
        string json = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2, 3]).ToJson(), damaged = json.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(json, damaged);
        Assert.Contains(message, Assert.Throws<DataException>(() => Preprocessor.FromJson(damaged)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "at least one")]
    [InlineData("[null]", "a layer is null")]
    [InlineData("""[{"type":"dense","units":1},null]""", "a layer is null")]
    [InlineData("""[{"type":"dropout","rate":1e400}]""", "1e400 is beyond the range")]
    [InlineData("null", "null")]
    public void AnImpossibleNetworkIsTheDocumentedError(string json, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Catalogue.NetworkFromJson(json)).Message, StringComparison.Ordinal);
}
