using System.Diagnostics;

namespace Descent.Tests.Repository;

/// <summary>Runs <c>dotnet</c> with arguments in a folder and waits for its end.</summary>
internal static class DotnetCommand
{
    public sealed record Result(int ExitCode, string Output, string Errors);

    public static async Task<Result> Run(string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A build node that stays would hold our pipes, and a test run would wait for it.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation), errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new Result(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
