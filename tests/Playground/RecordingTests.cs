using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Playground;
using Descent.Tests.Cli;

namespace Descent.Tests.Playground;

/// <summary>Recorded trainings on the page, and how <c>descent play</c> opens them.</summary>
public sealed class RecordingTests : IDisposable
{
    private const string Open = """{"type":"start","state":{"problem":{"kind":"recording"}}}""";

    private readonly TemporaryFolder folder = new();

    private string RecordingPath => folder["iris.recording"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EveryStepOfARecordingHasItsBitsAndCanBeContinued()
    {
        Train();
        using RunRecording<float> recording = RunRecordingFile.Load<float>(RecordingPath);
        await using RunningPlayground playground = await RunningPlayground.Start(options => options.Recording = recording);
        await using Tab tab = await playground.Open();
        await tab.Send(Open);
        JsonElement ready = await tab.Until("ready"), network = ready.GetProperty("networks")[0];
        Assert.Equal((0, 32), (network.GetProperty("firstStep").GetInt64(), network.GetProperty("lastStep").GetInt64()));
        JsonElement[] points = [.. network.GetProperty("history").EnumerateArray()];
        Assert.Equal(recording.Checkpoints.Select(state => state.Steps).Append(32).Distinct(), points.Select(point => point.GetProperty("step").GetInt64()));
        Assert.Equal(HashAt(recording, 32), Hash(await tab.At(32)));
        await tab.Send("""{"type":"seek","step":13}""");
        JsonElement early = (await tab.At(13)).GetProperty("networks")[0];
        Assert.Equal(HashAt(recording, 13), early.GetProperty("hash").GetString());
        Assert.Equal(recording.ModelAt(13).Loss(recording.Rows, recording.Options.Loss), early.GetProperty("loss").GetDouble(), 1e-5);
        await tab.Send("""{"type":"weight","network":0,"layer":0,"index":9}""");
        JsonElement update = await tab.Until("weight");
        Assert.Equal(13, update.GetProperty("step").GetInt64());
        Assert.Contains(update.GetProperty("lines").EnumerateArray(), line => line.GetString()!.StartsWith("θ = ", StringComparison.Ordinal));

        // A branch with the settings of the recording repeats it; the recording is shown beside it at the same step.
        string state = ready.GetProperty("state").GetProperty("networks")[0].GetRawText();
        foreach ((string settings, bool isSame) in new[] { (state, true), (state.Replace("\"rate\":", "\"rate\":0.5,\"was\":", StringComparison.Ordinal), false) })
        {
            await tab.Send($$$"""{"type":"branch","step":13,"state":{"problem":{"kind":"recording"},"networks":[{{{state}}},{{{settings}}}]}}""");
            Assert.Equal(13, (await tab.Until("ready")).GetProperty("state").GetProperty("branch").GetInt64());
            await tab.Send("""{"type":"step","step":9}""");
            JsonElement both = (await tab.At(22)).GetProperty("networks");
            Assert.Equal(HashAt(recording, 22), both[0].GetProperty("hash").GetString());
            Assert.Equal(isSame, both[1].GetProperty("hash").GetString() == HashAt(recording, 22));
        }

        await using Tab other = await playground.Open();
        await other.Send($$$"""{"type":"start","state":{"problem":{"kind":"recording"},"step":22,"branch":13,"networks":[{{{state}}},{{{state}}}]}}""");
        Assert.Equal(HashAt(recording, 22), (await other.At(22)).GetProperty("networks")[1].GetProperty("hash").GetString());
    }

    [Fact]
    public async Task ARecordingThatIsNotOpenOrCannotBeShownIsExplained()
    {
        await using RunningPlayground playground = await RunningPlayground.Start();
        await using Tab tab = await playground.Open();
        await tab.Send(Open);
        Assert.Contains("descent play FILE", (await tab.Until("note")).GetProperty("message").GetString(), StringComparison.Ordinal);

        RunRecorder recorder = new();
        Dataset<float> rows = Dataset.Create<float>([1, 2, 3, 4], 1, [1, 0, 1, 0], 1);
        Network network = [new Dense(1)];
        network.Build<float>(1, 1).Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2, Recorder = recorder });
        Assert.Contains("no table", Assert.Throws<DataException>(() => PlaygroundServer.Create(new PlaygroundOptions { Recording = recorder.GetRecording<float>() })).Message, StringComparison.Ordinal);

        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "2", "--precision", "double", "--record", RecordingPath, "--out", folder["run"], "--quiet").EndsWith(0);
        Assert.Contains("descent replay", ToolRun.Of("play", RecordingPath, "--port", "0", "--no-browser").EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("--target is for a table", ToolRun.Of("play", RecordingPath, "--target", "species").EndsWith(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunKnowsItsRecording()
    {
        Train();
        Assert.Equal(RecordingPath, ModelFile.Load(Path.Combine(folder["run"], "model.safetensors")).Details["recording"]);
    }

    [Fact]
    public void APortInUseIsReported()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        Message.Mentions(ToolRun.Of("play", "--no-browser", "--port", port).EndsWith(2).Errors.ReplaceLineEndings(" "), $"cannot listen on port {port} of 127.0.0.1: another program uses it. ", "Choose another --port");
    }

    [Fact]
    public void ARecordingThatDoesNotFitOnTheDiskIsKeptElsewhere()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");
        ToolRun run = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "2", "--record", "/dev/full", "--force", "--out", folder["run"], "--quiet").EndsWith(2);
        string kept = run.Errors.ReplaceLineEndings(" ").Split("The recording was kept as ")[1].Split(". ")[0].Trim().TrimEnd('.');
        try
        {
            using RunRecording<float> recording = RunRecordingFile.Load<float>(kept);
            Assert.Equal(8, recording.Steps);
            // The run itself is complete, and does not name a recording that is not there.
            Assert.False(ModelFile.Load(Path.Combine(folder["run"], "model.safetensors")).Details.ContainsKey("recording"));
        }
        finally
        {
            File.Delete(kept);
        }
    }

    private void Train() => ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "8", "--record", RecordingPath, "--out", folder["run"], "--quiet").EndsWith(0);

    private static string HashAt(RunRecording<float> recording, long step) => FrameBuilder.HashOf(recording.ModelAt(step));

    private static string Hash(JsonElement frames) => frames.GetProperty("networks")[0].GetProperty("hash").GetString()!;
}
