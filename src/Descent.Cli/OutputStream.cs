using Microsoft.Win32.SafeHandles;

namespace Descent.Cli;

/// <summary>Standard output; what it refuses is told apart from faults of files.</summary>
internal sealed class OutputStream(Stream inner) : Stream
{
    private const int StandardOutput = 1, BrokenPipe = 32;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>That of this process.</summary>
    public static OutputStream OfProcess()
    {
        Stream console = Console.OpenStandardOutput();
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return new(console);
        }

        // The console's own stream passes over a reader that is gone, so that predicting a large file would go on for nobody.
        // For files it is the right one: it leaves the position where the next process that writes looks for it.
        FileStream direct = new(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new(direct.CanSeek ? console : direct);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
            inner.Flush();
        }
        catch (IOException fault)
        {
            throw new OutputException(fault, isClosed: fault.HResult == BrokenPipe);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Standard output cannot be written.</summary>
/// <param name="cause">What the system says.</param>
/// <param name="isClosed">Whether it is a pipe whose reader has ended, as head does when it has seen enough.</param>
internal sealed class OutputException(Exception cause, bool isClosed) : Exception($"Standard output cannot be written: {cause.Message}", cause)
{
    /// <summary>Whether it is a pipe whose reader has ended.</summary>
    public bool IsClosed => isClosed;
}
