namespace Descent.Cli.Verbs;

/// <summary>Opens tables so that Ctrl-C takes effect while they are read, or waited for.</summary>
internal static class TableInput
{
    /// <summary>A path of standard input, which the system resolves to the redirected file.</summary>
    public const string StandardPath = "/dev/stdin";

    /// <summary>Whether a path means standard input.</summary>
    public static bool IsStandard(string path) => path == "-" || StandardStreams.NumberOf(path) == StandardStreams.Input;

    /// <summary>The stream of a path, and its name in messages; null if the path cannot be opened, which the reader of the table reports better.</summary>
    public static (Stream Stream, string Source)? Open(Call call, string path)
    {
        if (IsStandard(path))
        {
            return (new ArrivingStream(call.OpenInput, call.Cancellation), "standard input");
        }

        if (FileKind.IsStream(path))
        {
            return (new ArrivingStream(() => File.OpenRead(path), call.Cancellation), Path.GetFileName(path));
        }

        try
        {
            return File.Exists(path) ? (new CancellableFile(path, call.Cancellation), Path.GetFileName(path)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A file of known length, so that a table too large for the memory is refused before it is read.</summary>
    private sealed class CancellableFile(string path, CancellationToken cancellation) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
    {
        // For a class derived from FileStream, reading into a span calls this method, too.
        public override int Read(byte[] buffer, int offset, int count)
        {
            cancellation.ThrowIfCancellationRequested();
            return base.Read(buffer, offset, count);
        }
    }
}
