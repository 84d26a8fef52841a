using System.Text.Json;
using Descent.Data;
using Descent.Tests.Goldens;

namespace Descent.Tests.Models;

/// <summary>Codings of a network's inputs against NumPy's formula and scikit-learn's transformer, and what they do with categories.</summary>
public class InputCodingTests
{
    private static readonly JsonElement s_golden = GoldenFile.Read("input_codings.json");

    [Theory]
    [InlineData(NumberCoding.SmoothClip, "smooth_clip")]
    [InlineData(NumberCoding.QuantileNormal, "quantile_normal")]
    [InlineData(NumberCoding.QuantileNormalWide, "quantile_normal_wide")]
    public void NumbersEqualTheirPeers(NumberCoding coding, string name)
    {
        double[] train = GoldenFile.Numbers(s_golden.GetProperty("train")), other = GoldenFile.Numbers(s_golden.GetProperty("other")), expected = GoldenFile.Numbers(s_golden.GetProperty(name));
        (Preprocessor preprocessor, Dataset<float> rows) = Numbers(train);
        InputCoding fitted = InputCoding.Fit(preprocessor, rows, coding, codes: true);
        float[] coded = fitted.Apply([.. other.Select(x => (float)x)], 1);
        Assert.All(expected.Index(), at => Assert.Equal(at.Item, coded[at.Index], 2e-6));
    }

    [Fact]
    public void AConstantColumnBecomesZero()
    {
        (Preprocessor preprocessor, Dataset<float> rows) = Numbers([.. Enumerable.Repeat(3.0, 50)]);
        Assert.All([NumberCoding.SmoothClip, NumberCoding.QuantileNormal, NumberCoding.QuantileNormalWide], coding => Assert.Equal([0f, 0f], InputCoding.Fit(preprocessor, rows, coding, codes: false).Apply([3f, 9f], 1)));
    }

