using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Descent.Cli;

namespace Descent.Tests.Cli;

/// <summary>What the environment asks for and cannot be is a fault of use, told in words.</summary>
public class EnvironmentTests
{
    [Fact]
    public void AWidthSaidByTheEnvironmentCountsInAPipe()
    {
        ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll"), "explain", "choosing-a-loss"]) { RedirectStandardOutput = true };
        start.Environment["COLUMNS"] = "60";
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        Assert.DoesNotContain(lines, line => line.Contains('\e', StringComparison.Ordinal));
    }

    // A program that calls the tool may have a culture with a comma in numbers; it keeps it.
    [Theory]
    [InlineData("demo regression --rows 50 --noise 0.25")]
    [InlineData("demo overfitting")]
    [InlineData("train IRIS --target species --cv 3 --epochs 30 --clip 0.5 --min-delta 0.001 --until loss=0.05")]
    [InlineData("compare IRIS --target species --vary layers=4,none --seeds 2 --epochs 5 --quiet")]
    [InlineData("learning-curve IRIS --target petal_length --threads 1 --sizes 30,100 --cv 2 --epochs 5")]
    [InlineData("find-learning-rate IRIS --target species --steps 20")]
    [InlineData("inspect IRIS --target petal_length")]
    public void TheCultureOfTheProgramDoesNotMatter(string command)
    {
        string[] arguments = [.. command.Split(' ').Select(word => word == "IRIS" ? ToolRun.Iris : word)];
        ToolRun expected = Untimed(ToolRun.Of(arguments).EndsWith(ExitCode.Ok));
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        Thread thread = Thread.CurrentThread;
        CultureInfo before = thread.CurrentCulture;
        thread.CurrentCulture = comma;
        try
        {
            Assert.Equal(expected, Untimed(ToolRun.Of(arguments)));
            Assert.Same(comma, thread.CurrentCulture);
        }
        finally
        {
            thread.CurrentCulture = before;
        }
    }

    // A time with a comma would stay, and be seen.
    private static ToolRun Untimed(ToolRun run) => run with { Output = Untimed(run.Output), Errors = Untimed(run.Errors) };

    private static string Untimed(string text) => Regex.Replace(text, @"\d+\.\d+ s\b", "T s", RegexOptions.None, Regex.InfiniteMatchTimeout);

    [Fact]
    public void AWidthOfRegistersThatIsNone()
    {
        ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll"), "list", "loss"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DESCENT_LANE_BITS"] = "64";
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(ExitCode.Usage, process.ExitCode);
        Assert.Contains("DESCENT_LANE_BITS must be 128, 256 or 512, but is '64'.", errors, StringComparison.Ordinal);
    }
}
