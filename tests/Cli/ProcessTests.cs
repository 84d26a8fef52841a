using System.Diagnostics;
using System.Text.Json;
using Descent.Cli;
using Descent.Formats;
using static Descent.Tests.Cli.ToolProcess;

namespace Descent.Tests.Cli;

/// <summary>What only real processes show: signals, locks, exit codes, the standard streams.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Process StartLong(out Task<string> output) => Started(Start("train", ToolRun.Iris, "--target", "species", "--epochs", "100000000", "--validation-fraction", "0", "--json", "--out", folder["run"]), out output);

    // Returns when training has begun; the rest of the error stream is read and forgotten, or the pipe would fill.
    private static Process Started(Process process, out Task<string> output)
    {
        output = Apart(process.StandardOutput.ReadToEnd);
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("epoch 1/", StringComparison.Ordinal))
        {
        }

        _ = Apart(() => process.StandardError.BaseStream.CopyTo(Stream.Null));
        return process;
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
            Signal(first, "INT");
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

    // The exit code is what a shell sees of any tool whose reader has had enough.
    [Fact]
    public void AReaderThatLeavesIsNoError()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        (int code, _, string errors) = Shell(folder, "descent list --json | true; exit ${PIPESTATUS[0]}");
        Assert.Empty(errors);
        Assert.Equal(ExitCode.ReaderGone, code);
    }

    [Fact]
    public void OutputThatCannotBeWrittenIsSaid()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /dev/full.");
        (int code, _, string errors) = Shell(folder, "descent list --json > /dev/full");
        Assert.Equal(ExitCode.Internal, code);
        Assert.StartsWith("error: Standard output cannot be written: the disk is full", Assert.Single(errors.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        // The error stream is no reason to give up.
        Assert.Equal(ExitCode.Ok, Shell(folder, "descent list 2> /dev/full").Code);
    }

    // The run's folder vanishes and there is no folder for temporary files: the model is lost, the scores are not.
    [Fact]
    public async Task ScoresAreToldWhenNothingCanBeSaved()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill to send the signal with.");
        ProcessStartInfo start = StartInfo("train", ToolRun.Iris, "--target", "species", "--epochs", "100000000", "--validation-fraction", "0", "--out", folder["run"]);
        start.Environment["TMPDIR"] = folder["none"];
        using Process process = Process.Start(start)!;
        Task<string> output = Apart(process.StandardOutput.ReadToEnd);
        try
        {
            while (process.StandardError.ReadLine() is { } line && !line.StartsWith("epoch 1/", StringComparison.Ordinal))
            {
            }

            Directory.Delete(folder["run"], recursive: true);
            Signal(process, "INT");
            Assert.Contains("The model is lost", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains("log_loss", await output, StringComparison.Ordinal);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(ExitCode.Usage, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }

    // Each of the three signals while nothing comes from standard input or from a pipe that nobody writes; an earlier run stays.
    [Theory]
    [InlineData("INT", "-")]
    [InlineData("TERM", "pipe")]
    [InlineData("HUP", "-")]
    public async Task TheFirstSignalActsWhileInputIsAwaited(string signal, string input)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill to send the signal with.");
        ToolRun.Of("train", folder.Write("earlier.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i}.5\n"))), "--target", "y", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string[] files = [.. Directory.EnumerateFileSystemEntries(folder["run"]).Order(StringComparer.Ordinal)];
        byte[] model = File.ReadAllBytes(folder["run/model.safetensors"]);
        using (Process make = Process.Start("mkfifo", [folder["pipe"]]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using Process process = Start("train", input == "-" ? "-" : folder[input], "--target", "y", "--out", folder["run"], "--force");
        try
        {
            while (!File.Exists(folder["run/.lock"]))
            {
                Assert.False(process.HasExited, "It ended before it read anything.");
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            await process.StandardInput.WriteAsync("x,y\n1,2\n");
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            await Task.Delay(100, TestContext.Current.CancellationToken);
            Signal(process, signal);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), "It did not stop.");
            Assert.Equal(ExitCode.Cancelled, process.ExitCode);
            Assert.Equal(files, Directory.EnumerateFileSystemEntries(folder["run"]).Order(StringComparer.Ordinal));
            Assert.Equal(model, File.ReadAllBytes(folder["run/model.safetensors"]));
        }
        finally
        {
            process.Kill();
        }
    }

    // The first signal cannot act while the reader of standard output does not read: all rows come in one part, and most of it waits.
    [Fact]
    public void TheSecondSignalEndsAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill to send the signal with.");
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string[] lines = File.ReadAllLines(ToolRun.Iris);
        File.WriteAllLines(folder["long.csv"], [lines[0], .. Enumerable.Repeat(lines[1..], 20).SelectMany(rows => rows)]);
        using Process process = Start("predict", folder["run"], folder["long.csv"]);
        try
        {
            Assert.Equal('p', process.StandardOutput.Read());
            Signal(process, "TERM");
            Assert.False(process.WaitForExit(TimeSpan.FromSeconds(0.3)), "The first signal ended it.");
            Signal(process, "TERM");
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), "The second signal did not end it.");
            Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }

    // Another program writes one row, reads its answer, and only then writes the next.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryRowIsAnsweredBeforeTheNextIsWritten(bool compressed)
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "40", "--out", folder["run"]).EndsWith(0);
        string[] lines = File.ReadAllLines(ToolRun.Iris)[..60];
        string[] answers = ToolRun.Of("predict", folder["run"], ToolRun.Iris, "--keep", "petal_width").EndsWith(0).Output.Split('\n');
        using Process process = Start("predict", folder["run"], "-", "--keep", "petal_width");
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await using Stream input = compressed ? new System.IO.Compression.GZipStream(process.StandardInput.BaseStream, System.IO.Compression.CompressionLevel.Fastest) : process.StandardInput.BaseStream;
            await Write(input, lines[0]);
            for (int row = 1; row < lines.Length; row++)
            {
                await Write(input, lines[row]);
                if (row == 1)
                {
                    Assert.Equal(answers[0], await process.StandardOutput.ReadLineAsync(limit.Token));
                }

                Assert.Equal(answers[row], await process.StandardOutput.ReadLineAsync(limit.Token));
            }
        }
        finally
        {
            process.Kill();
        }

        async Task Write(Stream input, string line)
        {
            await input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"), limit.Token);
            await input.FlushAsync(limit.Token);
        }
    }
}
