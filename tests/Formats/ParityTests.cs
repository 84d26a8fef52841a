using System.Globalization;
using System.Reflection;
using System.Text;
using Descent.Data;
using Descent.Formats;
using Descent.Formats.Onnx;
using Descent.Tests.Formats.CSharp;
using Descent.Tests.Formats.Onnx;
using Descent.Tests.Repository;

namespace Descent.Tests.Formats;

/// <summary>
/// Whatever a model is written as, it predicts the same. <c>eng/parity FOLDER</c> does this with larger tables, too, and writes the
/// differences into docs/parity.md.
/// </summary>
public sealed class ParityTests
{
    private const string Begin = "<!-- measured by eng/parity -->\n", End = "<!-- end -->";

    private static readonly TableOptions s_single = new() { Layers = [32, 16], Epochs = 20 };
    private static readonly TableOptions s_several = new() { Plan = new EnsemblePlan([new PlannedRecipe(new LinearRecipe(), 1e6), new PlannedRecipe(new RealMlpRecipe { Epochs = 8 }, 2e7), new PlannedRecipe(new TabMRecipe(4, 16, 8), 2e7)], Folds: 2, Divisions: 1) };
    private static readonly string[] s_formats = ["ONNX", "ONNX, single", "C#", "C#, .NET Standard", "model file", "NPZ"];

    [Fact]
    public async Task EveryFormatPredictsTheSame()
    {
        string? folder = Environment.GetEnvironmentVariable("DESCENT_PARITY");
        Subject[] subjects = [.. folder is null ? Own().SelectMany(Trained) : Own().Concat(Others(folder)).SelectMany(Trained)];
        using CompiledSources compiled = new();
        foreach (Subject subject in subjects)
        {
            foreach (CSharpStyle style in Enum.GetValues<CSharpStyle>())
            {
                compiled.Add(style, CSharpSource.Of(subject.Model, new CSharpOptions { Class = subject.Class, Namespace = "Parity", Style = style, MostLiterals = 0 }));
            }
        }

        await compiled.Compile(TestContext.Current.CancellationToken);
        StringBuilder text = new($"| table | task | networks | rows | {string.Join(" | ", s_formats)} | other labels |\n|---|---|---:|---:|{string.Concat(Enumerable.Repeat("---:|", s_formats.Length + 1))}\n");
        foreach (Subject subject in subjects)
        {
            Answers expected = Answers.Of(subject.Model.Predict(subject.Rows), subject.Model);
            Answers?[] all =
            [
                Onnx(subject, new OnnxOptions()), Onnx(subject, new OnnxOptions { DoubleNumbers = false }), Source(subject, compiled.Class(CSharpStyle.Net10, $"Parity.{subject.Class}")), Source(subject, compiled.Class(CSharpStyle.Standard21, $"Parity.{subject.Class}")),
                File(subject), Weights(subject),
            ];
            double?[] differences = [.. all.Select(answers => answers?.Difference(expected))];
            int labels = all.Sum(answers => answers is null ? 0 : answers.Labels.Zip(expected.Labels).Count(pair => pair.First != pair.Second));
            text.Append(CultureInfo.InvariantCulture, $"| {subject.Table} | {subject.Task} | {subject.Model.Members.Count} | {subject.Rows.Rows:N0} | {string.Join(" | ", differences.Select(Shown))} | {labels} |\n");

            // Columns with many digits, such as longitudes, differ as floats, so ONNX is held to its limits with doubles. The library itself adds products of floats: predicted numbers
            // and the ends of their intervals differ from exact arithmetic by up to 1e-6.
            double most = subject.Model.GivesProbabilities ? 2e-6 : 1.5e-6;
            Assert.True(differences[0] <= most, $"{subject.Table}, {subject.Task}, {subject.Model.Members.Count}, ONNX: {differences[0]}");
            Assert.All([2, 3], format => Assert.True(differences[format] <= 1e-5, $"{subject.Table}, {s_formats[format]}: {differences[format]}"));
            Assert.All([4, 5], format => Assert.Equal(0, differences[format] ?? 0));
            Assert.InRange(labels, 0, subject.Rows.Rows / 100);
        }

        if (folder is not null)
        {
            string path = Path.Combine(Checkout.Root, "docs/parity.md"), page = await System.IO.File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = page.IndexOf(End, StringComparison.Ordinal);
            await System.IO.File.WriteAllTextAsync(path, page[..begin] + text + page[end..], TestContext.Current.CancellationToken);
        }
    }

