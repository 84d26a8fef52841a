using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Formats.Npz;
using Descent.Tests.Goldens;

namespace Descent.Tests.Formats.Exchange;

/// <summary>Weights of PyTorch and Keras predict here what they predict there, and the other way round; what does not fit is refused by name and changes nothing.</summary>
public class WeightExchangeTests
{
    [Theory]
    [InlineData("torch.npz", null)]
    [InlineData("torch.safetensors", null)]
    [InlineData("keras.npz", null)]
    [InlineData("get_weights.npz", WeightLayout.InputsByOutputs)]
    public void WeightsOfOthersPredictWhatPyTorchPredicts(string file, WeightLayout? layout)
    {
        JsonElement golden = GoldenFile.Read("weights.json");
        Model<double> model = Network().Build<double>(3, seed: 9);
        model.LoadWeights(NpzFileTests.Fixture(file), layout);
        double[] actual = model.Predict(GoldenFile.Numbers(golden.GetProperty("inputs")).AsSpan());
        Assert.All(GoldenFile.Numbers(golden.GetProperty("outputs")).Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }

    [Theory]
    [InlineData("a.npz")]
    [InlineData("a.safetensors")]
    public void WeightsComeBackToTheBit(string file)
    {
        using TemporaryFolder folder = new();
        Model<float> model = Network().Build<float>(3, seed: 4), other = Network().Build<float>(3, seed: 5);
        model.SaveWeights(folder[file]);
        other.LoadWeights(folder[file]);
        Assert.Equal(model.GetParameters(), other.GetParameters());
    }

    [Fact]
    public void PyTorchPredictsTheSameWithOurWeights()
    {
        using TemporaryFolder folder = new();
        Model<float> model = Network().Build<float>(3, seed: 4);
        foreach (Parameter parameter in model.Parameters.Where(parameter => parameter.IsVector))
        {
            model.SetParameter(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(i => 0.3f + (0.1f * i))]);
        }

        float[] inputs = [.. Enumerable.Range(0, 12).Select(i => MathF.Sin(i))];
        model.SaveWeights(folder["a.npz"]);
        model.SaveWeights(folder["a.safetensors"]);
        folder.Write("load.py", $$"""
            import json, struct, sys
            try:
                import numpy as np, torch
                from torch import nn
            except ImportError:
                print("no torch")
                sys.exit()
            net = {{model.ToPyTorch()}}
            inputs = torch.tensor({{JsonSerializer.Serialize(inputs)}}).reshape(4, 3)
            net.load_state_dict({name: torch.from_numpy(value) for name, value in np.load("a.npz").items()})
            net.eval()
            print(*net(inputs).flatten().tolist())
            raw = open("a.safetensors", "rb").read()
            start = 8 + struct.unpack("<Q", raw[:8])[0]
            header = json.loads(raw[8:start])
            net.load_state_dict({name: torch.from_numpy(np.frombuffer(raw[start + entry["data_offsets"][0]:start + entry["data_offsets"][1]], "<f4").reshape(entry["shape"]).copy()) for name, entry in header.items() if name != "__metadata__"})
            print(*net(inputs).flatten().tolist())
            """);
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(python is null, "There is no python3.");
        using Process process = Process.Start(new ProcessStartInfo(python!, ["load.py"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true })!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.SkipWhen(lines is ["no torch"], "python3 has no torch.");
        Assert.Equal(0, process.ExitCode);
        float[] expected = model.Predict(inputs.AsSpan());
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.All(expected.Zip(line.Split(' '), (own, theirs) => own - double.Parse(theirs, CultureInfo.InvariantCulture)), difference => Assert.InRange(difference, -2e-6, 2e-6)));
    }

    [Fact]
    public void WhatDoesNotFitIsNamedAndChangesNothing()
    {
        using TemporaryFolder folder = new();
        Network network = [new Dense(2, new Relu()), new Dense(1)];
        Model<float> model = network.Build<float>(3, seed: 4);
        IReadOnlyDictionary<string, float[]> before = model.GetParameters();
        NpzArray weight = new("0.weight", [2, 3], new double[6]), bias = new("0.bias", [2], new double[2]), last = new("2.weight", [1, 2], new double[2]), lastBias = new("2.bias", [1], new double[1]);
        Refused("0.weight", [weight with { Shape = [3, 2] }, bias, last, lastBias], "[3, 2]", "[2, 3]", "layers.0.weight");
        Refused("missing layer", [weight, bias], "layers.2.weight", "missing");
        Refused("missing bias", [weight, last, lastBias], "no bias", "layers.0.bias");
        Refused("superfluous layer", [weight, bias, last, lastBias, new("4.weight", [1], [0])], "4.weight", "left over");
        Refused("superfluous tensor", [weight, bias, last, lastBias, new("2.gain", [1], [0])], "2.gain", "left over");
        Refused("not finite", [weight, bias with { Values = [0, double.NaN] }, last, lastBias], "0.bias", "NaN");
        Refused("too large", [weight, bias with { Values = [0, 1e300], Type = DataType.F64 }, last, lastBias], "0.bias", "1E+300");
        Refused("without names", [weight with { Name = "arr_0" }, bias with { Name = "arr_1" }, last with { Name = "arr_2" }, lastBias with { Name = "arr_3" }], "layout");
        Refused("kernel", [new("dense/kernel", [2, 3], new double[6]), new("dense/bias", [2], [0, 0]), new("dense_1/kernel", [2, 1], [0, 0]), new("dense_1/bias", [1], [0])], "dense/kernel", "[3, 2]", "inputs first");
        Assert.Equal(before, model.GetParameters());
        Assert.Contains(".npz", Assert.Throws<ModelFileException>(() => model.LoadWeights(folder["a.bin"])).Message, StringComparison.Ordinal);

        // A safetensors file has no order of its own.
        Tensor[] named = [Tensor.Create<float>("fc.weight", new float[6], 2, 3), Tensor.Create<float>("fc.bias", new float[2], 2), Tensor.Create<float>("out.weight", new float[2], 1, 2), Tensor.Create<float>("out.bias", new float[1], 1)];
        new SafetensorsFile(named).Save(folder["a.safetensors"]);
        Message.Mentions(Assert.Throws<ModelFileException>(() => model.LoadWeights(folder["a.safetensors"])).Message, "order", "'fc'", "'out'");

        void Refused(string name, NpzArray[] arrays, params string[] reasons)
        {
            NpzFile.Save(folder[$"{name}.npz"], arrays);
            Message.Mentions(Assert.Throws<ModelFileException>(() => model.LoadWeights(folder[$"{name}.npz"])).Message, reasons);
        }
    }

    [Fact]
    public void ANetworkThatIsNoSequenceIsRefusedByItsLayer()
    {
        Network network = [new Dense(4), new Residual([new Dense(4)]), new Dense(1)];
        Assert.Contains("Residual", Assert.Throws<NotSupportedException>(() => network.Build<float>(3).SaveWeights("a.npz")).Message, StringComparison.Ordinal);
    }

    private static Network Network() => [new Dense(4, new PRelu()), new BatchNormalization(), new Dense(4, new Tanh()), new LayerNormalization(), new Dense(2, new Softmax())];
}
