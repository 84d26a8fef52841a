using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Descent.Cli;
using Descent.Formats;

namespace Descent.Tests.Cli;

/// <summary>What only real processes show: signals, locks, exit codes, the standard streams.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        return Process.Start(start)!;
    }

    private Process StartLong(out Task<string> output) => Started(Start("train", ToolRun.Iris, "--target", "species", "--epochs", "100000000", "--validation-fraction", "0", "--json", "--out", folder["run"]), out output);

    // Returns when training has begun; the rest of the error stream is read and forgotten, or the pipe would fill.
    private static Process Started(Process process, out Task<string> output)
    {
        output = Apart(process.StandardOutput.ReadToEnd);
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("epoch 5/", StringComparison.Ordinal))
        {
        }

        _ = Apart(() => process.StandardError.BaseStream.CopyTo(Stream.Null));
        return process;
    }

    // On a thread of its own: asynchronous reads wait for the pool, whose threads other tests may hold while the pipe fills up.
    private static Task<string> Apart(Func<string> read) => Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task Apart(Action read) => Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Interrupt(Process process)
    {
        using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    // Faults 41 and 44 at once: the second process is refused while the first trains, then Ctrl-C saves what the first has.
    [Fact]
    public async Task CancellingSavesAndASecondProcessIsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill to send the signal with.");
        using Process first = StartLong(out Task<string> output);
        try
        {
            ToolRun second = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", folder["run"], "--force").EndsWith(ExitCode.Usage);
            Assert.Contains("another run", second.Errors, StringComparison.Ordinal);
            Interrupt(first);
            Assert.True(first.WaitForExit(TimeSpan.FromSeconds(60)), "It did not stop.");
            Assert.Equal(ExitCode.Cancelled, first.ExitCode);
            using JsonDocument json = JsonDocument.Parse(await output);
            Assert.Equal("cancelled", json.RootElement.GetProperty("stop").GetString());
            Assert.Equal(3, ModelFile.Load(folder["run/model.safetensors"]).Model.Outputs);
        }
        finally
        {
            first.Kill();
        }
    }

    [Fact]
    public async Task StandardStreamsAndCodesAreThoseOfTheTool()
    {
        using Process process = Start("train", "-", "--target", "species", "--epochs", "2", "--out", folder["run"], "--json");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(File.ReadAllText(ToolRun.Iris));
        process.StandardInput.Close();
        using JsonDocument json = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        Assert.DoesNotContain('\e', await errors);
        Assert.Equal("multiclass", json.RootElement.GetProperty("task").GetString());

        using Process wrong = Start("trian");
        Assert.Contains("train", await wrong.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await wrong.WaitForExitAsync();
        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
    }

    // W3 has 3 MB of data here. The limits leave room for other builds of the runtime; a copy of W3's weights is 7 MiB.
    [Theory]
    [InlineData("W1a", 60)]
    [InlineData("W3", 130)]
    public async Task TrainingTakesLittleMemory(string workload, int mebibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What counts as memory of a process differs between systems.");
        using Process process = Start("bench", "--workload", workload, "--seconds", "0.001", "--json");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using JsonDocument json = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        Assert.InRange(json.RootElement.GetProperty("peakMemoryBytes").GetInt64(), 20L << 20, (long)mebibytes << 20);
    }

    // Fault 23: without the strict switch, a file that was cut off would pass for a shorter one.
    [Fact]
    public async Task CutOffCompressedFilesAreRefused()
    {
        using (System.IO.Compression.GZipStream gzip = new(File.Create(folder["iris.csv.gz"]), System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(ToolRun.Iris));
        }

        byte[] bytes = File.ReadAllBytes(folder["iris.csv.gz"]);
        File.WriteAllBytes(folder["iris.csv.gz"], bytes[..(bytes.Length / 2)]);
        using Process process = Start("inspect", folder["iris.csv.gz"]);
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == ExitCode.Usage, errors);
        Assert.Contains("iris.csv.gz", errors, StringComparison.Ordinal);
    }
}
