namespace Descent.Cli.Runs;

/// <summary>Checks the file of --out before the work.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a file that cannot be written, and one that the command reads, because writing would destroy it.</summary>
    public static void Require(string path, params ReadOnlySpan<string?> inputs)
    {
        UsageException.ThrowIf(string.IsNullOrWhiteSpace(path), "--out needs the name of a file, but it is empty.");

        if (StandardStreams.NumberOf(path) is { } number && !StandardStreams.IsOpen(number))
        {
            throw new UsageException($"--out '{path}' is closed. Name a file, a pipe or a device.");
        }

        // A stream is written to, not replaced; a terminal may be input and output.
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

    /// <summary>Also refuses an existing file, unless it may be replaced.</summary>
    public static void RequireNew(string? path, bool force, params ReadOnlySpan<string?> inputs)
    {
        if (path is null)
        {
            return;
        }

        Require(path, inputs);
        UsageException.ThrowIf(!force && File.Exists(path) && !FileKind.IsStream(path), $"'{path}' exists. Choose another file with --out, or replace it with --force.");
    }

    /// <summary>The same for the file of another option than --out.</summary>
    public static void RequireNew(Option option, string path, bool force, params ReadOnlySpan<string?> inputs)
    {
        try
        {
            RequireNew(path, force, inputs);
        }
        catch (UsageException fault)
        {
            throw new UsageException(fault.Message.Replace("--out", option.Name, StringComparison.Ordinal), fault);
        }
    }

    /// <summary>Refuses a file that is read and would be replaced.</summary>
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

    // A model may have taken hours, so it is never replaced by a chart or by predictions.
    private static void RequireNoModel(string path) => UsageException.Checked(
        () =>
        {
            string? model = Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder ? Path.Combine(folder, RunFiles.ModelName) : null;
            UsageException.ThrowIf(File.Exists(path) && ModelFile.IsSafetensors(path), $"'{path}' is a model and would be overwritten. Choose another place with --out.");
            UsageException.ThrowIf(RunFiles.Names.Contains(Path.GetFileName(path)) && File.Exists(model) && ModelFile.IsModel(model), $"'{path}' belongs to the run in its folder. Choose another name with --out.");
        },
        fault => fault is IOException or UnauthorizedAccessException ? $"'{path}' cannot be written: {FileFault.Of(path, fault).Reason}. Choose another place with --out." : null);
}
