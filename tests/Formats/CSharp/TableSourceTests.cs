using System.Globalization;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Formats.CSharp;

/// <summary>Models of tables predict the same as source: every kind of column, task, ensemble and adjustment, in both styles, from typed rows and from encoded numbers.</summary>
public sealed class TableSourceTests(TableSourceTests.Sources sources) : IClassFixture<TableSourceTests.Sources>
{
    public static TheoryData<string, CSharpStyle> Names => [.. Sources.Names.SelectMany(name => Enum.GetValues<CSharpStyle>().Select(style => new TheoryDataRow<string, CSharpStyle>(name, style)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void EncodedRowsArePredictedAsByTheLibrary(string name, CSharpStyle style)
    {
        (TableModel model, Table table) = sources.Models[name];
        float[] inputs = model.Preprocessor.TransformInputs<float>(table), expected = model.AllOutputs(inputs), actual = sources.Compiled.Predict(style, $"Models.{name}", inputs, expected.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-5 * Math.Max(1, Math.Abs(pair.First))));
        Assert.InRange(sources.Compiled.SelfTest(style, $"Models.{name}"), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TypedRowsArePredictedAsByTheLibrary(string name, CSharpStyle style)
    {
        (TableModel model, Table table) = sources.Models[name];
        TablePrediction expected = model.Predict(table);
        Type type = sources.Compiled.Class(style, $"Models.{name}"), rowType = type.GetNestedType("Row")!;
        string[] columns = [.. model.Preprocessor.Encoders.Select(encoder => encoder.Name)];
        int differing = 0;
        for (int row = 0; row < table.Rows; row++)
        {
            object typed = Activator.CreateInstance(rowType)!;
            foreach ((int i, string column) in columns.Index())
            {
                rowType.GetProperties()[i].SetValue(typed, Typed(model.Preprocessor.Encoders[i], table, row, column));
            }

            object prediction = type.GetMethods().Single(method => method.Name == "Predict" && method.GetParameters().Length == 1).Invoke(null, [typed])!;
            Type kind = prediction.GetType();
            if (model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts)
            {
                for (int target = 0; target < expected.PredictionNames.Count; target++)
                {
                    double number = expected.Number(row, target);
                    Assert.Equal(number, (double)kind.GetProperties()[target].GetValue(prediction)!, 1e-4 * Math.Max(1, Math.Abs(number)));
                }

                if (model.Quantiles.Count > 0)
                {
                    Assert.All(expected.Quantiles(row).Zip((double[])kind.GetProperty("Quantiles")!.GetValue(prediction)!), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First))));
                }

                continue;
            }

            double[] probabilities = expected.Probabilities(row);
            Assert.All(probabilities.Zip((float[])kind.GetProperty("Probabilities")!.GetValue(prediction)!), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
            differing += expected.Predictions(row).Where((label, target) => label != (string)kind.GetProperties()[target].GetValue(prediction)!).Count();
        }

        // Only where two probabilities are equal up to rounding.
        Assert.InRange(differing, 0, table.Rows / 50);
    }

    [Fact]
    public void UnknownMissingAndWrongValuesAreTreatedAsByTheLibrary()
    {
        (TableModel model, _) = sources.Models["Mixed"];
        string?[][] cells =
        [
            ["7.5", "NA", "-999", "1e6", "-3", "1", "2", "3"], ["red", "purple", null, "n/a", "RED", "red", "red", "red"], ["1", "1.0", "2", "7", null, "1.00000000000000000000", "01", "+20e-1"], ["TRUE", "true", "False", "yes", "", "true", "true", "true"],
            ["2026-02-28T10:30:00", null, "2024-02-29", "1999-01-01", "2026-12-31", null, null, null], [null, "x", null, "y", null, null, null, null],
        ];
        Table table = Table.Create([.. model.Preprocessor.Encoders.Select(encoder => encoder.Name)], cells);
        float[] expected = model.Preprocessor.TransformInputs<float>(table);
        Type type = sources.Compiled.Class(CSharpStyle.Net10, "Models.Mixed");
        for (int row = 0; row < table.Rows; row++)
        {
            Assert.Equal(expected[(row * type.Inputs())..((row + 1) * type.Inputs())], Encoded(type, model, table, row));
        }

        object far = Activator.CreateInstance(type.GetNestedType("Row")!)!;
        type.GetNestedType("Row")!.GetProperties()[0].SetValue(far, double.PositiveInfinity);
        Exception fault = Assert.Throws<System.Reflection.TargetInvocationException>(() => type.GetMethods().Single(method => method.Name == "Predict" && method.GetParameters().Length == 1).Invoke(null, [far])).InnerException!;
        Message.Mentions(Assert.IsType<ArgumentException>(fault).Message, "size (cm)", "too far");
    }

    [Fact]
    public void AClassCannotBeCalledLikeItsOwnMembers()
    {
        (TableModel model, _) = sources.Models["Iris"];
        foreach (string name in (string[])["Row", "Predict", "Exp", "Vector", "Inputs"])
        {
            Message.Mentions(Assert.Throws<ArgumentException>(() => CSharpSource.Of(model, new CSharpOptions { Class = name })).Message, name, "Choose another Class");
        }

        Assert.Contains("class Species", CSharpSource.Of(model, new CSharpOptions { Class = "Species" }).Code, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsGetNamesOfTheirOwn()
    {
        Assert.Equal(["SepalLengthCm", "Column1st", "ÄPfel", "A", "A_2", "Column", "Row_2"], CSharpNames.Of(["sepal length (cm)", "1st", "ä pfel", "a", "A", "%", "row"], "Row"));
        Assert.Equal("IrisModel", CSharpOptions.ClassOf("iris-model"));
    }

    private static float[] Encoded(Type type, TableModel model, Table table, int row)
    {
        object typed = Activator.CreateInstance(type.GetNestedType("Row")!)!;
        foreach ((int i, ColumnEncoder encoder) in model.Preprocessor.Encoders.Index())
        {
            typed.GetType().GetProperties()[i].SetValue(typed, Typed(encoder, table, row, encoder.Name));
        }

        // A span cannot be passed by reflection, so the prediction of the encoded row is found by the method of its type.
        return (float[])typeof(TableSourceTests).GetMethod(nameof(Encode), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(typed.GetType()).Invoke(null, [type, typed])!;
    }

    private delegate void Encoding<T>(in T row, Span<float> inputs);

    private static float[] Encode<T>(Type type, T row)
    {
        float[] inputs = new float[type.Inputs()];
        type.GetMethod("Encode")!.CreateDelegate<Encoding<T>>()(in row, inputs);
        return inputs;
    }

    /// <summary>A cell as the value of a property of a typed row.</summary>
    internal static object? Typed(ColumnEncoder encoder, Table table, int row, string column)
    {
        string cell = table[row, column];
        return encoder switch
        {
            NumericEncoder => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null,
            DateEncoder => DateTime.TryParse(cell, CultureInfo.InvariantCulture, out DateTime moment) ? moment : null,
            _ => cell.Length == 0 ? null : cell,
        };
    }

    /// <summary>Small models of every kind, trained and compiled once.</summary>
    public sealed class Sources : IAsyncLifetime
    {
        private static readonly TableOptions s_small = new() { Layers = [5], Epochs = 3, TestFraction = 0, Threads = 1 };

        private static readonly Dictionary<string, Func<(TableModel, Table)>> s_all = new()
        {
            ["Iris"] = () => Trained(Table.Read(ToolRun.Iris), ["species"], s_small),
            ["Recipes"] = () => Trained(Table.Read(ToolRun.Iris), ["species"], new TableOptions { Plan = new EnsemblePlan([new(new RealMlpRecipe { Epochs = 2 }), new(new TabMRecipe(Members: 3, Units: 8))], 2, 1), Threads = 1 }),
            ["Pixels"] = () => Trained(Onnx.TableExportTests.Pixels(60), ["y"], new TableOptions { Plan = new EnsemblePlan([new(new RealMlpRecipe(8, 4))], 2, 1), Threads = 1 }),
            ["Mixed"] = () => Trained(Mixed(200), ["kind"], s_small with { PositiveLabel = "a", Threshold = 0.3 }),
            ["MixedRecipes"] = () => Trained(Mixed(200), ["kind"], new TableOptions { Plan = new EnsemblePlan([new(new RealMlpRecipe { Epochs = 2 }), new(new TabMRecipe(Members: 3, Units: 8))], 2, 1), Threads = 1 }),
            ["Price"] = () => Trained(Mixed(120), ["size (cm)"], new TableOptions { Plan = new EnsemblePlan([new(new RealMlpRecipe { Epochs = 2 })], 2, 1), Threads = 1 }),
            ["PriceQuantiles"] = () => Trained(Mixed(120), ["size (cm)"], s_small with { Quantiles = [0.1, 0.4, 0.8] }),
            ["Counts"] = () => Trained(Counts(), ["visits"], s_small),
            ["Several"] = () => Trained(Numbers(), ["y", "z"], s_small),
            ["Votes"] = () => Trained(Table.Read(ToolRun.Iris), ["species"], s_small with { Ensemble = new VotingEnsemble(3) }),
            ["Sum"] = () => Trained(Table.Read(ToolRun.Iris), ["species"], s_small with { LearningRate = 0.05, Ensemble = new GradientBoostingEnsemble(3, 0.5) }),
            ["Stack"] = () => Trained(Table.Read(ToolRun.Iris), ["species"], new TableOptions { Ensemble = new StackingEnsemble([new LinearRecipe(), new PerceptronRecipe(4)], 2), TestFraction = 0, Threads = 1 }),
            ["Adjusted"] = Adjusted,
        };

        public static IEnumerable<string> Names => s_all.Keys;

        public Dictionary<string, (TableModel Model, Table Table)> Models { get; } = [];

        internal CompiledSources Compiled { get; } = new();

        public async ValueTask InitializeAsync()
        {
            // Each trains on one thread.
            foreach ((string name, TableModel model, Table table) in s_all.AsParallel().AsOrdered().Select(entry => (entry.Key, Made: entry.Value())).Select(entry => (entry.Key, entry.Made.Item1, entry.Made.Item2)))
            {
                Models[name] = (model, table);
                foreach (CSharpStyle style in Enum.GetValues<CSharpStyle>())
                {
                    Compiled.Add(style, CSharpSource.Of(model, new CSharpOptions { Class = name, Namespace = "Models", Style = style, MostLiterals = name == "MixedRecipes" ? 0 : 200_000 }));
                }
            }

            await Compiled.Compile(TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            Compiled.Dispose();
            return ValueTask.CompletedTask;
        }

        private static (TableModel, Table) Trained(Table table, string[] targets, TableOptions options) => (TableTrainer.Train(table, targets, options).Model, table.Select([.. Enumerable.Range(0, Math.Min(60, table.Rows)).Select(i => i * table.Rows / Math.Min(60, table.Rows))]));

        // Ranges, shifts, curves and a temperature, which training would not choose together.
        private static (TableModel, Table) Adjusted()
        {
            (TableModel model, Table table) = Trained(Table.Read(ToolRun.Iris), ["species"], s_small);
            IsotonicCurve curve = new([0.1f, 0.4f, 0.9f], [0.05f, 0.5f, 0.8f]);
            return (new TableModel(model.Members, model.Preprocessor) { Adjustment = new OutputAdjustment(1.7, [(0.01f, 0.9f), (0, 1), (0.2f, 0.7f)]) { Shifts = [0.05f, 0, 0.1f], Curves = [curve, curve, curve] } }, table);
        }

        private static Table Mixed(int rows)
        {
            string[] colors = ["red", "green", "blue, or \"not\"", "gray"];
            return Table.Create(
                ["size (cm)", "color", "rating", "sold", "date", "kind", "note"],
                [
                    [.. Enumerable.Range(0, rows).Select(i => i % 9 == 4 ? null : ((i * 37 % 101) / 4.0).ToString(CultureInfo.InvariantCulture))],
                    [.. Enumerable.Range(0, rows).Select(i => i % 11 == 5 ? null : i == 7 ? "rare" : colors[i * 7 % 4])],
                    [.. Enumerable.Range(0, rows).Select(i => $"{1 + (i * 5 % 3)}")],
                    [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? "true" : "false")],
                    [.. Enumerable.Range(0, rows).Select(i => i % 13 == 6 ? null : new DateTime(2024, 1, 1, 6, 0, 0).AddHours(i * 31).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture))],
                    [.. Enumerable.Range(0, rows).Select(i => (i * 37 % 101) + (i % 4 * 10) > 60 ? "a" : "b")],
                    [.. Enumerable.Range(0, rows).Select(i => i % 5 == 0 ? "a note" : null)],
                ]);
        }

        private static Table Numbers() => Table.Create(["x", "y", "z"], [.. new[] { 7, 11, 13 }.Select(factor => (string?[])[.. Enumerable.Range(0, 90).Select(i => (Math.Sin(i * factor) * factor).ToString(CultureInfo.InvariantCulture))])]);

        private static Table Counts() => Table.Create(["x", "visits"], [[.. Enumerable.Range(0, 90).Select(i => $"{i % 10}.5")], [.. Enumerable.Range(0, 90).Select(i => $"{(i * 7 % 13) + (i % 10)}")]]);
    }
}

/// <summary>Reads constants of compiled classes.</summary>
internal static class CompiledClass
{
    public static int Inputs(this Type type) => (int)type.GetField("Inputs")!.GetRawConstantValue()!;
}
