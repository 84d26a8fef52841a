using Microsoft.Win32.SafeHandles;

namespace Descent.Cli;

/// <summary>Standard output, whose faults are distinguished from those of files, or the error stream, whose faults are ignored.</summary>
/// <param name="inner">Where the bytes go; null if the process has no such stream.</param>
/// <param name="isLenient">Whether faults are ignored: if the error stream fails, nobody can be told, and work is not given up for that.</param>
internal sealed class OutputStream(Stream? inner, bool isLenient = false) : OneWayStream
{
    private const int BrokenPipe = 32;

    private bool isBroken;

    public override bool CanWrite => true;

    public static OutputStream OfProcess(bool isOpen)
    {
        if (!isOpen)
        {
            return new(null);
        }

        Stream console = Console.OpenStandardOutput();
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return new(console);
        }

        // The stream of Console ignores that the reader of a pipe has ended, so predicting a large file would continue for nobody.
        // For files it is the right one: it leaves the position where the next process expects it.
        FileStream direct = new(new SafeFileHandle(StandardStreams.Output, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new(direct.CanSeek ? console : direct);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (isBroken)
        {
            return;
        }

        try
        {
            (inner ?? throw new OutputException("it is closed")).Write(buffer);
            inner.Flush();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            isBroken = isLenient ? true
                : throw new OutputException(FileFault.Of("", fault).Reason, fault) { IsReaderGone = fault.HResult == BrokenPipe };
        }
    }
}

internal sealed class OutputException(string reason, Exception? cause = null) : Exception($"Standard output cannot be written: {reason}.", cause)
{
    /// <summary>Whether it is a pipe whose reader has ended, as <c>head</c> does after some lines.</summary>
    public bool IsReaderGone { get; init; }
}
