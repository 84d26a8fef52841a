using Descent.Data;
using Descent.Sources.MLNet;
using Descent.Tests.Repository;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Descent.Tests.Data.Tables;

/// <summary>Tables, trainers and predictions in pipelines of ML.NET, whose evaluators must find what the library finds itself.</summary>
public sealed class MLNetTests
{
    private static readonly TableOptions s_small = new() { Layers = [8], Epochs = 60, LearningRate = 0.03, Threads = 1 };
    private static readonly string[] s_flower = ["sepal_length", "sepal_width", "petal_length", "petal_width"];

    private readonly MLContext context = new(seed: 1);

    private static string Sample(string name) => Path.Combine(Checkout.Root, "samples/data", name);

    private IDataView Iris()
    {
        TextLoader.Column[] columns = [.. s_flower.Select((name, index) => new TextLoader.Column(name, DataKind.Single, index)), new("species", DataKind.String, 4)];
        return context.Data.LoadFromTextFile(Sample("iris.csv"), columns, separatorChar: ',', hasHeader: true);
    }

    [Fact]
    public void EveryTypeBecomesACell()
    {
        IDataView cells = context.Data.LoadFromEnumerable(
        [
            new Cells { Single = 0.1f, Double = 1.0 / 3, Truth = true, Text = "red, \"x\"", Whole = long.MinValue, Moment = new DateTime(2024, 2, 29, 13, 45, 30), Vector = [1, float.NaN], Raw = 2 },
            new Cells { Single = float.NaN, Double = 5e-324, Text = "", Whole = 7, Moment = new DateTime(2024, 3, 1), Vector = [0, -1e-30f], Raw = 0, Other = 4 },
        ]);
        IDataView view = context.Transforms.Conversion.MapValueToKey("Key", "Text").Append(context.Transforms.Concatenate("Named", "Single", "Other")).Fit(cells).Transform(cells);
        Table table = view.ToTable();
        Assert.Equal(["Single", "Other", "Double", "Truth", "Text", "Whole", "Moment", "Vector.0", "Vector.1", "Raw", "Key", "Named.Single", "Named.Other"], table.Columns);
        Assert.Equal(["0.1", "0", "0.3333333333333333", "true", "red, \"x\"", "-9223372036854775808", "2024-02-29T13:45:30", "1", "", "2", "red, \"x\"", "0.1", "0"], Row(table, 0));
        Assert.Equal(["", "4", "5E-324", "false", "", "7", "2024-03-01", "0", "-1E-30", "0", "", "", "4"], Row(table, 1));
        Assert.Equal(["Key", "Truth"], view.ToTable(["Key", "Truth"]).Columns);
    }

    [Fact]
    public void LabelsOfIrisAreTheLibrarysOwn()
    {
        // The order of the keys differs from that of the labels of the model.
        IDataView view = context.Transforms.Conversion.MapValueToKey("species", keyData: context.Data.LoadFromEnumerable([new Name { Value = "virginica" }, new Name { Value = "setosa" }, new Name { Value = "versicolor" }])).Fit(Iris()).Transform(Iris());
        TableModel own = TableTrainer.Train(view.ToTable(), ["species"], s_small with { TestFraction = 0 }).Model;
        DescentTransformer trained = context.MulticlassClassification.Trainers.Descent("species", s_flower, options: s_small).Fit(view);
        TablePrediction expected = own.Predict(Table.Read(Sample("iris.csv")));
        IDataView predicted = trained.Transform(view);

        float[][] scores = [.. predicted.GetColumn<float[]>("Score")];
        Assert.Equal(150, scores.Length);
        int[] order = [.. ((string[])["virginica", "setosa", "versicolor"]).Select(label => own.Preprocessor.Labels.ToList().IndexOf(label))];
        Assert.NotEqual([0, 1, 2], order);
        for (int row = 0; row < scores.Length; row++)
        {
            double[] probabilities = expected.Probabilities(row);
            Assert.Equal(order.Select(label => (float)probabilities[label]), scores[row]);
        }

        IDataView words = context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(predicted).Transform(predicted);
        Assert.Equal(expected.Labels(), words.GetColumn<string>("PredictedLabel"));

        Table truth = Table.Read(Sample("iris.csv"));
        MulticlassClassificationMetrics metrics = context.MulticlassClassification.Evaluate(predicted, "species");
        Assert.Equal(Enumerable.Range(0, 150).Average(row => truth[row, "species"] == expected.Label(row) ? 1.0 : 0), metrics.MicroAccuracy, 1e-12);
        Assert.Equal(Enumerable.Range(0, 150).Average(row => -Math.Log(expected.Probabilities(row)[own.Preprocessor.Labels.ToList().IndexOf(truth[row, "species"])])), metrics.LogLoss, 1e-6);
        Assert.True(metrics.MicroAccuracy > 0.9);
    }

