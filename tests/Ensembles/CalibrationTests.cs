using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Goldens;

namespace Descent.Tests.Ensembles;

/// <summary>Isotonic curves: the values of scikit-learn, when they are chosen instead of a temperature, and the file.</summary>
public class CalibrationTests
{
    private static readonly int[] s_fifths = [400, 400, 400, 400, 400];

    [Theory]
    [InlineData("two")]
    [InlineData("ties")]
    [InlineData("three")]
    public void CurvesEqualThoseOfScikitLearn(string name)
    {
        JsonElement golden = GoldenFile.Read("isotonic.json").GetProperty("cases").GetProperty(name);
        float[] Floats(string member) => [.. GoldenFile.Numbers(golden.GetProperty(member)).Select(value => (float)value)];
        int width = golden.GetProperty("width").GetInt32();
        float[] said = Floats("said"), asked = Floats("asked");
        IsotonicCurve[] curves = IsotonicRegression.Fit(said, Floats("truth"), width, Floats("weights"), [.. Enumerable.Range(0, said.Length / width)]);
        Assert.Equal(width, curves.Length);
        new OutputAdjustment { Curves = curves }.Apply(asked, width);
        Assert.All(GoldenFile.Numbers(golden.GetProperty("expected")).Zip(asked), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void NoProbabilityIsZeroOrOne()
    {
        // Perfectly separated: the curve would be 0 and 1, but 6 rows allow 1/8 and 7/8.
        float[] probabilities = [0.1f, 0.2f, 0.3f, 0.6f, 0.7f, 0.8f], targets = [0, 0, 0, 1, 1, 1], asked = [0, 0.3f, 0.45f, 1, float.NaN];
        IsotonicCurve curve = Assert.Single(IsotonicRegression.Fit(probabilities, targets, 1, [], [0, 1, 2, 3, 4, 5]));
        Assert.Equal([0.1f, 0.3f, 0.6f, 0.8f], curve.Inputs);
        new OutputAdjustment { Curves = [curve] }.Apply(asked, 1);
        Assert.Equal([0.125, 0.125, 0.5, 0.875, double.NaN], asked.Select(value => Math.Round((double)value, 6)));
        Assert.Throws<ArgumentException>("Outputs", () => new IsotonicCurve([0.5f], [1]));
        Assert.Throws<ArgumentException>("Outputs", () => new IsotonicCurve([0.4f, 0.5f], [0.5f, 0.4f]));
        Assert.Throws<ArgumentException>("Outputs", () => new IsotonicCurve([0.5f], []));
        Assert.Throws<ArgumentException>("Inputs", () => new IsotonicCurve([0.5f, 0.5f], [0.4f, 0.4f]));
        Assert.Throws<ArgumentException>("Inputs", () => new IsotonicCurve([], []));
    }

    /// <summary>Probabilities that are right, or wrong by a temperature, need no curves: on the rows to which they are fitted they look certainly better, on others they are worse.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1.8)]
    public void CurvesThatFollowChanceAreNotUsed(double sharpness)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            (float[] said, float[] truth) = Drawn(2_000, seed, sharpness, logit => logit);
            OutputAdjustment? chosen = ProbabilityCalibration.Of(said, truth, 1, [], s_fifths);
            Assert.Null(chosen?.Curves);
            Assert.Equal(sharpness, chosen?.Temperature ?? 1, 0.3);

            float[] tempered = [.. said], fitted = [.. said];
            chosen?.Apply(tempered, 1);
            new OutputAdjustment { Curves = IsotonicRegression.Fit(said, truth, 1, [], [.. Enumerable.Range(0, 2_000)]) }.Apply(fitted, 1);
            Assert.True(ProbabilityCalibration.IsCertain(ProbabilityCalibration.Losses(tempered, truth, 1, []), ProbabilityCalibration.Losses(fitted, truth, 1, [])));
        }
    }

    /// <summary>Where all probabilities are too high by one in the logit, no temperature helps, and curves make the loss of other rows smaller.</summary>
    [Fact]
    public void CurvesThatHelpOtherRowsAreUsed()
    {
        (float[] said, float[] truth) = Drawn(2_000, 3, 1, logit => logit - 1);
        OutputAdjustment chosen = ProbabilityCalibration.Of(said, truth, 1, [], s_fifths)!;
        Assert.Equal(1, chosen.Temperature);
        Assert.Single(chosen.Curves!);
        (float[] other, float[] answers) = Drawn(5_000, 4, 1, logit => logit - 1);
        float[] calibrated = [.. other];
        chosen.Apply(calibrated, 1);
        Assert.True(ProbabilityCalibration.IsCertain(ProbabilityCalibration.Losses(other, answers, 1, []), ProbabilityCalibration.Losses(calibrated, answers, 1, [])));
    }

