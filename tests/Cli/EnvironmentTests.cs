using System.Diagnostics;
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