    [Fact]
    public void TwoLabelsAreEvaluatedWithProbabilities()
    {
        IDataView view = context.Data.LoadFromEnumerable(Patients());
        DescentTransformer trained = context.BinaryClassification.Trainers.Descent("Sick", ["Age", "City"], "Weight", s_small).Fit(view);
        IDataView predicted = trained.Transform(view);
        TablePrediction expected = trained.Model.Predict(view.ToTable());
        int positive = trained.Model.Preprocessor.Labels.ToList().IndexOf("true");
        Assert.Equal("true", trained.Model.Decision!.PositiveLabel);
        Assert.Equal("Weight", trained.Training!.Schema.Weight!.Name);
        Assert.Equal(["Age", "City"], trained.Model.Preprocessor.Schema.Features.Select(column => column.Name));

        bool[] labels = [.. predicted.GetColumn<bool>("PredictedLabel")], truth = [.. view.GetColumn<bool>("Sick")];
        float[] probabilities = [.. predicted.GetColumn<float>("Probability")], scores = [.. predicted.GetColumn<float>("Score")];
        for (int row = 0; row < labels.Length; row++)
        {
            Assert.Equal((float)expected.Probabilities(row)[positive], probabilities[row]);
            Assert.Equal(expected.Label(row) == "true", labels[row]);
            Assert.Equal(probabilities[row], 1 / (1 + Math.Exp(-scores[row])), 1e-6);
        }

        CalibratedBinaryClassificationMetrics metrics = context.BinaryClassification.Evaluate(predicted, "Sick");
        Assert.Equal(labels.Zip(truth).Average(pair => pair.First == pair.Second ? 1.0 : 0), metrics.Accuracy, 1e-12);
        Assert.True(metrics.AreaUnderRocCurve > 0.9, $"{metrics.AreaUnderRocCurve}");
    }

    [Fact]
    public void NumbersOfAVectorArePredictedInAPipeline()
    {
        IDataView view = Iris();
        EstimatorChain<DescentTransformer> pipeline = context.Transforms.Concatenate("Features", "sepal_length", "sepal_width", "petal_length")
            .Append(context.Regression.Trainers.Descent("petal_width", options: s_small));
        Assert.Contains(pipeline.GetOutputSchema(Flowers()), column => column.Name == "Score");
        TransformerChain<DescentTransformer> trained = pipeline.Fit(view);
        IDataView predicted = trained.Transform(view);
        Assert.Equal(["Features.sepal_length", "Features.sepal_width", "Features.petal_length"], trained.LastTransformer.Model.Preprocessor.Schema.Features.Select(column => column.Name));
        double[] expected = trained.LastTransformer.Model.Predict(predicted.ToTable(["Features"])).Numbers();
        Assert.Equal(expected.Select(number => (float)number), predicted.GetColumn<float>("Score"));

        double[] truth = [.. view.GetColumn<float>("petal_width")];
        RegressionMetrics metrics = context.Regression.Evaluate(predicted, "petal_width");
        Assert.Equal(Math.Sqrt(expected.Zip(truth).Average(pair => Math.Pow(pair.First - pair.Second, 2))), metrics.RootMeanSquaredError, 1e-5);
        Assert.True(metrics.RSquared > 0.8, $"{metrics.RSquared}");

        PredictionEngine<Flower, Width> engine = context.Model.CreatePredictionEngine<Flower, Width>(trained);
        Assert.Equal((float)expected[0], engine.Predict(new Flower { SepalLength = 5.1f, SepalWidth = 3.5f, PetalLength = 1.4f }).Score);
        Assert.Equal((float)expected[1], engine.Predict(new Flower { SepalLength = 4.9f, SepalWidth = 3.0f, PetalLength = 1.4f }).Score);
    }

