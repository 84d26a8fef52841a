using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli.Learning;
using Descent.Data;
using Descent.Formats;
using Descent.Playground;
using Descent.Tests.Cli;

namespace Descent.Tests.Playground;

/// <summary>What a tab can do: train, look back, branch, explain an update, export.</summary>
public partial class SessionTests
{
    [Fact]
    public async Task EarlierStepsHaveTheSameBitsAsWhenTheyWerePresent()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send("""{"type":"start","state":{"step":137,"networks":[{"layers":[{"units":6,"activation":"prelu","dropout":0.2},{"units":5,"activation":"tanh","normalization":"batch_normalization"}]}]}}""");
        JsonElement then = (await tab.At(137)).GetProperty("networks")[0];
        await tab.Send("""{"type":"step","step":400}""");
        await tab.At(537);
        await tab.Send("""{"type":"seek","step":137}""");
        JsonElement again = (await tab.At(137)).GetProperty("networks")[0];
        foreach (string name in (string[])["hash", "weights", "map", "neurons", "loss", "unseenLoss", "metric"])
        {
            Assert.Equal(then.GetProperty(name).ToString(), again.GetProperty(name).ToString());
        }
    }

    [Fact]
    public async Task TwoTabsWithTheSameStateGetTheSameWeights()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        const string state = """{"type":"start","state":{"problem":{"kind":"gaussians","noise":0.25},"networks":[{"optimizer":"nadam","seed":5},{"optimizer":"momentum","regularizer":"l1(0.001)"}],"step":200}}""";
        List<string> hashes = [];
        for (int i = 0; i < 2; i++)
        {
            await using Tab tab = await playground.Open();
            await tab.Send(state);
            JsonElement frames = await tab.At(200);
            hashes.Add(string.Join(' ', frames.GetProperty("networks").EnumerateArray().Select(network => network.GetProperty("hash"))));
        }

        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(2, hashes[0].Split(' ').Distinct().Count());
    }

    [Fact]
    public async Task ABranchWithTheSameSettingsRepeatsTheTrainingAndOneWithOthersDoesNot()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        const string network = """{"layers":[{"units":6}],"rate":RATE}""";
        await tab.Send($$$"""{"type":"start","state":{"step":300,"networks":[{{{network.Replace("RATE", "0.01", StringComparison.Ordinal)}}}]}}""");
        await tab.At(300);
        foreach ((string rate, bool isSame) in new[] { ("0.01", true), ("0.05", false) })
        {
            await tab.Send($$$"""{"type":"branch","step":150,"state":{"networks":[{},{{{network.Replace("RATE", rate, StringComparison.Ordinal)}}}]}}""");
            await tab.Until("ready");
            await tab.Send("""{"type":"step","step":1}""");
            JsonElement both = await tab.Until("frames", message => message.GetProperty("networks").EnumerateArray().Select(each => each.GetProperty("step").GetInt64()).Distinct().Count() == 1 && message.GetProperty("networks").GetArrayLength() == 2 && !message.GetProperty("isRunning").GetBoolean());
            Assert.Equal(isSame, both.GetProperty("networks")[0].GetProperty("hash").GetString() == both.GetProperty("networks")[1].GetProperty("hash").GetString());
        }
    }

    [Fact]
    public async Task ALinkToABranchGivesTheSameWeights()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send("""{"type":"start","state":{"step":60}}""");
        await tab.At(60);
        await tab.Send("""{"type":"branch","step":40,"state":{"networks":[{},{"rate":0.05}]}}""");
        await tab.Until("ready");
        await tab.Send("""{"type":"step","step":30}""");
        JsonElement frames = await tab.At(90);
        await using Tab other = await playground.Open();
        await other.Send("""{"type":"start","state":{"networks":[{"layers":[{"units":6},{"units":4}]},{"rate":0.05}],"branch":40,"step":90}}""");
        Assert.Equal(40, (await other.Until("ready")).GetProperty("state").GetProperty("branch").GetInt32());
        Assert.Equal(Hashes(frames), Hashes(await other.At(90)));
        Assert.Equal(2, Hashes(frames).Distinct().Count());
    }

    [Theory]
    [InlineData("gradient_descent", "")]
    [InlineData("gradient_descent", "l2(0.01)")]
    [InlineData("momentum", "")]
    [InlineData("momentum(form=HeavyBall)", "l1(0.001)")]
    [InlineData("adagrad", "")]
    [InlineData("rmsprop", "")]
    [InlineData("adam", "l2(0.02)")]
    [InlineData("adamw(weightDecay=0.05)", "")]
    [InlineData("lion", "")]
    [InlineData("lbfgs", "")]
    public async Task TheLastLineOfAnUpdateComputesTheNewWeight(string optimizer, string regularizer)
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send($$$"""{"type":"start","state":{"step":7,"networks":[{"layers":[{"units":4}],"optimizer":"{{{optimizer}}}","regularizer":"{{{regularizer}}}","rate":0.03}]}}""");
        JsonElement frame = (await tab.At(7)).GetProperty("networks")[0];
        await tab.Send("""{"type":"weight","network":0,"layer":0,"index":3}""");
        JsonElement update = await tab.Until("weight");
        Assert.Equal(7, update.GetProperty("step").GetInt64());
        string last = update.GetProperty("lines").EnumerateArray().Last().GetString()!.Replace('−', '-');
        float weight = BitConverter.ToSingle(frame.GetProperty("weights").GetBytesFromBase64(), 3 * sizeof(float));
        if (last.Contains("before", StringComparison.Ordinal))
        {
            Assert.Contains(weight.ToString("0.####", CultureInfo.InvariantCulture)[..5], last, StringComparison.Ordinal);
            return;
        }

        // θ = the old weight, minus products and quotients of the printed numbers.
        string[] sides = last["θ = ".Length..].Split(" = ");
        string change = sides[0].Contains('/', StringComparison.Ordinal) ? sides[0] : sides[0].Replace(" + ", " - -", StringComparison.Ordinal);
        double computed = change.Split(" - ").Select((term, i) => (i == 0 ? 1 : -1) * Term(term)).Sum();
        Assert.Equal(weight, computed, 2e-5);
        Assert.Equal(weight, Number(sides[1]), 2e-6);
    }

    [Fact]
    public async Task ExportsAreTheTrainedNetwork()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send("""{"type":"start","state":{"problem":{"kind":"gaussians"},"step":60}}""");
        JsonElement frame = (await tab.At(60)).GetProperty("networks")[0];
        byte[] data = (await Export(tab, "data", "file")).GetProperty("content").GetBytesFromBase64();
        Table rows = Table.Read(new MemoryStream(data), "gaussians.csv");
        Assert.Equal((450, 3), (rows.Rows, rows.Columns.Count));
        TableModel model = ModelFile.Load((await Export(tab, "model", "file")).GetProperty("content").GetBytesFromBase64());
        Assert.Equal(frame.GetProperty("hash").GetString(), FrameBuilder.HashOf(model.Model));
        Assert.Equal(450, model.Predict(rows).Rows);
        Assert.NotEmpty((await Export(tab, "onnx", "file")).GetProperty("content").GetBytesFromBase64());
        Assert.Contains("class Gaussians", (await Export(tab, "csharp", "text")).GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("TableTrainer.Train(table, [\"class\"]", (await Export(tab, "lines", "text")).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"layers":[{"units":5,"activation":"leaky_relu(slope=0.2)","dropout":0.1},{"units":4,"activation":"tanh","normalization":"batch_normalization"}],"optimizer":"adam(beta1=0.8)","schedule":"cosine_schedule","regularizer":"l2(0.001)","clipping":1,"initializer":"orthogonal(gain=1.2)","epochs":3}""")]
    [InlineData("""{"layers":[],"optimizer":"gradient_descent","loss":"mean_squared_error","epochs":2}""")]
    [InlineData("""{"layers":[{"units":3}],"optimizer":"lbfgs","epochs":2}""")]
    public async Task TheCommandLineTrainsTheSameNetwork(string network)
    {
        using TemporaryFolder folder = new();
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send($$$"""{"type":"start","state":{"networks":[{{{network}}}]}}""");
        JsonElement ready = await tab.Until("ready");
        File.WriteAllBytes(folder["circles.csv"], (await Export(tab, "data", "file")).GetProperty("content").GetBytesFromBase64());
        string command = (await Export(tab, "command", "text")).GetProperty("text").GetString()!;
        string[] words = [.. Words().Matches(command).Skip(1).Select(word => word.Value.Trim('\'').Replace("circles.csv", folder["circles.csv"], StringComparison.Ordinal))];
        JsonElement trained = ToolRun.Of([.. words, "--json", "--out", folder["run"]]).EndsWith(0).Json();
        Assert.Equal(ready.GetProperty("networks")[0].GetProperty("parameters").GetInt64(), trained.GetProperty("parameters").GetInt64());
    }

    [Fact]
    public async Task EveryLossThatIsOfferedTrainsItsTask()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        foreach (string problem in (string[])["xor", "gaussians", "multilabel", "regression"])
        {
            await tab.Send($$$"""{"type":"start","state":{"problem":{"kind":"{{{problem}}}","rows":60} } }""");
            string[] losses = [.. (await tab.Until("ready")).GetProperty("problem").GetProperty("losses").EnumerateArray().Select(loss => loss.GetString()!)];
            Assert.True(losses.Length > 3, $"{problem}: {losses.Length}");
            foreach (string loss in losses)
            {
                await tab.Send($$$"""{"type":"start","state":{"problem":{"kind":"{{{problem}}}","rows":60},"networks":[{"loss":"{{{loss}}}"}],"step":3}}""");
                JsonElement frame = (await tab.At(3)).GetProperty("networks")[0];
                Assert.Equal(JsonValueKind.Number, frame.GetProperty("unseenLoss").ValueKind);
                Assert.Equal(JsonValueKind.Number, frame.GetProperty("unseenMetric").ValueKind);
            }
        }
    }

    [Fact]
    public async Task EveryPartOfTheCatalogueTrains()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        (string Field, CatalogueKind Kind)[] kinds = [("optimizer", CatalogueKind.Optimizer), ("regularizer", CatalogueKind.Regularizer), ("initializer", CatalogueKind.Initializer), ("schedule", CatalogueKind.Schedule)];
        foreach ((string field, string name) in kinds.SelectMany(kind => Catalogue.Of(kind.Kind).Select(entry => (kind.Field, Catalogue.ToText(entry.Example, kind.Kind) ?? entry.Name))))
        {
            string? refusal = name is "levenberg_marquardt" ? "MeanSquaredError" : name is "zero_at_rows" ? "for biases" : null;
            if (refusal is not null)
            {
                // One minimizes squared errors only, the other is for biases, which the message says.
                await tab.Send(JsonSerializer.Serialize(new { type = "start", state = new { networks = new[] { new Dictionary<string, string> { [field] = name } } } }));
                Assert.Contains(refusal, (await tab.Until("note")).GetProperty("message").GetString(), StringComparison.Ordinal);
                continue;
            }

            await tab.Send(JsonSerializer.Serialize(new { type = "start", state = new { networks = new[] { new Dictionary<string, string> { [field] = name } }, step = 2 } }));
            JsonElement ready = await tab.Until("ready");
            Assert.True(ready.GetProperty("notes").GetArrayLength() == 0, $"{name}: {ready.GetProperty("notes")}");
            await tab.At(2);
        }
    }

    [Theory]
    [InlineData("""{"layers":[{"units":4},{"units":4}],"initializer":"constant(value=0.1)"}""", "SymmetricWeights")]
    [InlineData("""{"layers":[{"units":8,"activation":"relu"},{"units":8,"activation":"relu"}],"initializer":"random_normal(standardDeviation=0.2,mean=-0.5)"}""", "DeadUnits")]
    [InlineData("""{"layers":[{"units":6},{"units":6}]}""", null)]
    public async Task TheDoctorNamesWhatIsWrong(string network, string? kind)
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send($$$"""{"type":"start","state":{"networks":[{{{network}}}],"step":900} }""");
        await tab.At(900);
        string[] found = [.. (await tab.Until("findings")).GetProperty("networks")[0].EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()!)];
        Assert.Equal(kind, found.FirstOrDefault());
        string remedies = await playground.Client.GetStringAsync("/remedies.js");
        Assert.All(RemedyNames().Matches(remedies), name => Assert.True(Enum.TryParse<FindingKind>(name.Groups[1].Value, out _), name.Value));
    }

    [Fact]
    public async Task TheExamplesNameOnlyWhatThereIs()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        string presets = await playground.Client.GetStringAsync("/presets.js");
        (string Field, string Text)[] parts = [.. Parts().Matches(presets).Select(part => (part.Groups[1].Value, part.Groups[2].Value))];
        Assert.True(parts.Length > 12, $"{parts.Length}");
        foreach ((string field, string text) in parts)
        {
            object part = field switch { "optimizer" => Catalogue.Parse<Optimizer>(text), "regularizer" => Catalogue.Parse<Regularizer>(text), _ => Catalogue.Parse<Initializer>(text) };
            Assert.NotNull(part);
        }

        // Every lesson that says that it has an example has one, and the other way round.
        Assert.Equal(LearnServer.InPlayground.Order(StringComparer.Ordinal), Lessons().Matches(presets).SelectMany(match => match.Groups[1].Value.Split(", ")).Select(name => name.Trim('"')).Order(StringComparer.Ordinal));
        Assert.All(Problems().Matches(presets), kind => Assert.NotNull(ToyProblem.Find(kind.Groups[1].Value)));
        Assert.All(Activations().Matches(presets), activation => Assert.NotNull(Catalogue.Parse<Activation>(activation.Groups[1].Value)));
    }

    private static string[] Hashes(JsonElement frames) => [.. frames.GetProperty("networks").EnumerateArray().Select(network => network.GetProperty("hash").GetString()!)];

    private static async Task<JsonElement> Export(Tab tab, string format, string type)
    {
        await tab.Send($$"""{"type":"export","format":"{{format}}"}""");
        return await tab.Until(type);
    }

    private static double Term(string term)
    {
        string[] parts = term.Split('/');
        return parts[0].Split('·').Aggregate(1.0, (product, factor) => product * Number(factor)) / (parts.Length > 1 ? Divisor(parts[1]) : 1);
    }

    /// <summary>√(x + ε) or (√x + ε).</summary>
    private static double Divisor(string text)
    {
        double[] parts = [.. text.Split(" + ").Select(part => Number(part.Replace("√", "", StringComparison.Ordinal)))];
        return text.StartsWith('√') ? Math.Sqrt(parts.Sum()) : Math.Sqrt(parts[0]) + parts[1];
    }

    private static double Number(string text) => double.Parse(text.Trim('(', ')', ' '), NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex("(optimizer|regularizer|initializer): \"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Parts();

    [GeneratedRegex("lessons: \\[([^\\]]+)\\]", RegexOptions.None, 1000)]
    private static partial Regex Lessons();

    [GeneratedRegex("^  ([A-Z][A-Za-z]+): ", RegexOptions.Multiline, 1000)]
    private static partial Regex RemedyNames();

    [GeneratedRegex("problem\\(\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Problems();

    [GeneratedRegex("layers\\([0-9]+, [0-9]+, \"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Activations();

    [GeneratedRegex("'[^']*'|[^ ]+", RegexOptions.None, 1000)]
    private static partial Regex Words();
}

/// <summary>The text form of an example of any kind.</summary>
internal static class CatalogueTexts
{
    extension(Catalogue)
    {
        public static string? ToText(object example, CatalogueKind kind) => kind switch
        {
            CatalogueKind.Optimizer => Catalogue.ToText((Optimizer)example),
            CatalogueKind.Regularizer => Catalogue.ToText((Regularizer)example),
            CatalogueKind.Initializer => Catalogue.ToText((Initializer)example),
            _ => null,
        };
    }
}
