using Descent.Cli.Verbs;
using Descent.Data;
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
        if (!FileKind.IsStream(path))
        {
            RequireNoModel(path);
        }
    }

    /// <summary>The same, and an existing file is replaced only on request.</summary>
    /// <param name="path">The value of --out; null where no file is wanted.</param>
    /// <param name="force">Whether --force is given.</param>
    /// <param name="inputs">What the command reads; null for what is not given.</param>
    public static void RequireNew(string? path, bool force, params ReadOnlySpan<string?> inputs)
    {
        if (path is null)
        {
            return;
        }

        Require(path, inputs);
        if (!force && File.Exists(path) && !FileKind.IsStream(path))
        {
            throw new UsageException($"'{path}' exists. Choose another file with --out, or replace it with --force.");
        }
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

    // What may have taken hours is never the price of a chart or of predictions.
    private static void RequireNoModel(string path)
    {
        try
        {
            string? model = Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder ? Path.Combine(folder, RunFiles.ModelName) : null;
            if (File.Exists(path) && ModelFile.IsSafetensors(path))
            {
                throw new UsageException($"'{path}' is a model and would be overwritten. Choose another place with --out.");
            }

            if (RunFiles.Names.Contains(Path.GetFileName(path)) && File.Exists(model) && ModelFile.IsModel(model))
            {
                throw new UsageException($"'{path}' belongs to the run in its folder. Choose another name with --out.");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be written: {FileFault.Of(path, fault).Reason}. Choose another place with --out.", fault);
        }
    }
}
