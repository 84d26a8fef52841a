using System.Text.Json;
using Descent.Playground;

namespace Descent.Tests.Playground;

/// <summary>Fault 73: a state from a hostile or malformed link is made valid, and never leads to a page without numbers.</summary>
public class Fault73Tests
{
    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"problem":5}""")]
    [InlineData("""{"networks":{"layers":1}}""")]
    [InlineData("""{"problem":{"rows":"many"}}""")]
    public void WhatIsNoStateGivesTheUsualOne(string json)
    {
        (PlayState state, IReadOnlyList<string> notes) = Read(json);
        Assert.Equal("circles", state.Problem!.Kind);
        Assert.Single(state.Networks!);
        Assert.Single(notes);
    }

    [Fact]
    public void NumbersAreMovedIntoTheirRanges()
    {
        (PlayState state, IReadOnlyList<string> notes) = Read("""
            {"problem":{"kind":"moons","rows":1e12,"noise":-4,"unseen":7,"seed":-1},
             "networks":[{"layers":[{"units":1e9},{"units":0,"dropout":5,"normalization":"evil"},{},{},{},{},{},{},{}],"rate":1e300,"batch":0,"epochs":1e99,"clipping":-3,"seed":1e400},null,{},{}],
             "view":{"axes":[1e9,-1e9],"output":-5},"step":-1}
            """);
        Assert.Equal((2000, 0, 0.9, 0), (state.Problem!.Rows, state.Problem.Noise, state.Problem.Unseen, state.Problem.Seed));
        Assert.Equal(2, state.Networks!.Count);
        NetworkState network = state.Networks[0]!;
        Assert.Equal(StateChecks.MostLayers, network.Layers!.Count);
        Assert.Equal((32, 1, 0.9, ""), (network.Layers[0]!.Units, network.Layers[1]!.Units, network.Layers[1]!.Dropout, network.Layers[1]!.Normalization));
        Assert.Equal((100, 1, 100_000, 0, 1e9), (network.Rate, network.Batch, network.Epochs, network.Clipping, network.Seed));
        Assert.Equal(0, state.Step);
        Assert.Contains(notes, note => note.Contains("learning rate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("optimizer", "evil", "adam")]
    [InlineData("optimizer", "adam(beta1=5)", "adam")]
    [InlineData("loss", "<script>", "")]
    [InlineData("regularizer", "l2(-1)", "")]
    [InlineData("initializer", "orthogonal(((((", "")]
    [InlineData("schedule", "cosine_schedule(0.1, epochs=-4)", "")]
    public void NamesThatAreUnknownAreReplacedAndSaid(string part, string text, string expected)
    {
        (PlayState state, IReadOnlyList<string> notes) = Read(JsonSerializer.Serialize(new { networks = new[] { new Dictionary<string, string> { [part] = text } } }));
        NetworkState network = state.Networks![0]!;
        Assert.Equal(expected, part switch { "optimizer" => network.Optimizer, "loss" => network.Loss, "regularizer" => network.Regularizer, "initializer" => network.Initializer, _ => network.Schedule });
        Assert.NotEmpty(notes);
    }

    [Fact]
    public void AnyTextGivesAValidState()
    {
        Random random = new(7);
        string[] names = ["problem", "networks", "view", "kind", "rows", "noise", "layers", "units", "activation", "optimizer", "points", "axes", "targets", "step", "rate"];
        string Value(int depth) => random.Next(depth > 4 ? 4 : 7) switch
        {
            0 => "null",
            1 => random.Next(-5, 5).ToString(System.Globalization.CultureInfo.InvariantCulture),
            2 => random.Next(2) == 0 ? "1e308" : "-1e-308",
            3 => random.Next(2) == 0 ? "\"relu\"" : "\"\\ud83d<\\u0000\"",
            4 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth + 1)))}]",
            _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{Value(depth + 1)}"))}}}",
        };
        for (int trial = 0; trial < 3000; trial++)
        {
            (PlayState state, _) = Read(Value(0));
            Assert.NotEmpty(state.Networks!);
            Assert.All(state.Networks!, network => Assert.True(double.IsFinite(network!.Rate!.Value) && network.Layers!.All(layer => layer!.Units is >= 1 and <= 32 && layer.Activation!.Length > 0)));
            Assert.InRange(state.Problem!.Rows!.Value, 20, 2000);
        }
    }

    [Fact]
    public async Task ADivergedTrainingSaysSoAndHasNoNumberThatIsNone()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send("""{"type":"start","state":{"problem":{"kind":"regression","rows":100},"networks":[{"layers":[{"units":8,"activation":"linear"},{"units":8,"activation":"linear"}],"optimizer":"gradient_descent","rate":100,"epochs":500}],"step":5000}}""");
        JsonElement frames = await tab.Until("frames", message => message.GetProperty("networks")[0].GetProperty("ended").GetString()!.Length > 0);
        JsonElement frame = frames.GetProperty("networks")[0];
        Assert.Contains("Try a smaller learning rate", frame.GetProperty("ended").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", frame.ToString().Replace(frame.GetProperty("ended").GetString()!, "", StringComparison.Ordinal), StringComparison.Ordinal);
        byte[] weights = frame.GetProperty("weights").GetBytesFromBase64();
        Assert.All(Enumerable.Range(0, weights.Length / 4), i => Assert.True(float.IsFinite(BitConverter.ToSingle(weights, 4 * i))));
    }

    [Fact]
    public async Task ATableThatIsNotThereIsAsked()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send("""{"type":"start","state":{"problem":{"kind":"table","table":"0123456789abcdef"}}}""");
        Assert.Contains("Drop the file", (await tab.Until("note")).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static (PlayState State, IReadOnlyList<string> Notes) Read(string json) => StateChecks.Read(JsonDocument.Parse(json).RootElement);
}
