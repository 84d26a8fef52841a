using Descent.Data;
using Microsoft.Win32.SafeHandles;

namespace Descent.Cli;

/// <summary>Standard output; what it refuses is told apart from faults of files.</summary>
/// <param name="inner">Where the bytes go; null if standard output is closed.</param>
internal sealed class OutputStream(Stream? inner) : OneWayStream
{
    private const int BrokenPipe = 32;

    public override bool CanWrite => true;

    /// <summary>That of this process.</summary>
    /// <param name="isOpen">Whether it has one.</param>
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

        // The console's own stream passes over a reader that is gone, so that predicting a large file would go on for nobody.
        // For files it is the right one: it leaves the position where the next process that writes looks for it.
        FileStream direct = new(new SafeFileHandle(StandardStreams.Output, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new(direct.CanSeek ? console : direct);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            (inner ?? throw new OutputException("it is closed")).Write(buffer);
            inner.Flush();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(FileFault.Of("", fault).Reason, fault) { IsReaderGone = fault.HResult == BrokenPipe };
        }
    }
}

/// <summary>Standard output cannot be written.</summary>
/// <param name="reason">Why.</param>
/// <param name="cause">What the system says.</param>
internal sealed class OutputException(string reason, Exception? cause = null) : Exception($"Standard output cannot be written: {reason}.", cause)
{
    /// <summary>Whether it is a pipe whose reader has ended, as head does when it has seen enough.</summary>
    public bool IsReaderGone { get; init; }
}
