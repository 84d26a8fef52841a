using System.Text.Json;
using Descent.Data;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Losses;

/// <summary>Losses of heads: PyTorch's numbers (heads.py), what is computed together, and what is refused.</summary>
public class PerHeadTests
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("heads.json"));
    private static readonly Loss[] s_losses = [new BinaryCrossEntropy(), new CategoricalCrossEntropy(), new Poisson(), new Huber(0.75, Reduction.MeanOverSamples)];

    public static IEnumerable<string> Names => ["per_head"];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_root.Value.GetProperty("cases").GetArrayLength())];

    private static Network Heads =>
    [
        new Dense(5, new Tanh()),
        new Concatenate([[new Dense(2, new Sigmoid())], [new Dense(3, new Softmax())], [new Dense(1, new Softplus())], [new Dense(4, new Tanh()), new Dense(2)]]),
    ];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Names))]
    [MemberData(nameof(Cases))]
    public void AgreesWithPyTorch(int index)
    {
        JsonElement root = s_root.Value, golden = root.GetProperty("cases")[index];
        int columns = root.GetProperty("columns").GetInt32();
        Model<double> model = Heads.Build<double>(columns);
        foreach (JsonProperty parameter in root.GetProperty("parameters").EnumerateObject())
        {
            model.SetParameter(parameter.Name, GoldenFile.Numbers(parameter.Value));
        }

        PerHead loss = new(s_losses, GoldenFile.Numbers(root.GetProperty("weights")), Enum.Parse<Reduction>(golden.GetProperty("reduction").GetString()!));
        double[] inputs = GoldenFile.Numbers(root.GetProperty("inputs")), targets = GoldenFile.Numbers(root.GetProperty("targets"));
        Dataset<double> rows = golden.GetProperty("rowWeights") is { ValueKind: JsonValueKind.Array } weights
            ? Dataset.Create<double>(inputs, columns, targets, model.Outputs, GoldenFile.Numbers(weights))
            : Dataset.Create<double>(inputs, columns, targets, model.Outputs);
        double[] outputs = model.Predict(inputs);
        BatchGradients<double> gradients = model.Gradients(rows, loss);
        Check("outputs", golden.GetProperty("outputs"), outputs);
        GoldenFile.AssertClose(golden.GetProperty("loss").GetDouble(), gradients.Loss, 1e-12, "loss");
        GoldenFile.AssertClose(golden.GetProperty("loss").GetDouble(), model.Loss(rows, loss), 1e-12, "loss of outputs");
        foreach (JsonProperty gradient in golden.GetProperty("gradients").EnumerateObject())
        {
            Check(gradient.Name, gradient.Value, gradient.Name == "inputs" ? [.. gradients.Inputs.Cast<double>()] : gradients.Parameters[gradient.Name]);
        }
    }

    [Fact]
    public void EachIsComputedWithTheLastActivationOfItsHead() => Assert.Equal(
        "head 1: binary cross-entropy fused with sigmoid; head 2: categorical cross-entropy fused with softmax; head 3: Poisson loss; head 4: Huber's loss",
        new PerHead(s_losses).End(Heads.Write<double>(4)).Description);

    /// <summary>Scores of 800 would be probabilities of 0 and 1, whose logarithms are lost; fused they are not.</summary>
    [Fact]
    public void LargeScoresKeepTheirLoss()
    {
        Network network = [new Concatenate([[new Sigmoid()], [new Dense(1) { UseBias = false }]])];
        Model<double> model = network.Build<double>(1);
        model.SetParameter("layers.2.weight", [0.5]);
        Dataset<double> rows = Dataset.Create<double>([800], 1, [0, 400], 2);
        Assert.Equal(800, model.Gradients(rows, new PerHead([new BinaryCrossEntropy(), new MeanSquaredError()])).Loss, 1e-9);
    }

    /// <summary>One head alone, weighted, is the loss that it is.</summary>
    [Fact]
    public void HeadsOfOneLossAreThatLoss()
    {
        Network apart = [new Dense(4, new Tanh()), new Concatenate([[new Dense(2)], [new Dense(1)]])];
        Dataset<double> rows = Descent.Tests.Laws.Training.Rows<double>(3, 3, new MeanSquaredError(), 20);
        Model<double> model = apart.Build<double>(3, seed: 2);
        BatchGradients<double> heads = model.Gradients(rows, new PerHead([new MeanSquaredError(), new MeanSquaredError()], [2.0 / 3, 1.0 / 3])), one = model.Gradients(rows, new MeanSquaredError());
        Assert.Equal(one.Loss, heads.Loss, 1e-14);
        Assert.All(one.Parameters, pair => Assert.All(pair.Value.Zip(heads.Parameters[pair.Key]), both => Assert.Equal(both.First, both.Second, 1e-14)));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        PerHead two = new([new BinaryCrossEntropy(), new MeanSquaredError()]);
        Network none = [new Dense(2, new Sigmoid())], three = [new Concatenate([[new Dense(1, new Sigmoid())], [new Dense(1)], [new Dense(1)]])];
        Network linear = [new Concatenate([[new Dense(1)], [new Dense(1)]])], behind = [new Concatenate([[new Dense(1)], [new Dense(1)]]), new Sigmoid()];
        Says("End the network in Concatenate", () => none.Build<float>(2).Gradients(Rows(2), two));
        Says("End the network in Concatenate", () => behind.Build<float>(2).Gradients(Rows(2), two));
        Says("2 losses, but the network ends in 3 branches", () => three.Build<float>(2).Gradients(Rows(3), two));
        Says("Head 1: BinaryCrossEntropy needs outputs in [0, 1]", () => linear.Build<float>(2).Gradients(Rows(2), two));
        Says("2 losses and 1 weights", () => _ = new PerHead([new MeanSquaredError(), new MeanSquaredError()], [1]));
        Says("2 losses and 1 weights", () => linear.Build<float>(2).Gradients(Rows(2), two with { Weights = [1] }));
        Says("Weights", () => _ = new PerHead([new MeanSquaredError()], [0]));
        Says("a loss for each head", () => _ = new PerHead([]));
        Says("cannot be inside another PerHead", () => _ = new PerHead([two]));
        Says("cannot have the reduction Sum", () => _ = new PerHead([new MeanSquaredError(Reduction: Reduction.Sum)]));
    }

    /// <summary>A head's targets are its own: what one loss refuses may be right for the next.</summary>
    [Fact]
    public void TargetsAreThoseOfTheHead()
    {
        Model<float> model = Heads.Build<float>(2);
        TrainingOptions options = new() { Loss = new PerHead(s_losses), Epochs = 1 };
        model.Fit(Dataset.Create<float>([0, 0], 2, [1, 0, 0, 1, 0, 5, -3, 7], 8), options);
        Says("Target 2 in row 0, column 1 of the training data", () => model.Fit(Dataset.Create<float>([0, 0], 2, [1, 2, 0, 1, 0, 5, -3, 7], 8), options));
        Says("column 5 of the training data", () => model.Fit(Dataset.Create<float>([0, 0], 2, [1, 0, 0, 1, 0, -5, -3, 7], 8), options));
        Says("column 4 of the validation data", () => model.Fit(
            Dataset.Create<float>([0, 0], 2, [1, 0, 0, 1, 0, 5, -3, 7], 8), options with { Validation = Dataset.Create<float>([0, 0], 2, [1, 0, 0, 1, 2, 5, -3, 7], 8) }));
    }

    [Fact]
    public void ItIsReadAndWritten()
    {
        PerHead loss = new([new BinaryCrossEntropy(), new Huber(0.5)], [1, 0.5]);
        Assert.Equal("per_head:losses=binary_cross_entropy/huber(delta=0.5),weights=1/0.5", Catalogue.ToText<Loss>(loss));
        Assert.Equal(loss, Catalogue.Parse<Loss>("per_head(losses=[bce, huber(0.5)], weights=[1, 0.5])"));
        Assert.Equal(loss, Catalogue.FromJson<Loss>(Catalogue.ToJson<Loss>(loss)));
    }

    private static Dataset<float> Rows(int outputs) => Dataset.Create<float>([1, 0], 2, new float[outputs], outputs);

    private static void Says(string words, Action action) => Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static void Check(string name, JsonElement expected, double[] actual)
    {
        double[] numbers = GoldenFile.Numbers(expected);
        Assert.Equal(numbers.Length, actual.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            GoldenFile.AssertClose(numbers[i], actual[i], 1e-12, $"{name} {i}");
        }
    }
}
