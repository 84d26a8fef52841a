namespace Descent.Cli;

/// <summary>
/// Bytes that arrive over time, from standard input or a pipe. Another thread waits for them, so that waiting can be canceled: even
/// opening a pipe waits, for a writer.
/// </summary>
/// <param name="open">Opens what is read, at the first read.</param>
/// <param name="cancellation">Ends waiting.</param>
internal sealed class ArrivingStream(Func<Stream> open, CancellationToken cancellation = default) : OneWayStream
{
    private readonly byte[] _block = new byte[1 << 16];
    private ReadOnlyMemory<byte> _rest;
    private Task<int> _reading = Task.FromResult(0);
    private Stream? _inner;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        if (_rest.IsEmpty && !buffer.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            _reading = Task.Run(() => (_inner ??= open()).Read(_block), CancellationToken.None);
            _rest = _block.AsMemory(0, _reading.WaitAsync(cancellation).GetAwaiter().GetResult());
        }

        int count = Math.Min(_rest.Length, buffer.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        // A thread that still waits for bytes would keep the stream from being closed; it ends with the process.
        if (_reading.IsCompleted)
        {
            _inner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