    /// <summary>The same for the first of three classes, with rows of different weights.</summary>
    [Fact]
    public void SeveralClassesHaveACurveEach()
    {
        Random random = new(6);
        const int Rows = 2_000;
        (float[] said, float[] truth) = (new float[3 * Rows], new float[3 * Rows]);
        for (int row = 0; row < Rows; row++)
        {
            double[] odds = [.. Enumerable.Range(0, 3).Select(_ => Math.Exp(4 * (random.NextDouble() - 0.5)))];
            double drawn = random.NextDouble() * ((odds[0] / 4) + odds[1] + odds[2]);
            truth[(3 * row) + (drawn < odds[0] / 4 ? 0 : drawn < (odds[0] / 4) + odds[1] ? 1 : 2)] = 1;
            odds.Select(value => (float)(value / odds.Sum())).ToArray().CopyTo(said, 3 * row);
        }

        float[] weights = [.. Enumerable.Range(0, Rows).Select(row => row % 2 == 0 ? 1.5f : 0.5f)], calibrated = [.. said];
        OutputAdjustment chosen = ProbabilityCalibration.Of(said, truth, 3, weights, s_fifths)!;
        Assert.Equal(3, chosen.Curves!.Count);
        chosen.Apply(calibrated, 3);
        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal(1, calibrated[3 * row] + calibrated[(3 * row) + 1] + calibrated[(3 * row) + 2], 1e-5);
            Assert.InRange(calibrated[3 * row], 1e-6, 1 - 1e-6);
        }

        Assert.Equal(Enumerable.Range(0, Rows).Average(row => weights[row] * truth[3 * row]), Enumerable.Range(0, Rows).Average(row => (double)weights[row] * calibrated[3 * row]), 0.03);
    }

    [Fact]
    public void InspectShowsTheCurves()
    {
        using TemporaryFolder folder = new();
        Table table = Steps(2_000, 1);
        File.WriteAllLines(folder["steps.csv"], [.. Enumerable.Range(0, table.Rows).Select(row => $"{table[row, "x"]},{table[row, "kind"]}").Prepend("x,kind")]);
        ToolRun.Of("train", folder["steps.csv"], "--target", "kind", "--recipe", "linear", "--test-fraction", "0", "--out", folder["run"]).EndsWith(0);
        JsonElement json = ToolRun.Of("inspect", folder["run"], "--json").EndsWith(0).Json();
        Assert.Equal(1, json.GetProperty("temperature").GetDouble());
        JsonElement curve = Assert.Single(json.GetProperty("isotonic").EnumerateArray());
        Assert.Equal(curve.GetProperty("inputs").GetArrayLength(), curve.GetProperty("outputs").GetArrayLength());
        Assert.Contains("probabilities by isotonic regression", ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("contribution_x", ToolRun.Of("predict", folder["run"], folder["steps.csv"], "--explain").EndsWith(0).Output, StringComparison.Ordinal);
    }

    /// <summary>A logistic model of a step: the curve finds the step. With fewer than a thousand rows, there is none.</summary>
    [Fact]
    public void AModelKeepsItsCurvesInItsFile()
    {
        TableOptions options = new() { Recipe = new LinearRecipe(), Threads = 1, TestFraction = 0 };
        Assert.Null(TableTrainer.Train(Steps(900, 1), ["kind"], options).Model.Adjustment);
        TableModel model = TableTrainer.Train(Steps(2_000, 1), ["kind"], options).Model;
        IsotonicCurve curve = Assert.Single(model.Adjustment!.Curves!);
        Table others = Steps(4_000, 2);
        TableModel plain = new(model.Members, model.Preprocessor) { Training = model.Training };
        double before = TableEvaluation.Of(plain, others).Scores["logLoss"], after = TableEvaluation.Of(model, others).Scores["logLoss"];
        Assert.True(after < before - 0.01, $"{after} against {before}");

        using MemoryStream file = new();
        ModelFile.Save(file, model);
        TableModel loaded = ModelFile.Load(file.ToArray());
        Assert.Equal(curve.Inputs, loaded.Adjustment!.Curves![0].Inputs);
        Assert.Equal(curve.Outputs, loaded.Adjustment.Curves[0].Outputs);
        Assert.Equal(model.Predict(others).Probabilities(7), loaded.Predict(others).Probabilities(7));

        using MemoryStream unfit = new();
        ModelFile.Save(unfit, new TableModel(model.Members, model.Preprocessor) { Adjustment = new OutputAdjustment { Curves = [curve, curve] } });
        Assert.Contains("2 isotonic curves for 1 outputs", Assert.Throws<ModelFileException>(() => ModelFile.Load(unfit.ToArray())).Message, StringComparison.Ordinal);
    }

    /// <summary>Predictions with a logit that is too large by a factor, and outcomes of the true logit.</summary>
    private static (float[] Said, float[] Truth) Drawn(int rows, int seed, double sharpness, Func<double, double> trueLogit)
    {
        Random random = new(seed);
        (float[] said, float[] truth) = (new float[rows], new float[rows]);
        for (int row = 0; row < rows; row++)
        {
            double logit = 8 * (random.NextDouble() - 0.5);
            (said[row], truth[row]) = ((float)(1 / (1 + Math.Exp(-sharpness * logit))), random.NextDouble() < 1 / (1 + Math.Exp(-trueLogit(logit))) ? 1 : 0);
        }

        return (said, truth);
    }

    private static Table Steps(int rows, int seed)
    {
        Random random = new(seed);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => (6 * random.NextDouble()) - 3)];
        return Table.Create(["x", "kind"], [[.. x.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture))], [.. x.Select(value => random.NextDouble() < (value < -1.5 ? 0.02 : value < 1.5 ? 0.5 : 0.6) ? "yes" : "no")]]);
    }
}