    private static string Shown(double? difference) => difference is { } number ? number == 0 ? "0" : number.ToString("0.0E-0", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal) : "–";

    private static IEnumerable<Case> Own() =>
    [
        new("iris", () => Table.Read(Path.Combine(Checkout.Root, "samples/data/iris.csv")), ["species"], "multiclass", new SchemaOptions()),
        .. from one in ((string[] Targets, string Task)[])[(["sold"], "binary"), (["kind"], "multiclass"), (["sold", "seen"], "multilabel"), (["price"], "number"), (["price", "size"], "several numbers"), (["rooms"], "counts")]
           select new Case("made", () => TableExportTests.Sample(240, odd: false), one.Targets, one.Task, TableExportTests.Schema(one.Targets) with { Task = one.Task == "counts" ? TaskKind.Counts : null }),
    ];

    private static IEnumerable<Case> Others(string folder) =>
        from one in ((string File, string[] Targets, string Task)[])
        [
            ("breast_cancer.csv", ["target"], "binary"), ("titanic.csv", ["Survived"], "binary"), ("attrition.csv.gz", ["Attrition"], "binary"),
            ("wine.csv", ["target"], "multiclass"), ("penguins.csv", ["species"], "multiclass"), ("digits.csv.gz", ["digit"], "multiclass"), ("hpc_jobs.csv", ["class"], "multiclass"),
            ("attrition.csv.gz", ["Attrition", "OverTime"], "multilabel"),
            ("concrete.csv", ["compressive_strength"], "number"), ("wine_quality_red.csv", ["quality"], "number"), ("california_housing.csv.gz", ["median_house_value"], "number"),
            ("penguins.csv", ["bill_length_mm", "body_mass_g"], "several numbers"), ("abalone.csv", ["Rings"], "counts"),
        ]
        select new Case(one.File[..one.File.IndexOf('.', StringComparison.Ordinal)], () => Table.Read(Path.Combine(folder, one.File)), one.Targets, one.Task, new SchemaOptions { Task = one.Task == "counts" ? TaskKind.Counts : null });

    /// <summary>A single network and an average of several, and up to 2,000 rows to predict.</summary>
    private static IEnumerable<Subject> Trained(Case one, int index)
    {
        Table table = one.Read();
        int count = Math.Min(2_000, table.Rows);
        Table rows = table.Select([.. Enumerable.Range(0, count).Select(i => (int)((long)i * table.Rows / count))]);
        foreach ((int number, TableOptions options) in ((TableOptions[])[s_single, s_several]).Index())
        {
            TableModel model = TableTrainer.Train(table, one.Targets, options with { Schema = one.Schema, TestFraction = 0 }).Model;
            yield return new Subject(one.Table, one.Task, $"P{index}_{number}", model, rows);
        }
    }

    private static Answers Onnx(Subject subject, OnnxOptions options)
    {
        using OnnxRun run = new(subject.Model.ToOnnx(options));
        OnnxAnswer answer = run.Predict(subject.Model, subject.Rows);
        IReadOnlyList<string> targets = subject.Model.Preprocessor.Schema.TargetNames;
        return Answers.Of(subject.Model, subject.Rows.Rows, (row, target) =>
        {
            string suffix = targets.Count == 1 ? "" : $"_{targets[target]}";
            if (!answer.Texts.TryGetValue($"label{suffix}", out string[]? labels))
            {
                return ([.. ((string[])["prediction", "lower", "upper"]).Where(name => answer.Numbers.ContainsKey(name + suffix)).Select(name => answer.Numbers[name + suffix][row])], "");
            }

            double[] probabilities = answer.Numbers[$"probabilities{suffix}"];
            int width = probabilities.Length / subject.Rows.Rows;
            return (targets.Count == 1 ? probabilities[(row * width)..((row + 1) * width)] : [probabilities[(row * width) + 1]], labels[row]);
        });
    }

