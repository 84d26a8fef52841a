using System.Globalization;
using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class ExtremeValueTests
{
    [Theory]
    [InlineData("-9999")]
    [InlineData("999")]
    [InlineData("-999.9")]
    [InlineData("1e36")]
    [InlineData("2147483647")]
    public void ARepeatedSentinelCountsAsMissing(string sentinel)
    {
        string[] cells = [.. Waves(200).Select((cell, i) => i % 10 == 3 ? sentinel : cell)];
        Schema schema = Schema.Infer(Make(cells), ["y"]);
        Assert.Equal((20, true), (schema.Features[0].Missing, schema.Features[0].Maximum < 3.1));
        Assert.Contains(schema.Notices, notice => notice.Text.Contains("in 20 of 200 rows is far from all other values", StringComparison.Ordinal));
        Preprocessor preprocessor = Preprocessor.Fit(Make(cells), schema, [.. Enumerable.Range(0, 200)]);
        Assert.Equal(["x", "x (missing)"], preprocessor.InputNames);
        float[] inputs = Preprocessor.FromJson(preprocessor.ToJson()).TransformInputs<float>(Table.Create(["x"], [[sentinel, "", "1"]]));
        Assert.Equal(inputs[..2], inputs[2..4]);
    }

    [Fact]
    public void TheUserMayKeepASentinel()
    {
        string[] cells = [.. Waves(200).Select((cell, i) => i % 10 == 3 ? "999" : cell)];
        Assert.Equal(0, Schema.Infer(Make(cells), ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Numeric } }).Features[0].Missing);
    }

    [Fact]
    public void OrdinaryColumnsRaiseNoAlarm()
    {
        string[][] columns =
        [
            [.. Enumerable.Range(0, 200).Select(i => $"{i % 100}")], // up to 99
            [.. Enumerable.Range(0, 200).Select(i => i % 50 == 0 ? "1" : "0")], // a rare yes
            [.. Enumerable.Range(0, 200).Select(i => Math.Exp(3 * Math.Sin(i * i)).ToString("R", CultureInfo.InvariantCulture))], // skewed
            [.. Enumerable.Range(0, 200).Select(i => i % 40 == 0 ? $"{i * 100}" : "0")], // mostly zeros
            [.. Enumerable.Range(0, 200).Select(i => $"{Math.Min(99999, i * 700)}")], // capped at 99999
            [.. Enumerable.Range(0, 200).Select(i => $"{1.7e9 + (i * 86400)}")], // seconds
            [.. Enumerable.Range(0, 200).Select(i => Math.Pow(10, (i * 37 % 200 / 20.0) - 5).ToString("R", CultureInfo.InvariantCulture))], // ten decades
        ];
        string[] names = [.. columns.Select((_, i) => $"c{i}"), "y"];
        Schema schema = Schema.Infer(Table.Create(names, [.. columns, FeatureInferenceTests.Labels(200)]), ["y"]);
        Assert.DoesNotContain(schema.Notices, notice => notice.Text.Contains("far from", StringComparison.Ordinal));
        Assert.All(schema.Features, column => Assert.Equal(0, column.Missing));
    }

    /// <summary>As many as a twentieth of the values at each end, whatever the number of rows.</summary>
    [Theory]
    [InlineData(200, 10, true)]
    [InlineData(1000, 9, true)]
    [InlineData(1000, 15, true)]
    [InlineData(1000, 50, true)]
    [InlineData(1000, 80, false)]
    [InlineData(20_000, 900, true)]
    public void SeveralWildCellsAreNamed(int rows, int wild, bool areNamed)
    {
        string[] cells = [.. Waves(rows).Select((cell, i) => i % (rows / wild) == 3 && i / (rows / wild) < wild ? $"{100_000 + (7919 * i)}" : cell)];
        Schema schema = Schema.Infer(Table.Create(["x", "y"], [cells, FeatureInferenceTests.Labels(rows)]), ["y"]);
        Assert.Equal(areNamed, schema.Notices.Any(notice => notice.Severity == Severity.Warning && notice.Text.Contains($"{wild} of {rows} values are far from all others", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("1000000")]
    [InlineData("-9.96921e36")]
    [InlineData("1e299")]
    public void OneWildCellIsNamedAndDoesNotTouchTheOthers(string wild)
    {
        string[] tame = Waves(200), cells = [.. tame.Select((cell, i) => i == 77 ? wild : cell)];
        Schema schema = Schema.Infer(Make(cells), ["y"]);
        Assert.Contains(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains($"1 of 200 values is far from all others", StringComparison.Ordinal) && notice.Text.Contains($"({wild} in line 78)", StringComparison.Ordinal));

        // Without the row, so that both know the same ordinary values.
        int[] rows = [.. Enumerable.Range(0, 200)], others = [.. rows.Where(row => row != 77)];
        Preprocessor with = Preprocessor.Fit(Make(cells), schema, rows), without = Preprocessor.Fit(Make(tame), Schema.Infer(Make(tame), ["y"]), others);
        Assert.Equal(without.Transform<float>(Make(tame), others).Inputs.ToArray(), with.Transform<float>(Make(cells), others).Inputs.ToArray());
        float[] inputs = with.TransformInputs<float>(Make(cells));
        Assert.InRange(Math.Abs(inputs[77]), 9.9f, 10f);
        Assert.Equal(Math.Sign(double.Parse(wild, CultureInfo.InvariantCulture)), Math.Sign(inputs[77]));
    }

    [Fact]
    public void NumbersFarOutsideAreDrawnInAndKeepTheirOrder()
    {
        Table table = Make(Waves(200));
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [.. Enumerable.Range(0, 200)]);
        string[] rising = ["-1e39", "-1e6", "-20", "3", "11", "12", "1e3", "1e39", "1e299"];
        List<Notice> notices = [];
        float[] inputs = preprocessor.TransformInputs<float>(Table.Create(["x"], [rising]), notices);
        Assert.Equal(inputs.Order(), inputs);
        Assert.All(inputs, input => Assert.InRange(input, -10, 10));
        Assert.Contains(notices, notice => notice.Text.Contains("(first: -1e39 in line 1)", StringComparison.Ordinal));
    }

    [Fact]
    public void TheBendAtTheLimitIsSmooth()
    {
        // Mean 0 and deviation 1 exactly, so the limit is 5: L(2 − L/z) beyond.
        Table table = Table.Create(["x", "y"], [["-1", "1", "-1", "1"], ["a", "b", "a", "b"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2, 3]);
        double[] inputs = preprocessor.TransformInputs<double>(Table.Create(["x"], [["4.999", "5", "5.001", "10", "-50"]]));
        double[] expected = [4.999, 5, 5 * (2 - (5 / 5.001)), 7.5, -9.5];
        Assert.All(expected.Zip(inputs), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal(1, (inputs[2] - inputs[1]) / 0.001, 3);
    }

    [Fact]
    public void AWildTargetIsNamed()
    {
        string[] x = Waves(200), wild = [.. Waves(200).Select((cell, i) => i == 5 ? "1e20" : cell)], coded = [.. Waves(200).Select((cell, i) => i % 20 == 5 ? "-9999" : cell)];
        Schema one = Schema.Infer(Table.Create(["x", "y"], [[.. x.Reverse()], wild]), ["y"]), many = Schema.Infer(Table.Create(["x", "y"], [[.. x.Reverse()], coded]), ["y"]);
        Assert.Contains(one.Notices, notice => notice.Text.Contains("(1e20 in line 6)", StringComparison.Ordinal));
        Assert.Contains(many.Notices, notice => notice.Text.Contains("is -9999 in 10 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void ATargetTooFarFromTrainingIsNamed()
    {
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "4", "5"], ["1.5", "2.5", "3", "4", "1e200"]]);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], new() { Task = TaskKind.Regression }), [0, 1, 2, 3]);
        Assert.Contains("line 5, column \"y\": \"1e200\"", Assert.Throws<DataException>(() => preprocessor.Transform<float>(table, [4])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASpreadOfRoundingNoiseIsNone()
    {
        double noisy = 0.1 + 0.2;
        Assert.NotEqual(0.3, noisy);
        string[] noise = [.. Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? 0.3 : noisy).ToString("R", CultureInfo.InvariantCulture))];
        string[] stamps = [.. Enumerable.Range(0, 40).Select(i => $"{1_700_000_000_000 + (i * i % 7)}")];
        Schema schema = Schema.Infer(Table.Create(["noise", "stamps", "y"], [noise, stamps, FeatureInferenceTests.Labels(40)]), ["y"]);
        Assert.Equal([ColumnKind.Constant, ColumnKind.Numeric, ColumnKind.Target], schema.Columns.Select(column => column.Kind));
        Assert.Contains("up to rounding", Assert.Throws<DataException>(() => Schema.Infer(Table.Create(["x", "y"], [stamps, noise]), ["y"], new() { Task = TaskKind.Regression })).Message, StringComparison.Ordinal);
        Assert.Equal(1, Statistics.MeanAndScale([0.3, noisy, 0.3]).Scale);
        Assert.NotEqual(1, Statistics.MeanAndScale([1_700_000_000_000, 1_700_000_000_001]).Scale);
    }

    private static string[] Waves(int rows) => [.. Enumerable.Range(0, rows).Select(i => (3 * Math.Sin(i * 1.7)).ToString("0.000", CultureInfo.InvariantCulture))];

    private static Table Make(string[] cells) => Table.Create(["x", "y"], [cells, FeatureInferenceTests.Labels(cells.Length)]);
}
