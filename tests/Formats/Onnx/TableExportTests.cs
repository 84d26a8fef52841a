using System.Globalization;
using System.Text;
using Descent.Data;
using Descent.Formats.Onnx;
using Descent.Numerics;
using Descent.Tests.Repository;

namespace Descent.Tests.Formats.Onnx;

/// <summary>Models for tables, written as ONNX, predict the same from raw columns in ONNX Runtime, whatever their task, preprocessing, networks and combination.</summary>
public class TableExportTests
{
    private const int Rows = 120;

    private static readonly Table s_table = Sample(Rows, odd: false), s_odd = Sample(24, odd: true);
    private static readonly TableOptions s_small = new() { Layers = [6], Activation = new Tanh(), Epochs = 4, LearningRate = 0.05, Threads = 1, TestFraction = 0, Preprocessing = new PreprocessorOptions { MinimumCategoryRows = 4 }, Schema = Schema("price") };

    /// <summary>Two networks of each kind of coding: one-hot and codes, smooth clip and quantiles, periodic and piecewise-linear embeddings, members.</summary>
    private static readonly EnsemblePlan s_mixture = new([new PlannedRecipe(new LinearRecipe(), 1e6), new PlannedRecipe(new RealMlpRecipe(8, 8), 2e7), new PlannedRecipe(new TabMRecipe(3, 8, 4), 2e7)], Folds: 2, Divisions: 1);

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    private static readonly Dictionary<string, (string[] Targets, TableOptions Options)> s_cases = new(StringComparer.Ordinal)
    {
        ["number"] = (["price"], s_small),
        ["two numbers"] = (["price", "size"], s_small with { Schema = Schema("price", "size") }),
        ["classes"] = (["kind"], s_small with { Schema = Schema("kind") }),
        ["two labels"] = (["sold"], s_small with { Schema = Schema("sold") }),
        ["the first label is positive"] = (["sold"], s_small with { Schema = Schema("sold"), PositiveLabel = "no", Threshold = 0.4 }),
        ["threshold"] = (["sold"], s_small with { Schema = Schema("sold"), Threshold = 0.3 }),
        ["scores of two labels"] = (["sold"], s_small with { Schema = Schema("sold"), Loss = new Hinge() }),
        ["scores of classes"] = (["kind"], s_small with { Schema = Schema("kind"), Loss = new CategoricalHinge() }),
        ["several labels"] = (["sold", "seen"], s_small with { Schema = Schema("sold", "seen") }),
        ["counts"] = (["rooms"], s_small with { Schema = Schema("rooms") with { Task = TaskKind.Counts } }),
        ["quantiles"] = (["price"], s_small with { Quantiles = [0.1, 0.4, 0.8] }),
        ["quantiles of two"] = (["price", "size"], s_small with { Schema = Schema("price", "size"), Quantiles = [0.25, 0.5, 0.75] }),
        ["quantiles of counts"] = (["rooms"], s_small with { Schema = Schema("rooms") with { Task = TaskKind.Counts }, Quantiles = [0.25, 0.75] }),
        ["average"] = (["kind"], s_small with { Schema = Schema("kind"), Ensemble = new AverageEnsemble(2) }),
        ["average of members"] = (["price"], s_small with { Ensemble = new AverageEnsemble(3, Together: true) }),
        ["votes of classes"] = (["kind"], s_small with { Schema = Schema("kind"), Ensemble = new VotingEnsemble(3) }),
        ["votes of labels"] = (["sold"], s_small with { Schema = Schema("sold"), Ensemble = new VotingEnsemble(3) }),
        ["bagging"] = (["price"], s_small with { Ensemble = new BaggingEnsemble(3) }),
        ["boosting of labels"] = (["kind"], s_small with { Schema = Schema("kind"), Ensemble = new BoostingEnsemble(3) }),
        ["boosting of numbers"] = (["price"], s_small with { Ensemble = new BoostingEnsemble(3) }),
        ["gradient boosting of classes"] = (["kind"], s_small with { Schema = Schema("kind"), Ensemble = new GradientBoostingEnsemble(3) }),
        ["gradient boosting of labels"] = (["sold"], s_small with { Schema = Schema("sold"), Ensemble = new GradientBoostingEnsemble(3) }),
        ["gradient boosting of counts"] = (["rooms"], s_small with { Schema = Schema("rooms") with { Task = TaskKind.Counts }, Ensemble = new GradientBoostingEnsemble(3) }),
        ["snapshots"] = (["price"], s_small with { LearningRate = null, Ensemble = new SnapshotEnsemble(2) }),
        ["stack of classes"] = (["kind"], Own("kind") with { Ensemble = new StackingEnsemble([new LinearRecipe(), new PerceptronRecipe(4)], 2) }),
        ["stack of labels"] = (["sold"], Own("sold") with { Ensemble = new StackingEnsemble([new LinearRecipe(), new PerceptronRecipe(4)], 2) }),
        ["stack of numbers"] = (["price"], Own("price") with { Ensemble = new StackingEnsemble([new LinearRecipe(), new PerceptronRecipe(4)], 2) }),
        ["mixture of classes"] = (["kind"], Own("kind") with { Plan = s_mixture }),
        ["mixture of labels"] = (["sold"], Own("sold") with { Plan = s_mixture }),
        ["mixture of numbers"] = (["price"], Own("price") with { Plan = s_mixture }),
        ["mixture of quantiles"] = (["price"], Own("price") with { Plan = s_mixture, Quantiles = [0.1, 0.9] }),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void OnnxRuntimePredictsTheSame(string name)
    {
        (string[] targets, TableOptions options) = s_cases[name];
        TableModel model = TableTrainer.Train(s_table, targets, options).Model;
        AssertSame(model, new OnnxOptions { Opset = 13, DoubleNumbers = false }, s_odd);
        AssertSame(model, new OnnxOptions(), s_table, s_odd);
    }

    [Theory]
    [InlineData("species")]
    [InlineData("petal_length")]
    public void TheSampleTableIsPredictedTheSame(string target)
    {
        Table iris = Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv"));
        AssertSame(TableTrainer.Train(iris, [target], new TableOptions { Layers = [12], Epochs = 20, Threads = 1 }).Model, new OnnxOptions(), iris);
        AssertSame(TableTrainer.Train(iris, [target], new TableOptions { Plan = s_mixture, Threads = 1 }).Model, new OnnxOptions(), iris);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void IntervalsOfEveryNumberOfPartsAreWritten(int parts)
    {
        TableModel trained = TableTrainer.Train(s_table, ["price"], s_small).Model;
        double[] numbers = trained.Predict(s_table).Numbers();
        Array.Sort(numbers);

        // Two parts have one center, and the ends of the last are on one side.
        ErrorPart[] all = [.. Enumerable.Range(0, parts).Select(part => new ErrorPart(numbers[(part == 2 ? 1 : part) * 30], 39, [.. Enumerable.Range(0, 39).Select(error => ((error - (part == 3 ? -1 : 12)) * (part + 1.5)) + (part * part))]))];
        TableModel model = new(trained.Members, trained.Preprocessor) { Intervals = new PredictionIntervals([all]) };
        AssertSame(model, new OnnxOptions(), s_table, s_odd);
        using OnnxRun half = new(model.ToOnnx(new OnnxOptions { IntervalLevel = 0.5 }));
        Assert.Equal("0.5", half.Notes["descent.interval_level"]);
        OnnxAnswer answer = half.Predict(model, s_table);
        TablePrediction expected = model.Predict(s_table);
        Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(expected.Interval(row, 0.5).Upper - expected.Interval(row, 0.5).Lower, answer.Numbers["upper"][row] - answer.Numbers["lower"][row], 1e-3));
        Assert.Contains("at most 0.95", Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxOptions { IntervalLevel = 0.96 })).Message, StringComparison.Ordinal);
        Assert.Contains("no intervals", Assert.Throws<ArgumentException>(() => trained.ToOnnx(new OnnxOptions { IntervalLevel = 0.5 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsOfOneUnitArePredictedTheSame()
    {
        Table pixels = Pixels(60);
        TableModel model = TableTrainer.Train(pixels, ["y"], new TableOptions { Plan = new EnsemblePlan([new PlannedRecipe(new RealMlpRecipe(8, 8), 1e7)], Folds: 2, Divisions: 1), TestFraction = 0, Threads = 1 }).Model;
        Assert.Equal(NumberCoding.CommonScale, model.Members[0].Coding!.Numbers);
        AssertSame(model, new OnnxOptions(), pixels);
    }

    /// <summary>A table of eight columns with the same range, as of pixels.</summary>
    internal static Table Pixels(int rows)
    {
        string[][] columns = [.. Enumerable.Range(0, 8).Select(column => Enumerable.Range(0, rows).Select(row => $"{((row * (column + 3)) + (row * row / (column + 2))) % 17}").ToArray())];
        return Table.Create([.. Enumerable.Range(0, 8).Select(column => $"pixel{column}"), "y"], [.. columns, [.. Enumerable.Range(0, rows).Select(row => int.Parse(columns[1][row], CultureInfo.InvariantCulture) > 8 ? "dark" : "light")]]);
    }

    [Fact]
    public void EveryAdjustmentIsWritten()
    {
        TableModel classes = TableTrainer.Train(s_table, ["kind"], s_cases["classes"].Options).Model, labels = TableTrainer.Train(s_table, ["sold"], s_cases["two labels"].Options).Model, number = TableTrainer.Train(s_table, ["price"], s_small).Model;
        IsotonicCurve curve = new([0.1f, 0.3f, 0.31f, 0.9f], [0.05f, 0.2f, 0.6f, 0.95f]), single = new([0.5f], [0.4f]);
        AssertSame(Adjusted(classes, new OutputAdjustment(1.7)), new OnnxOptions(), s_odd);
        AssertSame(Adjusted(labels, new OutputAdjustment(0.6)), new OnnxOptions(), s_odd);
        AssertSame(Adjusted(classes, new OutputAdjustment { Curves = [curve, single, curve] }), new OnnxOptions(), s_odd);
        AssertSame(Adjusted(labels, new OutputAdjustment { Curves = [curve] }), new OnnxOptions(), s_odd);
        AssertSame(Adjusted(labels, new OutputAdjustment { Curves = [single] }), new OnnxOptions(), s_odd);
        AssertSame(Adjusted(number, new OutputAdjustment { Ranges = [(-0.5f, 0.25f)], Shifts = [0.125f] }), new OnnxOptions(), s_odd);
    }

    [Fact]
    public void EveryCodingOfNumbersIsWritten()
    {
        Preprocessor preprocessor = Preprocessor.Fit(s_table, global::Descent.Data.Schema.Infer(s_table, ["price"], Schema("price")), [.. Enumerable.Range(0, Rows)]);
        Dataset<float> rows = preprocessor.Transform<float>(s_table, [.. Enumerable.Range(0, Rows)]);
        foreach (NumberCoding numbers in Enum.GetValues<NumberCoding>())
        {
            foreach (bool codes in new[] { false, true })
            {
                InputCoding coding = InputCoding.Fit(preprocessor, rows, numbers, codes);
                Model<float> network = Network.Create([new CategoryEmbedding(3, 4), new Dense(8, new Tanh()), new Dense(1)]).Build<float>(coding.Shape, seed: 1);
                AssertSame(new TableModel([new TableMember(network, coding)], preprocessor), new OnnxOptions(), s_table, s_odd);
            }
        }
    }

    [Fact]
    public void FloatsAreStillEqualToTheQuantilesThatTheyAre()
    {
        // 1.1 is not exact as float, and each of three values is several of the ten quantiles, so their ranks are steps.
        StringBuilder text = new("x,y\n");
        for (int i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{1 + (i % 3 / 10.0)},{i % 5}\n");
        }

        Table table = Table.Parse(text.ToString());
        Preprocessor preprocessor = Preprocessor.Fit(table, global::Descent.Data.Schema.Infer(table, ["y"], new SchemaOptions { Task = TaskKind.Regression }), [.. Enumerable.Range(0, 300)]);
        InputCoding coding = InputCoding.Fit(preprocessor, preprocessor.Transform<float>(table, [.. Enumerable.Range(0, 300)]), NumberCoding.QuantileNormal, codes: false);
        Assert.Single(preprocessor.InputNames);
        AssertSame(new TableModel([new TableMember(Network.Create([new Dense(1)]).Build<float>(1, seed: 1), coding)], preprocessor), new OnnxOptions { DoubleNumbers = false }, table);
    }

    [Fact]
    public void WavesAreStillEqualToTheQuantilesThatTheyAre()
    {
        // Many rows at noon, where the sine is not 0 but 1.2e-16, at six and at eighteen.
        StringBuilder text = new("when,y\n");
        for (int i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddDays(i / 2).AddHours(6 * (i % 7 % 4)):yyyy-MM-dd HH:mm:ss},{i % 5}\n");
        }

        Table table = Table.Parse(text.ToString());
        Preprocessor preprocessor = Preprocessor.Fit(table, global::Descent.Data.Schema.Infer(table, ["y"], new SchemaOptions { Task = TaskKind.Regression }), [.. Enumerable.Range(0, 300)]);
        InputCoding coding = InputCoding.Fit(preprocessor, preprocessor.Transform<float>(table, [.. Enumerable.Range(0, 300)]), NumberCoding.QuantileNormal, codes: false);
        AssertSame(new TableModel([new TableMember(Network.Create([new Dense(1)]).Build<float>(coding.Shape, seed: 1), coding)], preprocessor), new OnnxOptions(), table);
    }

    [Fact]
    public void DatesOfFourCenturiesAreTheSame()
    {
        // Every 77 days from 1799 on, at different hours: all months, leap years, and years of centuries.
        StringBuilder text = new("when,y\n");
        DateTime moment = new(1799, 12, 30, 5, 0, 0);
        for (int i = 0; i < 2_000; i++, moment = moment.AddHours(1_847))
        {
            text.Append(CultureInfo.InvariantCulture, $"{moment:yyyy-MM-dd HH:mm:ss},{i % 7}\n");
        }

        text.Append("1904-02-29 23:59:59,1\n2000-12-31 00:00:00,2\n1900-03-01 00:00:00,3\n0001-01-01 00:00:00,3\n9999-12-31 23:59:59,3\n,1\n");
        Table table = Table.Parse(text.ToString());
        Preprocessor preprocessor = Preprocessor.Fit(table, global::Descent.Data.Schema.Infer(table, ["y"], new SchemaOptions { Task = TaskKind.Regression }), [.. Enumerable.Range(0, 2_000)]);
        Assert.Equal(12, preprocessor.InputNames.Count);

        // The network passes its inputs on, one after the other.
        foreach (int input in Enumerable.Range(0, preprocessor.InputNames.Count))
        {
            Model<float> network = Network.Create([new Dense(1)]).Build<float>(preprocessor.InputNames.Count);
            network.SetParameter("layers.0.weight", [.. Enumerable.Range(0, preprocessor.InputNames.Count).Select(own => own == input ? 1f : 0)]);
            AssertSame(new TableModel(network, preprocessor), new OnnxOptions(), table);
        }
    }

    [Fact]
    public void InputsAndOutputsHaveTheNamesOfTheTable()
    {
        using OnnxRun run = new(TableTrainer.Train(s_table, ["sold", "seen"], s_cases["several labels"].Options).Model.ToOnnx());
        Assert.Equal(["age", "color of it", "note", "price", "rooms", "size", "kind", "when"], run.Inputs.Keys);
        Assert.Equal((typeof(double), typeof(string), typeof(long)), (run.Inputs["age"].ElementType, run.Inputs["color of it"].ElementType, run.Inputs["when"].ElementType));
        Assert.Equal(["label_sold", "probabilities_sold", "label_seen", "probabilities_seen"], run.Outputs.Keys);
        Assert.Equal("no\nyes", run.Notes["descent.labels.sold"]);
    }

    private static TableModel Adjusted(TableModel model, OutputAdjustment adjustment) => new(model.Members, model.Preprocessor) { Adjustment = adjustment, Decision = model.Decision };

    private static TableOptions Own(string target) => new() { Threads = 1, TestFraction = 0, Schema = Schema(target) };

    /// <summary>The kinds of the columns of <see cref="Sample"/>.</summary>
    internal static SchemaOptions Schema(params string[] targets) => new()
    {
        Kinds = new Dictionary<string, ColumnKind> { ["color of it"] = ColumnKind.Categorical, ["note"] = ColumnKind.Presence, ["when"] = ColumnKind.Date }.Where(kind => !targets.Contains(kind.Key)).ToDictionary(),
        MissingWordsOf = new Dictionary<string, IReadOnlyList<string>> { ["age"] = ["-999", "none"] },
    };

    /// <summary>Compares all predictions, of all rows together, of one and of none.</summary>
    private static void AssertSame(TableModel model, OnnxOptions options, params Table[] tables)
    {
        using OnnxRun run = new(model.ToOnnx(options));
        foreach (Table table in (Table[])[.. tables, tables[^1].Select([0]), tables[^1].Select([])])
        {
            AssertSame(model.Predict(table), run.Predict(model, table), model);
        }
    }

    private static void AssertSame(TablePrediction expected, OnnxAnswer actual, TableModel model)
    {
        IReadOnlyList<string> targets = model.Preprocessor.Schema.TargetNames;
        foreach ((int index, string target) in targets.Index())
        {
            string suffix = targets.Count == 1 ? "" : $"_{target}";
            if (model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts)
            {
                Assert.Equal([expected.Rows, 1], actual.Shapes[$"prediction{suffix}"]);
                for (int row = 0; row < expected.Rows; row++)
                {
                    Near(expected.Number(row, index), actual.Numbers[$"prediction{suffix}"][row], model.Preprocessor, index);
                    Assert.Equal(model.Intervals is { } && model.Quantiles.Count == 0, actual.Numbers.ContainsKey($"lower{suffix}"));
                    if (model.Intervals is { } intervals && model.Quantiles.Count == 0)
                    {
                        (double lower, double upper) = expected.Interval(row, Math.Min(0.9, intervals.MostLevel), index);
                        Near(lower, actual.Numbers[$"lower{suffix}"][row], model.Preprocessor, index);
                        Near(upper, actual.Numbers[$"upper{suffix}"][row], model.Preprocessor, index);
                    }

                    foreach ((int level, double share) in model.Quantiles.Index())
                    {
                        Near(expected.Quantile(row, share, index), actual.Numbers[$"quantiles{suffix}"][(row * model.Quantiles.Count) + level], model.Preprocessor, index);
                    }
                }

                continue;
            }

            Assert.Equal([expected.Rows], actual.Shapes[$"label{suffix}"]);
            string[] names = [.. expected.ProbabilityNames];
            for (int row = 0; row < expected.Rows; row++)
            {
                double[] own = expected.Probabilities(row);
                double[] probabilities = names.Length == 0 ? [] : model.Preprocessor.Task == TaskKind.Multilabel ? [1 - own[index], own[index]] : own;
                double[] theirs = names.Length == 0 ? [] : actual.Numbers[$"probabilities{suffix}"][(row * probabilities.Length)..((row + 1) * probabilities.Length)];
                Assert.All(probabilities.Zip(theirs), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
                Assert.Equal(expected.Label(row, index), actual.Texts[$"label{suffix}"][row]);
            }
        }

        // A prediction far from the mean has more digits before the point; what is compared here is rounded to float at last.
        static void Near(double expected, double actual, Preprocessor preprocessor, int target)
        {
            double scale = Math.Max(preprocessor.TargetScale(target), Math.Abs(expected - preprocessor.Unscale(target, 0)));
            Assert.True(Math.Abs(expected - actual) <= (1e-6 * scale) + (Math.Abs(expected) / (1 << 24)), $"{expected:R} here, {actual:R} in ONNX Runtime, scale {scale}.");
        }
    }

    /// <summary>Rows of every kind of column: all numbers are exact as float. Odd rows have missing cells, unknown and rare categories, and numbers far outside.</summary>
    internal static Table Sample(int rows, bool odd) => Table.Parse(Csv(rows, odd));

    private static string Csv(int rows, bool odd)
    {
        StringBuilder text = new("age,color of it,note,price,rooms,size,kind,when,sold,seen\n");
        CounterRandom random = new(3, Streams.Noise);
        string[] colors = ["red", "green", "blue", "blue sky", "1", "rare"], kinds = ["house", "flat", "boat"];
        for (int i = 0; i < rows; i++)
        {
            double age = Math.Round(8 * (20 + (10 * random.Normal((ulong)i)))) / 8, noise = random.Normal((ulong)(i + 10_000));
            int color = i % 23 == 0 ? 5 : i * 7 % 5, kind = (i + color) % 3;
            double price = Math.Round(4 * (200 + (20 * age) + (60 * kind) + (30 * noise))) / 4;
            string shownAge = odd ? (i % 6) switch { 0 => "", 1 => "-999", 2 => "1e30", 3 => "-1e6", _ => Text(age) } : i % 9 == 0 ? (i % 2 == 0 ? "" : "none") : Text(age);
            string shownColor = odd ? (i % 5) switch { 0 => "never seen", 1 => "", 2 => "NA", _ => colors[color] } : i % 13 == 0 ? "" : colors[color];
            string when = odd && i % 4 == 0 ? "" : new DateTime(2020, 1, 1).AddHours(i * 211.0).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{shownAge},{shownColor},{(i % 3 == 0 ? "" : $"text {i}")},{Text(price)},{1 + kind + (i % 4)},{Text(Math.Round(40 + age + (5 * noise)))},{kinds[kind]},{(i % 17 == 0 ? "" : when)},{(age + (10 * noise) > 20 ? "yes" : "no")},{(kind + noise > 1 ? "y" : "n")}\n");
        }

        return text.ToString();

        static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }
}
