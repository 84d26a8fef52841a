namespace Descent.Cli;

/// <summary>
/// Bytes that arrive over time, from standard input or a pipe. Another thread waits for them, so that waiting can be canceled: even
/// opening a pipe waits, for a writer.
/// </summary>
/// <param name="open">Opens what is read, at the first read.</param>
/// <param name="cancellation">Ends waiting.</param>
internal sealed class ArrivingStream(Func<Stream> open, CancellationToken cancellation = default) : OneWayStream
{
    private readonly byte[] block = new byte[1 << 16];
    private ReadOnlyMemory<byte> rest;
    private Task<int> reading = Task.FromResult(0);
    private Stream? inner;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        if (rest.IsEmpty && !buffer.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            reading = Task.Run(() => (inner ??= open()).Read(block), CancellationToken.None);
            rest = block.AsMemory(0, reading.WaitAsync(cancellation).GetAwaiter().GetResult());
        }

        int count = Math.Min(rest.Length, buffer.Length);
        rest.Span[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        // A thread that still waits for bytes would keep the stream from being closed; it ends with the process.
        if (reading.IsCompleted)
        {
            inner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
