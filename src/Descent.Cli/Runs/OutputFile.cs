using Descent.Cli.Verbs;
using Descent.Data.Tables;
using Descent.Formats;

namespace Descent.Cli.Runs;

/// <summary>A file that --out names, looked at before the work.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a place that cannot be written, and one that the command reads: writing would destroy it.</summary>
    /// <param name="path">The value of --out.</param>
    /// <param name="inputs">What the command reads; null for what is not given.</param>
    public static void Require(string path, params ReadOnlySpan<string?> inputs)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new UsageException("--out needs the name of a file, but it is empty.");
        }

        if (StandardStreams.NumberOf(path) is { } number && !StandardStreams.IsOpen(number))
        {
            throw new UsageException($"--out '{path}' is closed. Name a file, a pipe or a device.");
        }

        // A stream is written into, not replaced; a terminal may be both ends.
        if (!FileKind.IsStream(path))
        {
            RequireNoInput(path, inputs);
        }

        AtomicFile.EnsureWritable(path);
    }

    /// <summary>Refuses a file that would be replaced and is read as well.</summary>
    public static void RequireNoInput(string path, params ReadOnlySpan<string?> inputs)
    {
        foreach (string? input in inputs)
        {
            if (input is { Length: > 0 } && FileKind.AreSame(path, TableInput.IsStandard(input) ? TableInput.StandardPath : input))
            {
                throw new UsageException($"'{path}' is read and would be overwritten. Choose another place with --out.");
            }
        }
    }
}
