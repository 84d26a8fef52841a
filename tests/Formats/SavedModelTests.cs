using System.Globalization;
using System.Numerics;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Repository;

namespace Descent.Tests.Formats;

/// <summary>Any model can be saved and loaded: float or double, with or without preprocessing, to a path, a stream or bytes.</summary>
public class SavedModelTests
{
    [Fact]
    public void SinglesComeBack() => ComeBack<float>();

    [Fact]
    public void DoublesComeBack() => ComeBack<double>();

    [Fact]
    public void PreprocessingGoesWithAModelOfDoubles()
    {
        Preprocessor preprocessor = Preprocessing();
        Model<double> model = Network(preprocessor.OutputNames.Count).Build<double>(preprocessor.InputNames.Count, 3);
        byte[] bytes = new SavedModel<double>(model, preprocessor, new Dictionary<string, string> { ["note"] = "größer" }).ToBytes();
        SavedModel<double> again = SavedModel<double>.Load(bytes);
        Assert.Equal(preprocessor.ToJson(), again.Preprocessor!.ToJson());
        Assert.Equal("größer", again.Details["note"]);
        Assert.Equal(model.GetParameters(), again.Model.GetParameters());
        Assert.Equal(bytes.Length, new SavedModel<double>(again.Model, again.Preprocessor, again.Details).ToBytes().Length);
        Assert.Contains("preprocessing gives", Assert.Throws<ArgumentException>(() => Network(1).Build<double>(7).ToBytes(preprocessor)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TablesAreTakenBackWithTheirPreprocessing()
    {
        Preprocessor preprocessor = Preprocessing();
        TableModel model = new(Network(preprocessor.OutputNames.Count).Build<float>(preprocessor.InputNames.Count, 3), preprocessor);
        using TemporaryFolder folder = new();
        using MemoryStream stream = new();
        model.Save(folder["a.safetensors"]);
        model.Save(stream);
        stream.Position = 0;
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), stream.ToArray());
        foreach (TableModel again in (TableModel[])[TableModel.Load(folder["a.safetensors"]), TableModel.Load(stream), ModelFile.Load(stream.ToArray())])
        {
            Assert.Equal(model.Model.GetParameters(), again.Model.GetParameters());
            Assert.Equal(preprocessor.ToJson(), again.Preprocessor.ToJson());
        }

        // Without its preprocessing the network alone can be read, too.
        Assert.Equal(model.Model.GetParameters(), Model<float>.Load(folder["a.safetensors"]).GetParameters());
    }

    [Fact]
    public void WhatDoesNotFitSaysWhatWould()
    {
        byte[] singles = Network(2).Build<float>(3).ToBytes(), doubles = Network(2).Build<double>(3).ToBytes();
        Assert.Contains("Model<double>.Load", Assert.Throws<ModelFileException>(() => Model<float>.Load(doubles)).Message, StringComparison.Ordinal);
        Assert.Contains("Model<float>.Load", Assert.Throws<ModelFileException>(() => Model<double>.Load(singles)).Message, StringComparison.Ordinal);
        Assert.Contains("without preprocessing", Assert.Throws<ModelFileException>(() => ModelFile.Load(singles)).Message, StringComparison.Ordinal);
    }

    // 0.1 wrote this model; what it predicted for the first rows of its table stands beside them.
    [Fact]
    public void AModelOfVersionOneIsReadForEver()
    {
        string goldens = Path.Combine(Checkout.Root, "tests", "Goldens");
        TableModel model = ModelFile.Load(Path.Combine(goldens, "model-v1.safetensors"));
        Table table = Table.Read(Path.Combine(goldens, "model-v1.csv"));
        TablePrediction prediction = model.Predict(table);
        Assert.Equal(12, table.Rows);
        for (int row = 0; row < table.Rows; row++)
        {
            Assert.Equal(table[row, "prediction"], prediction.Predictions(row)[0]);
            double[] expected = [.. prediction.ProbabilityNames.Select(name => double.Parse(table[row, name], CultureInfo.InvariantCulture))];
            Assert.All(expected.Zip(prediction.Probabilities(row)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    // The same for members that vote, add up their scores, or are the inputs of a linear model: format 2.
    [Theory]
    [InlineData("votes")]
    [InlineData("sum")]
    [InlineData("stack")]
    public void AnEnsembleOfVersionTwoIsReadForEver(string name)
    {
        string goldens = Path.Combine(Checkout.Root, "tests", "Goldens");
        TableModel model = ModelFile.Load(Path.Combine(goldens, $"ensemble-v2-{name}.safetensors"));
        Table table = Table.Read(Path.Combine(goldens, $"ensemble-v2-{name}.csv"));
        TablePrediction prediction = model.Predict(table);
        Assert.Equal(12, table.Rows);
        for (int row = 0; row < table.Rows; row++)
        {
            Assert.Equal(table[row, "prediction"], prediction.Predictions(row)[0]);
            double[] expected = [.. prediction.ProbabilityNames.Select(probability => double.Parse(table[row, probability], CultureInfo.InvariantCulture))];
            Assert.All(expected.Zip(prediction.Probabilities(row)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void LoadingDrawsNothing()
    {
        // The file, its arrays and the block; drawing weights first takes two and a half times the file more.
        (long bytes, long allocated) = Loading([new Dense(700), new Dense(700)]);
        Assert.InRange(allocated, bytes, 4 * bytes);
    }

    [Fact]
    public void LoadingTakesMemoryInProportionToTheLayers()
    {
        long few = Loading([.. Enumerable.Range(0, 300).Select(_ => new Dense(3))]).Allocated, many = Loading([.. Enumerable.Range(0, 1200).Select(_ => new Dense(3))]).Allocated;
        Assert.InRange(many, few, 5 * few);
    }

    private static (long Bytes, long Allocated) Loading(Network network)
    {
        byte[] bytes = network.Build<float>(3).ToBytes();
        _ = Model<float>.Load(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = Model<float>.Load(bytes);
        return (bytes.Length, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void ComeBack<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = Network(2).Build<T>(3, ulong.MaxValue);
        using TemporaryFolder folder = new();
        using MemoryStream stream = new();
        stream.Write("before"u8);
        model.Save(folder["m.safetensors"]);
        model.Save(stream);
        byte[] bytes = model.ToBytes();
        Assert.Equal(bytes, File.ReadAllBytes(folder["m.safetensors"]));
        Assert.Equal(bytes, stream.ToArray()[6..]);
        stream.Position = 6;
        using OneWayStream oneWay = new(bytes);
        byte[] framed = [1, .. bytes, 2];
        foreach (Model<T> again in (Model<T>[])[Model<T>.Load(folder["m.safetensors"]), Model<T>.Load(stream), Model<T>.Load(oneWay), Model<T>.Load(bytes), Model<T>.Load(framed.AsMemory(1, bytes.Length))])
        {
            Assert.Equal(model.GetParameters(), again.GetParameters());
            Assert.Equal((model.Network, model.Inputs, model.Seed), (again.Network, again.Inputs, again.Seed));
        }

        Assert.Equal(typeof(T) == typeof(double) ? DataType.F64 : DataType.F32, SafetensorsFile.Load(folder["m.safetensors"])["layers.0.weight"].Type);
    }

    private static Network Network(int outputs) => [new Dense(4, new PRelu()), new BatchNormalization(), new Dense(outputs)];

    private static Preprocessor Preprocessing()
    {
        Table table = Table.Create(["x", "color", "y"], [["1", "2", "3", "4"], ["red", "blue", "red", "blue"], ["1", "2.5", "3", "7"]]);
        return Preprocessor.Fit(table, Schema.Infer(table, ["y"]), [0, 1, 2, 3]);
    }

    /// <summary>A stream that cannot seek, as one over a network is.</summary>
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
