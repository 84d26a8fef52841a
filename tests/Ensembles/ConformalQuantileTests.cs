using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Goldens;

namespace Descent.Tests.Ensembles;

/// <summary>Shifts of quantiles by which intervals have their coverage: the formula, the coverage, files and ends that cannot be shifted.</summary>
public class ConformalQuantileTests
{
    private static readonly double[] s_levels = [0.05, 0.25, 0.5, 0.75, 0.95];

    [Theory]
    [InlineData("narrow")]
    [InlineData("wide")]
    [InlineData("few")]
    public void ShiftsEqualNumPys(string name)
    {
        JsonElement golden = GoldenFile.Read("conformal.json").GetProperty("cases").GetProperty(name);
        double[] levels = GoldenFile.Numbers(golden.GetProperty("levels")), expected = GoldenFile.Numbers(golden.GetProperty("shifts"));
        float[] predictions = [.. golden.GetProperty("predictions").EnumerateArray().SelectMany(GoldenFile.Numbers).Select(value => (float)value)];
        float[] targets = [.. golden.GetProperty("targets").EnumerateArray().SelectMany(GoldenFile.Numbers).SelectMany(value => Enumerable.Repeat((float)value, levels.Length))];
        float[] shifts = ConformalQuantiles.Shifts(predictions, targets, levels, expected.Length)!;
        Assert.All(expected.Zip(shifts), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Contains(expected, shift => shift != 0);
    }

    [Fact]
    public void RanksAreThoseOfTheTheorem()
    {
        // y = 1 … 19 between quantiles of 10 and 10: the errors |y − 10| are 0, 1, 1, … 9, 9. For a share of 0.9, the rank is 20 · 0.9 = 18, and of 18 errors ⌈19 · 0.9⌉ = 18 is the last.
        float[] targets = [.. Enumerable.Range(1, 19).SelectMany(y => new float[] { y, y })], same = [.. Enumerable.Repeat(10f, 38)];
        Assert.Equal([-9f, 9], ConformalQuantiles.Shifts(same, targets, [0.05, 0.95], 2)!);
        Assert.Equal([-5f, 5], ConformalQuantiles.Shifts(same, targets, [0.25, 0.75], 2)!);

        // 0.95 of 18 rows would need the rank 18.05.
        Assert.Null(ConformalQuantiles.Shifts(same.AsSpan(0, 36), targets.AsSpan(0, 36), [0.025, 0.975], 2));
        Assert.Null(ConformalQuantiles.Shifts(same, targets, [0.1, 0.8], 2));
        Assert.Null(ConformalQuantiles.Shifts(same.AsSpan(0, 19), targets.AsSpan(0, 19), [0.5], 1));
    }

    /// <summary>Over many samples, the coverage is the rank divided by n + 1, 54/60, even though the predicted quantiles are wrong and the noise grows with x.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(3)]
    public void TheCoverageIsThatOfTheTheorem(double spread)
    {
        const int Samples = 3_000, Rows = 59;
        Random random = new(5);
        int inside = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            (float[] predictions, float[] targets) = Drawn(Rows);
            (float[] one, float[] answer) = Drawn(1);
            float[] shifts = ConformalQuantiles.Shifts(predictions, targets, [0.05, 0.95], 2)!;
            inside += one[0] + shifts[0] <= answer[0] && answer[0] <= one[1] + shifts[1] ? 1 : 0;
        }

        double fourErrors = 4 * Math.Sqrt(0.9 * 0.1 / Samples);
        Assert.InRange((double)inside / Samples, 0.9 - fourErrors, 0.9 + fourErrors);

        (float[] Predictions, float[] Targets) Drawn(int rows)
        {
            float[] predictions = new float[2 * rows], targets = new float[2 * rows];
            for (int row = 0; row < rows; row++)
            {
                double x = random.NextDouble(), y = x - (x * Math.Log(1 - random.NextDouble()));
                (predictions[2 * row], predictions[(2 * row) + 1]) = ((float)(x - (spread * x)), (float)(x + (spread * x)));
                targets[2 * row] = targets[(2 * row) + 1] = (float)y;
            }

            return (predictions, targets);
        }
    }

