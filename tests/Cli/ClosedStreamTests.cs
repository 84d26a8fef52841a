using System.Text.Json;
using Descent.Cli;
using Descent.Formats;
using static Descent.Tests.Cli.ToolProcess;

namespace Descent.Tests.Cli;

/// <summary>Standard streams that are closed, as some services and schedulers start a process. What it opens takes their numbers.</summary>
public sealed class ClosedStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("descent --help >&-", ExitCode.Internal, "Standard output", "closed")]
    [InlineData("descent list --json >&-", ExitCode.Internal, "Standard output", "closed")]
    [InlineData("descent list --json 1</dev/null", ExitCode.Internal, "Standard output", "closed")]
    [InlineData("descent list 2>&-", ExitCode.Ok)]
    [InlineData("descent list 2</dev/null", ExitCode.Ok)]
    [InlineData("descent trian <&- >&- 2>&-", ExitCode.Usage)]
    [InlineData("descent inspect nowhere.csv >&-", ExitCode.Usage, "nowhere.csv", "does not exist")]
    public void ClosedOutputsAreSaidWhereTheyCanBe(string command, int code, params string[] mentioned)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        (int actual, _, string errors) = Shell(folder, command);
        Assert.Equal(code, actual);
        Message.IsOneError(errors, mentioned);
    }

    [Fact]
    public void VerbsThatReadClosedInputSaySo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string[] commands = ["predict run -", "predict run /dev/stdin", "train - --target y --out new", $"train '{ToolRun.Iris}' --target species --test - --out new"];
        (_, string codes, string errors) = Shell(folder, string.Concat(commands.Select(command => $"timeout 60 dotnet exec '{Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll")}' {command} <&-; echo $?\n")));
        Assert.Equal(string.Concat(Enumerable.Repeat("2\n", commands.Length)), codes);
        string[] lines = errors.TrimEnd().Split('\n');
        Assert.Equal(commands.Length, lines.Length);
        Assert.All(lines, line => Message.Mentions(line, "error: ", "Standard input", "closed"));
    }

    // What is said must not land in a file that has the number of a closed stream.
    [Theory]
    [InlineData(">&-", ExitCode.Internal)]
    [InlineData("<&- >&- 2>&-", ExitCode.Internal)]
    public void ClosedStreamsSpoilNoFile(string closed, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        File.Copy(ToolRun.Iris, folder["iris.csv"]);
        (int trained, _, _) = Shell(folder, $"descent train iris.csv --target species --epochs 2 --out run {closed}");
        Assert.Equal(code, trained);
        Assert.Equal(File.ReadAllBytes(ToolRun.Iris), File.ReadAllBytes(folder["iris.csv"]));
        // The checksum of the whole file is read along.
        Assert.Equal(3, ModelFile.Load(folder["run/model.safetensors"]).Model.Outputs);
        Assert.Equal("multiclass", JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"])).RootElement.GetProperty("task").GetString());
        Assert.Equal(3, File.ReadAllLines(folder["run/history.csv"]).Length);
        Assert.EndsWith("</html>", File.ReadAllText(folder["run/report.html"]).TrimEnd(), StringComparison.Ordinal);

        (int predicted, _, _) = Shell(folder, $"descent predict run iris.csv --out predictions.csv {closed}");
        Assert.Equal(ExitCode.Ok, predicted);
        Assert.Equal(151, File.ReadAllLines(folder["predictions.csv"]).Length);
    }

    // The paths lead to whatever took the numbers.
    [Theory]
    [InlineData("descent predict run iris.csv --out /dev/fd/1 >&-", ExitCode.Internal, "Standard output", "closed")]
    [InlineData("descent find-learning-rate iris.csv --target species --out /dev/stdout >&-", ExitCode.Usage, "--out '/dev/stdout'", "closed")]
    public void PathsOfClosedStreamsAreNotOpened(string command, int code, params string[] mentioned)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names of devices differ.");
        File.Copy(ToolRun.Iris, folder["iris.csv"]);
        ToolRun.Of("train", folder["iris.csv"], "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        (int actual, _, string errors) = Shell(folder, command);
        Assert.Equal(code, actual);
        Message.IsOneError(errors, mentioned);
    }
}