    [Fact]
    public void OneScaleKeepsTheProportionsOfColumns()
    {
        // Standard deviations 1 and 3, so one scale of √((1 + 9)/2); the column of texts has codes of its own.
        Table table = Table.Create(["a", "b", "color", "y"], [["0", "2", "0", "2"], ["0", "6", "6", "0"], ["red", "blue", "red", "blue"], ["1.5", "2", "2.5", "3.25"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], new SchemaOptions { Kinds = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Numeric, ["b"] = ColumnKind.Numeric, ["color"] = ColumnKind.Categorical } }), [0, 1, 2, 3]);
        Dataset<float> rows = preprocessor.Transform<float>(table, [0, 1, 2, 3]);
        float[] coded = InputCoding.Fit(preprocessor, rows, NumberCoding.CommonScale, codes: true).Apply(rows.Inputs.Span, rows.InputColumns);
        double scale = Math.Sqrt(5);
        Assert.All(new[] { -1 / scale, -3 / scale, 2, 1 / scale, 3 / scale, 1 }.Index(), at => Assert.Equal(at.Item, coded[at.Index], 1e-6));
        Assert.Equal(coded, InputCoding.FromJson(InputCoding.Fit(preprocessor, rows, NumberCoding.CommonScale, codes: true).ToJson(), rows.InputColumns).Apply(rows.Inputs.Span, rows.InputColumns));
    }

    [Fact]
    public void RealMlpKeepsTheProportionsOfManyColumnsOfOneUnit()
    {
        Assert.Equal(NumberCoding.CommonScale, new RealMlpRecipe().NumbersOf(Columns(8, 16), 1_999));
        Assert.Equal(NumberCoding.CommonScale, new RealMlpRecipe().NumbersOf([.. Columns(8, 16), .. Columns(1, 3), new EncodedColumn("color", ["color"], "", "") { IsCategory = true }], 1_999));
        Assert.Equal(NumberCoding.SmoothClip, new RealMlpRecipe().NumbersOf(Columns(7, 16), 1_999));
        Assert.Equal(NumberCoding.SmoothClip, new RealMlpRecipe().NumbersOf(Columns(8, 16), 2_000));
        Assert.Equal(NumberCoding.SmoothClip, new RealMlpRecipe().NumbersOf([.. Columns(4, 16), .. Columns(4, 25)], 1_999));
        Assert.Equal(NumberCoding.SmoothClip, new RealMlpRecipe().NumbersOf(Columns(8, 0), 1_999));
        Assert.Equal(NumberCoding.SmoothClip, new RealMlpRecipe(256, 256).NumbersOf(Columns(8, 16), 1_999));

        static EncodedColumn[] Columns(int count, double range) => [.. Enumerable.Range(0, count).Select(i => new EncodedColumn($"x{i}", [$"x{i}"], "", "") { Numbers = new EncodedNumbers(range / 4, 0, range) })];
    }

    [Fact]
    public void CategoriesBecomeCodesBehindTheNumbers()
    {
        Table table = Table.Create(["color", "x", "y"], [.. Enumerable.Range(0, 60)
            .Select(i => new[] { (string[])["red", "green", "blue"] is var names ? names[i % 3] : "", $"{i}", i % 2 == 0 ? "a" : "b" })
            .Aggregate((string[][])[[], [], []], (columns, row) => [[.. columns[0], row[0]], [.. columns[1], row[1]], [.. columns[2], row[2]]])]);
        Schema schema = Schema.Infer(table, ["y"]);
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, [.. Enumerable.Range(0, 60)]);
        Dataset<float> rows = preprocessor.Transform<float>(table, [.. Enumerable.Range(0, 60)]);
        InputCoding codes = InputCoding.Fit(preprocessor, rows, NumberCoding.Standard, codes: true);
        Assert.Equal(new InputShape(1, [3]), codes.Shape);
        float[] coded = codes.Apply(rows.Inputs.Span, rows.InputColumns);

        // Levels in the order of their names: blue 1, green 2, red 3.
        Assert.Equal([3f, 2, 1, 3], [coded[1], coded[3], coded[5], coded[7]]);

        // A color that training has not seen is all zeros, and the code of none.
        Table unseen = Table.Create(["color", "x"], [["pink"], ["7"]]);
        Assert.Equal(0, codes.Apply(preprocessor.TransformInputs<float>(unseen), rows.InputColumns)[1]);
        Assert.Equal(4, InputCoding.Fit(preprocessor, rows, NumberCoding.Standard, codes: false).Shape.Width);
    }

    [Fact]
    public void AStateThatDoesNotFitIsRefused()
    {
        string usual = """{"coding":"Standard","numbers":[0],"scales":[[]],"categories":[[1,3]]}""";
        InputCoding coding = InputCoding.FromJson(usual, 3);
        Assert.Equal((new InputShape(1, [2]), usual), (coding.Shape, coding.ToJson()));
        foreach (string wrong in (string[])[
            "", "[]", "{}", "null", usual.Replace("[[]]", "[]"), usual.Replace("[[]]", "[[1]]"), usual.Replace("Standard", "SmoothClip"), usual.Replace("Standard", "Cubic"), usual.Replace("[0]", "[0,0]"),
            usual.Replace("[1,3]", "[1,4]"), usual.Replace("[1,3]", "[3,1]"), usual.Replace("[1,3]", "[1]"), usual.Replace("[1,3]", "[0,3]"), usual.Replace("[1,3]", "[-1,3]"),
            """{"coding":"QuantileNormal","numbers":[0,1,2],"scales":[[0,1],[1,0.5],[0,1]],"categories":[]}""", """{"coding":"SmoothClip","numbers":[0,1,2],"scales":[[0,1],[1,0.5],[0,1e999]],"categories":[]}""",
            """{"coding":"CommonScale","numbers":[0,1,2],"scales":[[1],[1],[0]],"categories":[]}""", """{"coding":"CommonScale","numbers":[0,1,2],"scales":[[1],[1],[]],"categories":[]}"""])
        {
            Assert.Throws<FormatException>(() => InputCoding.FromJson(wrong, 3));
        }
    }

    /// <summary>A table of one column of numbers whose preprocessing is undone: the coding sees the numbers themselves.</summary>
    private static (Preprocessor Preprocessor, Dataset<float> Rows) Numbers(double[] values)
    {
        Table table = Table.Create(["x", "y"], [[.. values.Select((_, i) => $"{i}")], [.. values.Select((_, i) => $"{i * i}")]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], new SchemaOptions { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Numeric } }), [.. Enumerable.Range(0, values.Length)]);
        float[] inputs = [.. values.Select(value => (float)value)];
        return (preprocessor, Dataset.Create(inputs, 1, new float[inputs.Length], 1));
    }
}