    /// <summary>The coverage on new rows is within three standard errors of the calibration rows and of the new rows together; without shifts it is not, because the model fits the noise of 40 useless columns.</summary>
    [Fact]
    public void AModelHasTheStatedCoverage()
    {
        const int Rows = 200;
        (Table train, Table others) = (MakeTable(Rows, 1), MakeTable(4_000, 2));
        TableOptions options = new() { Quantiles = s_levels, TestFraction = 0, Threads = 1, Recipe = new LinearRecipe(), Schema = new SchemaOptions { Ignore = ["visits"] } };
        TableModel model = TableTrainer.Train(train, ["y"], options).Model;
        IReadOnlyList<float> shifts = model.Adjustment!.Shifts!;
        Assert.Equal((-shifts[4], -shifts[3], 0f), (shifts[0], shifts[1], shifts[2]));
        IReadOnlyList<QuantileInterval> covered = TableEvaluation.Of(model, others).Quantiles!.Targets[0].Intervals;
        Assert.Equal([(0.05, 0.95), (0.25, 0.75)], covered.Select(interval => (interval.Lower, interval.Upper)));
        Assert.All(covered, interval => Assert.InRange(interval.Inside, interval.Level - Errors(interval.Level), interval.Level + Errors(interval.Level)));

        TableModel plain = new(model.Members, model.Preprocessor, quantiles: s_levels);
        Assert.Contains(TableEvaluation.Of(plain, others).Quantiles!.Targets[0].Intervals, interval => Math.Abs(interval.Inside - interval.Level) > Errors(interval.Level));

        using MemoryStream file = new();
        ModelFile.Save(file, model);
        TableModel loaded = ModelFile.Load(file.ToArray());
        Assert.Equal(shifts, loaded.Adjustment!.Shifts!);
        TablePrediction before = model.Predict(others), after = loaded.Predict(others);
        for (int row = 0; row < 500; row++)
        {
            Assert.Equal(before.Quantiles(row), after.Quantiles(row));
            Assert.Equal(before.Quantiles(row).Order(), before.Quantiles(row));
        }

        using MemoryStream unfit = new();
        ModelFile.Save(unfit, new TableModel(model.Members, model.Preprocessor, quantiles: s_levels) { Adjustment = model.Adjustment with { Shifts = [1] } });
        Assert.Contains("shifts", Assert.Throws<ModelFileException>(() => ModelFile.Load(unfit.ToArray())).Message, StringComparison.Ordinal);

        static double Errors(double level) => 3 * Math.Sqrt(level * (1 - level) * ((1.0 / Rows) + (1 / 4_000.0)));
    }

    [Fact]
    public void ShiftedQuantilesStayInOrderAndCountsAreNotNegative()
    {
        Table table = MakeTable(300, 3);
        TableModel counts = TableTrainer.Train(table, ["visits"], new TableOptions { Quantiles = [0.1, 0.5, 0.9], TestFraction = 0, Threads = 1, Recipe = new LinearRecipe(), Schema = new SchemaOptions { Task = TaskKind.Counts, Ignore = ["y"] } }).Model;
        OutputAdjustment adjustment = counts.Adjustment!;
        // Much more than any training would: the outer quantiles change sides, or fall below 0.
        foreach (float shift in (float[])[-100, 100])
        {
            TablePrediction prediction = new TableModel(counts.Members, counts.Preprocessor, quantiles: [0.1, 0.5, 0.9]) { Adjustment = adjustment with { Shifts = [-shift, 0, shift] } }.Predict(table);
            Assert.All(Enumerable.Range(0, prediction.Rows), row => Assert.True(prediction.Quantiles(row) is [>= 0, var middle, var high] && prediction.Quantiles(row)[0] <= middle && middle <= high));
        }
    }

    /// <summary>Noise that grows with the square of x and is skewed.</summary>
    private static Table MakeTable(int rows, int seed)
    {
        Random random = new(seed);
        string[][] columns = [.. Enumerable.Range(0, 43).Select(_ => new string[rows])];
        for (int row = 0; row < rows; row++)
        {
            double x = (4 * random.NextDouble()) - 2, noise = -Math.Log(1 - random.NextDouble());
            (columns[0][row], columns[1][row]) = (Text(x), Text((3 * Math.Sin(2 * x)) + ((0.2 + (x * x)) * noise)));
            for (int column = 3; column < columns.Length; column++)
            {
                columns[column][row] = Text(random.NextDouble());
            }

            columns[2][row] = Math.Floor(noise * (1 + (x * x))).ToString(CultureInfo.InvariantCulture);
        }

        return Table.Create(["x", "y", "visits", .. Enumerable.Range(3, 40).Select(column => $"z{column}")], columns);

        static string Text(double number) => number.ToString("0.0000", CultureInfo.InvariantCulture);
    }
}
