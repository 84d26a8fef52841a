using Descent.Cli;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Formats;

namespace Descent.Tests.Cli.Runs;

public sealed class RunReplacementTests : IDisposable
{
    private static readonly string[] s_names = ["history.csv", "metrics.json", "model.safetensors", "report.html"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Run => folder["run"];

    private string[] Entries => [.. Directory.EnumerateFileSystemEntries(Run).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private void WriteOldRun()
    {
        Directory.CreateDirectory(Run);
        foreach (string name in s_names)
        {
            Write(Path.Combine(Run, name), "old");
        }

        File.WriteAllText(Path.Combine(Run, "notes.txt"), "the user's own");
    }

    private void WriteNewFiles(string place)
    {
        Directory.CreateDirectory(Path.Combine(Run, place));
        foreach (string name in s_names)
        {
            Write(Path.Combine(Run, place, name), "new");
        }

        File.WriteAllText(Path.Combine(Run, place, ".descent"), "");
    }

    private void AssertWhole(string version)
    {
        Assert.Equal([.. s_names[..3], "notes.txt", s_names[3]], Entries);
        Assert.All(s_names, name => Assert.Equal(version, VersionOf(Path.Combine(Run, name))));
    }

    // A run is known by its model, of which the header is enough.
    private static void Write(string path, string version)
    {
        if (Path.GetFileName(path) == RunFiles.ModelName)
        {
            new SafetensorsFile([], [new("descent.network", version)]).Save(path);
        }
        else
        {
            File.WriteAllText(path, version);
        }
    }

    private static string VersionOf(string path) => Path.GetFileName(path) == RunFiles.ModelName ? SafetensorsFile.Load(path).Metadata["descent.network"] : File.ReadAllText(path);

    // What a process leaves that is killed after so many of its steps; each is one call of the system.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void OpeningTheRunFinishesAKilledReplacement(int steps)
    {
        WriteOldRun();
        WriteNewFiles(".ready");
        File.WriteAllText(Path.Combine(Run, ".lock"), "");
        string[] order = ["report.html", "metrics.json", "history.csv"];
        foreach (string name in order.Take(steps))
        {
            File.Delete(Path.Combine(Run, name));
        }

        foreach (string name in s_names.Order(StringComparer.Ordinal).OrderBy(name => name != RunFiles.ModelName).Take(steps - order.Length))
        {
            File.Move(Path.Combine(Run, ".ready", name), Path.Combine(Run, name), overwrite: true);
        }

        // Before anything of ours looks at it: a model, and no report of another one.
        string model = VersionOf(Path.Combine(Run, RunFiles.ModelName));
        Assert.All(s_names.Where(name => steps >= order.Length && File.Exists(Path.Combine(Run, name))), name => Assert.Equal(model, VersionOf(Path.Combine(Run, name))));
        if (steps < 4)
        {
            Assert.Equal("new", VersionOf(RunFiles.ModelAt(Run)));
        }

        RunFolder.Recover(Run);
        AssertWhole("new");
    }

    [Fact]
    public void AKilledTrainingLeavesTheOldRun()
    {
        WriteOldRun();
        WriteNewFiles(".new");
        Assert.Equal("old", VersionOf(RunFiles.ModelAt(Run)));
        using (RunFolder.Take(Run, force: true))
        {
            Assert.Equal([".descent"], Directory.EnumerateFileSystemEntries(Path.Combine(Run, ".new")).Select(Path.GetFileName));
        }

        AssertWhole("old");
    }

    // A model alone is a run too: what else the old one had would tell of another model.
    [Fact]
    public void FilesThatTheNewRunLacksGo()
    {
        WriteOldRun();
        using (RunFolder held = RunFolder.Take(Run, force: true))
        {
            Write(Path.Combine(held.Stage, RunFiles.ModelName), "new");
            held.Replace();
        }

        Assert.Equal(["model.safetensors", "notes.txt"], Entries);
        Assert.Equal("new", VersionOf(RunFiles.ModelAt(Run)));
    }

    [Fact]
    public void WhatWasMadeForNothingGoes()
    {
        string deep = folder["a/b/c"];
        RunFolder.Take(deep, force: false).Dispose();
        Assert.False(Directory.Exists(folder["a"]));
        ToolRun.Of("train", folder["nowhere.csv"], "--target", "y", "--out", deep).EndsWith(ExitCode.Usage);
        Assert.False(Directory.Exists(folder["a"]));
    }

    // Only the leavings of a killed process are in it: no run that --force would replace.
    [Fact]
    public void AFolderThatAKilledProcessLeftIsEmpty()
    {
        WriteOldRun();
        Assert.Contains("not empty", Assert.Throws<UsageException>(() => RunFolder.Take(Run, force: false)).Message, StringComparison.Ordinal);
        Directory.Delete(Run, recursive: true);
        WriteNewFiles(".new");
        File.WriteAllText(Path.Combine(Run, ".lock"), "");
        RunFolder.Take(Run, force: false).Dispose();
    }

    [Fact]
    public void OutIsCheckedBeforeTheDataIsRead()
    {
        string file = folder.Write("file", "");
        foreach (string[] command in (string[][])[["train", "-", "--target", "y", "--out", file], ["compare", "-", "--target", "y", "--vary", "epochs=1,2", "--out", folder["none/page.html"]], ["find-learning-rate", "-", "--target", "y", "--out", folder["none/rates.svg"]], ["learning-curve", "-", "--target", "y", "--out", folder["none/curve.html"]], ["predict", folder["nomodel"], "-", "--out", folder["none/predictions.csv"]]])
        {
            ToolRun run = ToolRun.Of(command).EndsWith(ExitCode.Usage);
            Assert.Contains(command[^1], run.Errors, StringComparison.Ordinal);
        }
    }

    // Ctrl-C in the first epoch: weights of no epoch do not take the place of a run.
    [Fact]
    public void CancellingBeforeTheFirstEpochKeepsTheOldRun()
    {
        WriteOldRun();
        using CancellationTokenSource source = new();
        StringWriter errors = new CancellingWriter(source, "batch size");
        Assert.Equal(ExitCode.Cancelled, RunTool(errors, source.Token, "train", ToolRun.Iris, "--target", "species", "--out", Run, "--force", "--batch-size", "8"));
        Assert.EndsWith("error: Cancelled; nothing was saved.\n", errors.ToString(), StringComparison.Ordinal);
        AssertWhole("old");
    }

    [Fact]
    public void CancellingActsWhileAFileIsRead()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Equal(ExitCode.Cancelled, RunTool(new StringWriter(), source.Token, "inspect", ToolRun.Iris));
    }

    // The page is lost, the answer is not.
    [Theory]
    [InlineData("compare", "--vary", "layers=none,4")]
    [InlineData("find-learning-rate", "--steps", "10")]
    [InlineData("learning-curve", "--sizes", "50,100")]
    public void APageThatCannotBeWrittenCostsNotTheAnswer(string verb, string option, string value)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /dev/full.");
        string[] command = [verb, ToolRun.Iris, "--target", "species", "--epochs", "2", option, value];
        ToolRun refused = ToolRun.Of([.. command, "--out", "/dev/full"]).EndsWith(ExitCode.Usage);
        Assert.Contains("/dev/full", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(Words(ToolRun.Of(command).EndsWith(ExitCode.Ok)), Words(refused));

        // Without the numbers, among which are seconds.
        static IEnumerable<string> Words(ToolRun run) => run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsLetter(word[0]));
    }

    private static int RunTool(StringWriter errors, CancellationToken cancellation, params string[] arguments) =>
        Tool.Run(arguments, new ToolContext(new Screen(new StringWriter(), TerminalInfo.None), new Screen(errors, TerminalInfo.None), () => Stream.Null, cancellation));

    /// <summary>Cancels as soon as something is said.</summary>
    private sealed class CancellingWriter(CancellationTokenSource source, string said) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(said, StringComparison.Ordinal) == true)
            {
                source.Cancel();
            }
        }
    }
}