    private static Answers Source(Subject subject, Type type)
    {
        PropertyInfo[] cells = type.GetNestedType("Row")!.GetProperties();
        MethodInfo predict = type.GetMethods().Single(method => method.Name == "Predict" && method.GetParameters().Length == 1);
        object[] predictions = [.. Enumerable.Range(0, subject.Rows.Rows).Select(row =>
        {
            object typed = Activator.CreateInstance(type.GetNestedType("Row")!)!;
            foreach ((int column, ColumnEncoder encoder) in subject.Model.Preprocessor.Encoders.Index())
            {
                cells[column].SetValue(typed, TableSourceTests.Typed(encoder, subject.Rows, row, encoder.Name));
            }

            return predict.Invoke(null, [typed])!;
        })];
        PropertyInfo[] members = predictions[0].GetType().GetProperties();
        bool isOne = subject.Model.Preprocessor.Schema.TargetNames.Count == 1;
        PropertyInfo[] ends = [.. members.Where(member => member.Name is "Lower" or "Upper")];
        return Answers.Of(subject.Model, subject.Rows.Rows, (row, target) => members[target].GetValue(predictions[row]) is double number
            ? ([number, .. ends.Select(end => end.GetValue(predictions[row]) is double[] several ? several[target] : (double)end.GetValue(predictions[row])!)], "")
            : (members.Single(member => member.Name == "Probabilities").GetValue(predictions[row]) is float[] all ? isOne ? [.. all.Select(share => (double)share)] : [all[target]] : [], (string)members[target].GetValue(predictions[row])!));
    }

    private static Answers File(Subject subject)
    {
        using MemoryStream stream = new();
        subject.Model.Save(stream);
        stream.Position = 0;
        return Answers.Of(TableModel.Load(stream).Predict(subject.Rows), subject.Model);
    }

    /// <summary>The weights of a network in another of the same description; null for several networks and for those that are no sequence.</summary>
    private static Answers? Weights(Subject subject)
    {
        if (subject.Model.Members is not [{ Coding: null } member])
        {
            return null;
        }

        string path = Path.Combine(Path.GetTempPath(), $"descent-{Guid.NewGuid():N}.npz");
        try
        {
            member.Model.SaveWeights(path);
            Model<float> again = member.Model.Network.Build<float>(member.Model.InputShape, seed: 99);
            again.LoadWeights(path);
            return Answers.Of(new TableModel(again, subject.Model.Preprocessor) { Decision = subject.Model.Decision }.Predict(subject.Rows), subject.Model);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private sealed record Case(string Table, Func<Table> Read, string[] Targets, string Task, SchemaOptions Schema);

    private sealed record Subject(string Table, string Task, string Class, TableModel Model, Table Rows);

    /// <summary>The predictions of all rows: numbers and the ends of their intervals in standard deviations of their targets, or probabilities.</summary>
    private sealed record Answers(double[] Values, string[] Labels)
    {
        /// <summary>Collects predictions by row and target.</summary>
        public static Answers Of(TableModel model, int rows, Func<int, int, (double[] Numbers, string Label)> of)
        {
            Preprocessor preprocessor = model.Preprocessor;
            bool areNumbers = preprocessor.Task is TaskKind.Regression or TaskKind.Counts;
            List<double> numbers = [];
            List<string> labels = [];
            for (int row = 0; row < rows; row++)
            {
                for (int target = 0; target < preprocessor.Schema.TargetNames.Count; target++)
                {
                    (double[] own, string label) = of(row, target);
                    numbers.AddRange(own.Select(number => areNumbers ? number / preprocessor.TargetScale(target) : number));
                    labels.Add(label);
                }
            }

            return new([.. numbers], [.. labels]);
        }

        public static Answers Of(TablePrediction predictions, TableModel model) => Of(model, predictions.Rows, (row, target) =>
            model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts ? (Numbers(predictions, model, row, target), "")
            : (predictions.PredictionNames.Count == 1 ? predictions.Probabilities(row) : [predictions.Probabilities(row)[target]], predictions.Label(row, target)));

        private static double[] Numbers(TablePrediction predictions, TableModel model, int row, int target)
        {
            double number = predictions.Number(row, target);
            return model.Intervals is { } intervals && predictions.Interval(row, Math.Min(0.9, intervals.MostLevel), target) is var (lower, upper) ? [number, lower, upper] : [number];
        }

        public double Difference(Answers other) => Values.Length == other.Values.Length ? Values.Zip(other.Values).Max(pair => Math.Abs(pair.First - pair.Second)) : double.NaN;
    }
}
