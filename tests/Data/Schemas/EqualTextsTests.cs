using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class EqualTextsTests
{
    private static readonly SchemaOptions s_categorical = new() { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Categorical } };

    /// <summary>Identifiers of 20 digits are one number as doubles; it is said that their texts are not.</summary>
    [Fact]
    public void NumbersThatDifferBehindTheirDigitsAreSaidToBe()
    {
        Table table = Table.Create(["x", "z", "y"], [[.. Enumerable.Range(0, 30).Select(i => $"123456789012345678{i:00}")], [.. Enumerable.Range(0, 30).Select(i => $"{i * i}")], [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? "a" : "b")]]);
        Assert.Single(Schema.Infer(table, ["y"]).Notices, notice => notice.Text.Contains("its texts differ after those", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1,2,1,2.0,01,2", "x=1,x=2", "1.0,+2,1e0,2")]
    [InlineData("True,False,TRUE,false,True,False", "x=False,x=True", "true,FALSE,TRUE,false")]
    [InlineData("true,false,true,false,true,false", "x=false,x=true", "TRUE,False,True,FALSE")]
    public void EqualTextsAreOneLevel(string training, string names, string other)
    {
        string[] cells = training.Split(',');
        Table table = Table.Create(["x", "y"], [cells, ["a", "b", "a", "b", "b", "b"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], s_categorical), [0, 1, 2, 3, 4, 5]);
        Assert.Equal(names.Split(','), preprocessor.InputNames);
        List<Notice> notices = [];
        float[] expected = preprocessor.TransformInputs<float>(Table.Create(["x"], [[cells[0], cells[1], cells[0], cells[1]]]));
        Assert.Equal(expected, preprocessor.TransformInputs<float>(Table.Create(["x"], [other.Split(',')]), notices, strict: true));
        Assert.Empty(notices);
    }

    [Theory]
    [InlineData("1,0,1.0,0", "0,1", "01,0.0")]
    [InlineData("True,False,true,False", "False,True", "TRUE,FALSE")]
    public void EqualTextsAreOneLabel(string training, string labels, string other)
    {
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "5"], training.Split(',')]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal(labels.Split(','), schema.Targets[0].Labels);
        Assert.Contains(schema.Notices, notice => notice.Text.Contains("equal labels that are written differently", StringComparison.Ordinal));
        Assert.Equal([1, 0], schema.Classes(Table.Create(["x", "y"], [["1", "2"], other.Split(',')]), [0, 1]));
    }

    [Fact]
    public void WhereOtherWordsStandTheColumnIsOneOfCodes()
    {
        Table table = Table.Create(["x", "y"], [["1", "01", "A", "1", "7", "A"], ["a", "b", "a", "b", "b", "b"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], s_categorical), [0, 1, 2, 3, 4, 5]);
        Assert.Equal(["x=01", "x=1", "x=7", "x=A"], preprocessor.InputNames);

        // 1.0 may be 1 or 01 and is unknown; 7.0 can only be 7.
        float[] inputs = preprocessor.TransformInputs<float>(Table.Create(["x"], [["1.0", "7.0"]]));
        Assert.Equal([0f, 0, 0, 0, 0, 0, 1, 0], inputs);
    }

    [Fact]
    public void LongNumbersThatADoubleCannotTellApartStayApart()
    {
        Table table = Table.Create(["x", "y"], [["12345678901234567", "12345678901234568", "12345678901234567", "12345678901234568"], ["a", "b", "a", "b"]]);
        Assert.Equal(2, Preprocessor.Fit(table, Schema.Infer(table, ["y"], s_categorical), [0, 1, 2, 3]).InputNames.Count);
    }
}
