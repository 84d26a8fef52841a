using System.Text.RegularExpressions;
using Descent.Data;

namespace Descent.Tests.Data.Preprocessing;

public class PreprocessorTests
{
    private const string Text = "age,island,y\n1,Dream,a\n2,Biscoe,b\n,Dream,a\n3,,b\n10,Torgersen,a\n100,Biscoe,b\n";

    [Fact]
    public void Fault12_StatisticsComeFromTheTrainingRowsOnly()
    {
        Table table = Table.Parse(Text);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2, 3, 4]);
        Assert.Equal(["age", "age (missing)", "island=Biscoe", "island=Dream", "island=Torgersen", "island (missing)"], preprocessor.InputNames);

        // Ages 1, 2, 3, 10: median 2.5; with it in the gap the mean is 18.5 / 5 and the variance 120.25 / 5 − 3.7².
        // Beyond 5 deviations z becomes 5(2 − 5/z).
        double mean = 3.7, deviation = Math.Sqrt(24.05 - 13.69);
        Dataset<double> data = preprocessor.Transform<double>(table, [2, 3, 5]);
        double[] expected =
        [
            (2.5 - mean) / deviation, 1, 0, 1, 0, 0,
            (3 - mean) / deviation, 0, 0, 0, 0, 1,
            5 * (2 - (5 / ((100 - mean) / deviation))), 0, 1, 0, 0, 0,
        ];
        Assert.All(expected.Zip(data.Inputs.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal([0.0, 1, 1], data.Targets.ToArray());
        Assert.Equal(2, preprocessor.Notices.Count);
    }

    [Fact]
    public void Fault14_AColumnConstantInTrainingDividesByOne()
    {
        Table table = Table.Create(["x", "z", "y"], [["5", "5", "6"], ["1", "2", "3"], ["a", "b", "a"]]);
        double[] inputs = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1]).TransformInputs<double>(table);
        Assert.Equal([0.0, 0, 1], [inputs[0], inputs[2], inputs[4]]);
    }

    [Fact]
    public void Fault51_ColumnsAreMatchedByName()
    {
        (Preprocessor preprocessor, Table table) = Fitted();
        Table reordered = Table.Create(["island", "age"], [Column(table, "island"), Column(table, "age")]);
        Assert.Equal(preprocessor.TransformInputs<float>(table), preprocessor.TransformInputs<float>(reordered));
    }

    [Fact]
    public void Fault52_AMissingColumnIsNamedAndAnExtraOneIgnored()
    {
        Preprocessor preprocessor = Fitted().Preprocessor;
        string message = Assert.Throws<DataException>(() => preprocessor.TransformInputs<float>(Table.Parse("age,Iland\n1,Dream\n"))).Message;
        Assert.Contains("lacks the column \"island\"", message, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"Iland\"?", message, StringComparison.Ordinal);
        List<Notice> notices = [];
        _ = preprocessor.TransformInputs<float>(Table.Parse("age,island,more\n1,Dream,x\n"), notices);
        Assert.Contains("\"more\" was not in the training table and is ignored", Assert.Single(notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault53_AnUnseenCategoryIsUnknownAndCounted()
    {
        Preprocessor preprocessor = Fitted().Preprocessor;
        Table table = Table.Parse("age,island\n1,Mars\n2,Dream\n3,Venus\n");
        List<Notice> notices = [];
        float[] inputs = preprocessor.TransformInputs<float>(table, notices);
        Assert.Equal([0f, 0, 0, 0], inputs[2..6]);
        Assert.Contains("2 of 3 values did not occur in training (first: \"Mars\" in line 2)", Assert.Single(notices).Text, StringComparison.Ordinal);
        Assert.Contains("line 2, column \"island\": \"Mars\"", Assert.Throws<DataException>(() => preprocessor.TransformInputs<float>(table, strict: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault53_RareLevelsShareAnInputThatUnseenOnesJoin()
    {
        string[] levels = [.. Enumerable.Range(0, 200).Select(i => i < 3 ? $"rare {i}" : i % 2 == 0 ? "even" : "odd")];
        Table table = Table.Create(["x", "y"], [levels, [.. Enumerable.Range(0, 200).Select(i => i % 5 < 2 ? "a" : "b")]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [.. Enumerable.Range(0, 200)]);
        Assert.Equal(["x=even", "x=odd", "x (other)"], preprocessor.InputNames);
        float[] rare = preprocessor.TransformInputs<float>(Table.Create(["x"], [["rare 1"]]), strict: true);
        Assert.Equal([0f, 0, 1], rare);
        Assert.Equal(rare, preprocessor.TransformInputs<float>(Table.Create(["x"], [["new"]])));
    }

    [Fact]
    public void Fault55_NoRowsInNoRowsOut()
    {
        Preprocessor preprocessor = Fitted().Preprocessor;
        Assert.Empty(preprocessor.TransformInputs<float>(Table.Create(["age", "island"], [[], []])));
        Assert.Throws<DataException>(() => preprocessor.TransformInputs<float>(Table.Create(["age"], [[]])));
    }

    [Fact]
    public void Fault56_ValuesFarOutsideTrainingAreAWarning()
    {
        Preprocessor preprocessor = Fitted().Preprocessor;
        List<Notice> notices = [];
        _ = preprocessor.TransformInputs<float>(Table.Parse("age,island\n5,Dream\n-98,Dream\n-99,Dream\n500,Dream\n"), notices);
        Assert.Contains("\"age\": 2 of 4 values are far outside the training range 1 … 100 (first: -99 in line 4)", Assert.Single(notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault11_AWordAtPredictionIsNamed() =>
        Assert.Contains("line 3, column \"age\": \"old\"", Assert.Throws<DataException>(() => Fitted().Preprocessor.TransformInputs<float>(Table.Parse("age,island\n5,Dream\nold,Dream\n"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Fault15_NumbersTooLargeForTheElementTypeAreNamedAndDrawnIn()
    {
        Preprocessor preprocessor = Fitted().Preprocessor;
        Table table = Table.Parse("age,island\n1e200,Dream\n");
        List<Notice> notices = [];
        Assert.InRange(preprocessor.TransformInputs<float>(table, notices)[0], 9.9f, 10f);
        Assert.Contains("(1e200 in line 2)", Assert.Single(notices).Text, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => preprocessor.TransformInputs<float>(Table.Parse("age,island\n1e308,Dream\n")));
    }

    [Fact]
    public void Fault15_AModelFromBeforeTheLimitRefusesThem()
    {
        string json = Regex.Replace(Fitted().Preprocessor.ToJson(), "\"limit\":[^,}]*,", "", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("limit", json, StringComparison.Ordinal);
        Preprocessor old = Preprocessor.FromJson(json);
        Table table = Table.Parse("age,island\n1e200,Dream\n");
        Assert.Contains("line 2, column \"age\": \"1e200\"", Assert.Throws<DataException>(() => old.TransformInputs<float>(table)).Message, StringComparison.Ordinal);
        Assert.True(old.TransformInputs<double>(table)[0] > 1e198);
    }

    [Fact]
    public void RegressionTargetsAreStandardizedAndComeBack()
    {
        Table table = Table.Create(["x", "y", "z"], [["1", "2", "3"], ["10.5", "20.5", "60.5"], ["-1", "-2", "-3"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y", "z"], new() { Task = TaskKind.Regression }), [0, 1, 2]);
        Dataset<double> data = preprocessor.Transform<double>(table, [0, 1, 2]);
        double mean = 30.5, deviation = Math.Sqrt((400 + 100 + 900) / 3.0);
        Assert.Equal((10.5 - mean) / deviation, data.Targets.Span[0], 12);
        Assert.Equal(20.5, preprocessor.Unscale(0, data.Targets.Span[2]), 12);
        Assert.Equal(deviation, preprocessor.TargetScale(0), 12);
        Assert.Equal(["30.5", "-2"], preprocessor.Decode<double>([0, 0]));
        Assert.Throws<DataException>(() => preprocessor.Decode<double>([0]));
    }

    [Fact]
    public void ProbabilitiesBecomeLabels()
    {
        Preprocessor binary = Fitted().Preprocessor;
        Assert.Equal(["a"], binary.Decode<float>([0.49f]));
        Assert.Equal(["b"], binary.Decode<float>([0.5f]));
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "5"], ["u", "v", "w", "u"]]);
        Preprocessor multiclass = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2, 3]);
        Assert.Equal(["w"], multiclass.Decode<float>([0.2f, 0.3f, 0.5f]));
        Assert.Equal([0f, 1, 0], multiclass.Transform<float>(table, [1]).Targets.ToArray());
        Assert.Contains("\"q\" did not occur", Assert.Throws<DataException>(() => multiclass.Transform<float>(Table.Parse("x,y\n1,q\n"), [0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyRowsWithTargetsAreLearnedFrom()
    {
        Table table = Table.Parse("x,y\n1,a\n2,\n3,b\n");
        Assert.Throws<DataException>(() => Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [1]));
        Assert.Throws<DataException>(() => Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0], new() { MaximumCategories = 0 }));
    }

    [Fact]
    public async Task ManyThreadsMayShareOne()
    {
        (Preprocessor preprocessor, Table table) = Fitted();
        float[] expected = preprocessor.TransformInputs<float>(table);
        float[][] all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => preprocessor.TransformInputs<float>(table))));
        Assert.All(all, inputs => Assert.Equal(expected, inputs));
    }

    internal static (Preprocessor Preprocessor, Table Table) Fitted()
    {
        Table table = Table.Parse(Text);
        return (Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2, 3, 4, 5]), table);
    }

    private static string[] Column(Table table, string name) => [.. Enumerable.Range(0, table.Rows).Select(row => table[row, name])];

    /// <summary>A column whose categories are nearly all rare loses what it knows, which is more than a note.</summary>
    [Theory]
    [InlineData(5, Severity.Warning)]
    [InlineData(100, Severity.Information)]
    public void CategoriesThatMostlyShareOneInputAreWarnedOf(int frequent, Severity expected)
    {
        string[] cities = [.. Enumerable.Range(0, 200).Select(row => row < frequent ? "common" : $"city{row}")];
        Table table = Table.Create(["city", "y"], [cities, [.. Enumerable.Range(0, 200).Select(row => $"{row}.5")]]);
        Preprocessor fitted = Preprocessor.Fit(table, Schema.Infer(table, ["y"], new SchemaOptions { Kinds = new Dictionary<string, ColumnKind> { ["city"] = ColumnKind.Categorical } }), [.. Enumerable.Range(0, 200)]);
        Notice notice = Assert.Single(fitted.Notices, notice => notice.Text.Contains("share one input", StringComparison.Ordinal));
        Assert.Equal(expected, notice.Severity);
        Assert.Contains($"in {200 - frequent} of 200 rows", notice.Text, StringComparison.Ordinal);
    }
}
