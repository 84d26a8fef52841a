using System.Diagnostics;
using System.Globalization;

namespace Descent.Tests.Cli;

/// <summary>The tool in processes of its own.</summary>
internal static class ToolProcess
{
    private static string Tool { get; } = Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll");

    public static Process Start(params string[] arguments) => Process.Start(StartInfo(arguments))!;

    // A job that a script runs in the background ignores SIGINT, as the tool then would, which inherits that.
    private static string[] Launcher { get; } = IgnoresInterrupts() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];

    public static ProcessStartInfo StartInfo(params string[] arguments) =>
        new(Launcher[0], [.. Launcher[1..], "exec", Tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

    /// <summary>Runs commands of bash in a folder; there the tool is called descent.</summary>
    public static (int Code, string Output, string Errors) Shell(TemporaryFolder folder, string commands)
    {
        ProcessStartInfo start = new("bash", ["-c", $"descent() {{ dotnet exec '{Tool}' \"$@\"; }}\n{commands}"]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder.Path };
        using Process process = Process.Start(start)!;
        Task<string> output = Apart(process.StandardOutput.ReadToEnd);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors);
    }

    // proc(5): a bit for each signal, the first one being the lowest.
    private static bool IgnoresInterrupts()
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        const int Interrupt = 2;
        return File.Exists(Status) && (ulong.Parse(File.ReadLines(Status).First(line => line.StartsWith(Ignored, StringComparison.Ordinal))[Ignored.Length..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
    }

    public static void Signal(Process process, string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    // On a thread of its own: asynchronous reads wait for the pool, whose threads other tests may hold while the pipe fills up.
    public static Task<string> Apart(Func<string> read) => Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task Apart(Action read) => Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
