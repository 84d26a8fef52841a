using Descent.Cli;
using Descent.Formats;
using static Descent.Tests.Cli.ToolProcess;

namespace Descent.Tests.Cli.Runs;

/// <summary>Where --out may lead: never to what the command reads, and for a run never into a folder of something else.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public OutputFileTests()
    {
        File.Copy(ToolRun.Iris, folder["iris.csv"]);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("predict run iris.csv --out iris.csv")]
    [InlineData("predict run link.csv --out iris.csv")]
    [InlineData("predict run iris.csv --out link.csv")]
    [InlineData("predict run iris.csv --out here/iris.csv")]
    [InlineData("predict run iris.csv --out here/run/model.safetensors")]
    [InlineData("predict run/model.safetensors iris.csv --out run/model.safetensors")]
    [InlineData("compare iris.csv --target species --vary epochs=1 --out iris.csv")]
    [InlineData("compare IRIS --target species --vary epochs=1 --test iris.csv --out iris.csv")]
    [InlineData("learning-curve iris.csv --target species --out iris.csv --force")]
    [InlineData("find-learning-rate iris.csv --target species --out iris.csv")]
    [InlineData("train run/history.csv --target loss --out run --force")]
    [InlineData("train iris.csv --target species --test run/history.csv --out here/run --force")]
    public void WhatIsReadIsNotOverwritten(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        File.CreateSymbolicLink(folder["link.csv"], "iris.csv");
        Directory.CreateSymbolicLink(folder["here"], ".");
        Dictionary<string, byte[]> before = Content();
        ToolRun run = ToolRun.Of([.. command.Split(' ').Select(word => word == "IRIS" ? ToolRun.Iris : word.Contains('.', StringComparison.Ordinal) || word.EndsWith("run", StringComparison.Ordinal) ? folder[word] : word)]).EndsWith(ExitCode.Usage);
        Assert.Contains("is read and would be overwritten. Choose another place with --out.", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Content());
    }

    [Fact]
    public void StandardInputIsFollowedToItsFile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system does not say where standard input comes from.");
        (int code, _, string errors) = Shell(folder, "descent predict run - --out iris.csv < iris.csv");
        Assert.Equal((ExitCode.Usage, "error: 'iris.csv' is read and would be overwritten. Choose another place with --out.\n"), (code, errors));
        Assert.Equal(File.ReadAllBytes(ToolRun.Iris), File.ReadAllBytes(folder["iris.csv"]));
    }

    // A folder of a run keeps what else is in it, also the data that is trained on.
    [Fact]
    public void DataInTheFolderOfTheRunStays()
    {
        File.Copy(ToolRun.Iris, folder["run/iris.csv"]);
        ToolRun.Of("train", folder["run/iris.csv"], "--target", "species", "--epochs", "1", "--out", folder["run"], "--force").EndsWith(0);
        ToolRun.Of("predict", folder["run"], folder["run/iris.csv"], "--out", folder["run/predictions.csv"]).EndsWith(0);
        Assert.Equal(File.ReadAllBytes(ToolRun.Iris), File.ReadAllBytes(folder["run/iris.csv"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFolderThatHoldsNoRunIsLeftAlone(bool force)
    {
        foreach (string name in (string[])["other/.new/draft.txt", "other/.ready/draft.txt", "other/report.html", "other/notes.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            folder.Write(name, "the user's own");
        }

        Dictionary<string, byte[]> before = Content();
        ToolRun run = ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--out", folder["other"], .. force ? ["--force"] : Array.Empty<string>()]).EndsWith(ExitCode.Usage);
        Message.IsOneError(run.Errors, $"'{folder["other"]}'", "no run", "--out");
        Assert.Equal(before, Content());
    }

    // A stranger's model.safetensors, and what only bears the names of our folders and lock.
    [Theory]
    [InlineData("model.safetensors")]
    [InlineData(".lock")]
    [InlineData(".new/draft.txt")]
    [InlineData(".ready/model.safetensors")]
    public void WhatOnlyBearsTheNamesOfARunIsLeftAlone(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[$"other/{name}"])!);
        folder.Write($"other/{name}", "the user's own");
        Dictionary<string, byte[]> before = Content();
        string errors = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", folder["other"], "--force").EndsWith(ExitCode.Usage).Errors;
        Assert.Contains("holds no run", errors, StringComparison.Ordinal);
        Assert.Equal(before, Content());

        // Beside a run of ours it is not touched either.
        if (name != "model.safetensors")
        {
            File.Copy(folder["run/model.safetensors"], folder["other/model.safetensors"]);
            before = Content();
            ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", folder["other"], "--force").EndsWith(ExitCode.Usage);
            ToolRun.Of("evaluate", folder["other"], ToolRun.Iris).EndsWith(0);
            Assert.Equal(before, Content());
        }
    }

    [Fact]
    public void AForeignModelIsLeftAlone()
    {
        Directory.CreateDirectory(folder["other"]);
        new SafetensorsFile([]).Save(folder["other/model.safetensors"]);
        Dictionary<string, byte[]> before = Content();
        Assert.Contains("holds no run", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", folder["other"], "--force").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Equal(before, Content());
    }

    [Theory]
    [InlineData("compare --target species --vary epochs=1")]
    [InlineData("learning-curve --target species --epochs 1 --sizes 50 --cv 2")]
    [InlineData("find-learning-rate --target species --steps 10")]
    public void AnExistingFileIsReplacedWithForceOnlyAndNeverARun(string command)
    {
        string chart = folder.Write("chart.svg", "the user's own");
        File.Copy(folder["run/model.safetensors"], folder["copy.svg"]);
        Assert.Equal($"error: '{chart}' exists. Choose another file with --out, or replace it with --force.\n", Out(chart, []).EndsWith(ExitCode.Usage).Errors);
        Assert.Equal("the user's own", File.ReadAllText(chart));
        Dictionary<string, byte[]> before = Content();
        Assert.All(["run/model.safetensors", "copy.svg"], name => Assert.Contains("is a model and would be overwritten", Out(folder[name], ["--force"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal));
        Assert.All(["run/report.html", "run/history.csv", "run/metrics.json"], name => Assert.Contains("belongs to the run in its folder", Out(folder[name], ["--force"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal));
        Assert.Equal(before, Content());
        Out(chart, ["--force"]).EndsWith(0);
        Assert.StartsWith("<", File.ReadAllText(chart), StringComparison.Ordinal);

        ToolRun Out(string path, string[] more) => ToolRun.Of([.. command.Split(' ')[..1], ToolRun.Iris, .. command.Split(' ')[1..], "--out", path, .. more]);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("report.html")]
    [InlineData("history.csv")]
    [InlineData("metrics.json")]
    public void PredictionsNeverReplaceFilesOfARun(string name)
    {
        Directory.Move(folder["run"], folder["other"]);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        Dictionary<string, byte[]> before = Content();
        Assert.All(["run", "other"], run => ToolRun.Of("predict", folder["other"], ToolRun.Iris, "--out", folder[$"{run}/{name}"]).EndsWith(ExitCode.Usage));
        Assert.Equal(before, Content());
    }

    // The model was deleted to save space, or moved: what is left is still nothing but a run.
    [Fact]
    public void ARunWithoutItsModelMayBeReplaced()
    {
        File.Delete(folder["run/model.safetensors"]);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(ExitCode.Usage);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"], "--force").EndsWith(0);
    }

    [Fact]
    public void EmptyNamesAreSaidInWordsOfWhatIsMissing()
    {
        foreach (string[] command in (string[][])[["predict", folder["run"], ToolRun.Iris], ["compare", ToolRun.Iris, "--target", "species", "--vary", "epochs=1"], ["learning-curve", ToolRun.Iris, "--target", "species"], ["find-learning-rate", ToolRun.Iris, "--target", "species"]])
        {
            Message.IsOneError(ToolRun.Of([.. command, "--out", ""]).EndsWith(ExitCode.Usage).Errors, "--out", "empty");
        }

        Assert.All(["predict", "evaluate"], verb => Message.IsOneError(ToolRun.Of(verb, "", ToolRun.Iris).EndsWith(ExitCode.Usage).Errors, "model", "empty"));
    }

    private Dictionary<string, byte[]> Content() => Directory.EnumerateFiles(folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).ToDictionary(path => path, File.ReadAllBytes);
}