    [Fact]
    public void AModelFileKeepsThePredictions()
    {
        IDataView keyed = context.Transforms.Conversion.MapValueToKey("species").Fit(Iris()).Transform(Iris());
        DescentTransformer trained = context.MulticlassClassification.Trainers.Descent("species", s_flower, options: s_small).Fit(keyed);
        string path = Path.Combine(Path.GetTempPath(), $"descent-{Guid.NewGuid():N}.safetensors");
        try
        {
            trained.Save(path);
            DescentTransformer loaded = DescentTransformer.Load(path);
            Assert.Equal(trained.Transform(keyed).GetColumn<float[]>("Score"), loaded.Transform(keyed).GetColumn<float[]>("Score"));

            // Rows without a label have the order of the model.
            Assert.Equal(loaded.Model.Predict(Table.Read(Sample("iris.csv"))).Probabilities(0).Select(number => (float)number), loaded.Transform(Iris()).GetColumn<float[]>("Score").First());
        }
        finally
        {
            File.Delete(path);
        }

        using MemoryStream stream = new();
        Assert.Contains("DescentTransformer.Save(path)", Innermost(Assert.ThrowsAny<Exception>(() => context.Model.Save(trained, keyed.Schema, stream))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CrossValidationOfMLNetTrainsEachFold()
    {
        IDataView keyed = context.Transforms.Conversion.MapValueToKey("species").Fit(Iris()).Transform(Iris());
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> folds = context.MulticlassClassification.CrossValidate(keyed, context.MulticlassClassification.Trainers.Descent("species", s_flower, options: s_small), 3, "species");
        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.True(fold.Metrics.MicroAccuracy > 0.85, $"{fold.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        IDataView view = Iris();
        Assert.Contains("MapValueToKey", Assert.Throws<DataException>(() => context.MulticlassClassification.Trainers.Descent("species", s_flower).Fit(view)).Message, StringComparison.Ordinal);
        Assert.Contains("no column \"Features\"", Assert.Throws<DataException>(() => context.Regression.Trainers.Descent("petal_width").Fit(view)).Message, StringComparison.Ordinal);
        Assert.Contains("a Boolean", Assert.Throws<DataException>(() => context.BinaryClassification.Trainers.Descent("species", s_flower).GetOutputSchema(Flowers())).Message, StringComparison.Ordinal);
        Assert.Contains("\"Length\" has durations", Assert.Throws<DataException>(() => context.Data.LoadFromEnumerable([new Lasting()]).ToTable(["Length"])).Message, StringComparison.Ordinal);
        DescentTransformer trained = context.Regression.Trainers.Descent("petal_width", ["petal_length"], options: s_small).Fit(view);
        Assert.Contains("no column \"petal_length\"", Assert.Throws<DataException>(() => trained.Transform(context.Transforms.SelectColumns("species").Fit(view).Transform(view))).Message, StringComparison.Ordinal);
        Table two = Table.From(Enumerable.Range(0, 60).Select(row => new { x = row * 0.37, y = row * 2.5, z = row * 1.5 }));
        TableModel several = TableTrainer.Train(two, ["y", "z"], s_small).Model;
        Assert.Contains("2 targets", Assert.Throws<ArgumentException>(() => new DescentTransformer(several)).Message, StringComparison.Ordinal);
    }

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    private static string[] Row(Table table, int row) => [.. Enumerable.Range(0, table.Columns.Count).Select(column => table[row, column])];

    /// <summary>The shape of rows of flowers, which ML.NET makes only for its own steps.</summary>
    private SchemaShape Flowers() => context.Transforms.CustomMapping<Nothing, Flower>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));

    private static IEnumerable<Patient> Patients() => Enumerable.Range(0, 200).Select(row =>
    {
        float age = 20 + (row * 7 % 61);
        string city = row % 3 == 0 ? "Oslo" : row % 3 == 1 ? "Bergen" : "";
        return new Patient { Age = row % 17 == 0 ? float.NaN : age, City = city, Weight = 1 + (row % 2), Sick = age + (row % 3 == 0 ? 15 : 0) > 55 };
    });

    private sealed class Nothing;

    private sealed class Cells
    {
        public float Single { get; set; }

        public float Other { get; set; }

        public double Double { get; set; }

        public bool Truth { get; set; }

        public string Text { get; set; } = "";

        public long Whole { get; set; }

        public DateTime Moment { get; set; }

        [VectorType(2)]
        public float[] Vector { get; set; } = [];

        [KeyType(3)]
        public uint Raw { get; set; }
    }

    private sealed class Name
    {
        public string Value { get; set; } = "";
    }

    private sealed class Lasting
    {
        public TimeSpan Length { get; set; }
    }

    private sealed class Patient
    {
        public float Age { get; set; }

        public string City { get; set; } = "";

        public float Weight { get; set; }

        public bool Sick { get; set; }
    }

    private sealed class Flower
    {
        [ColumnName("sepal_length")]
        public float SepalLength { get; set; }

        [ColumnName("sepal_width")]
        public float SepalWidth { get; set; }

        [ColumnName("petal_length")]
        public float PetalLength { get; set; }

        [ColumnName("petal_width")]
        public float PetalWidth { get; set; }

        [ColumnName("species")]
        public string Species { get; set; } = "";
    }

    private sealed class Width
    {
        public float Score { get; set; }
    }
}
