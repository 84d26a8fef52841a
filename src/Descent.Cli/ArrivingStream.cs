using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Descent.Cli;

/// <summary>
/// Bytes that come when they come, from standard input or a pipe. They are read on a thread of their own, so that waiting for
/// them can be cancelled: even the opening of a pipe waits, for a writer.
/// </summary>
internal sealed class ArrivingStream : OneWayStream
{
    private const int BlockSize = 1 << 16, BlocksAhead = 4;

    private readonly BlockingCollection<byte[]> _blocks = new(BlocksAhead);
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _closed = new();
    private ReadOnlyMemory<byte> _block;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Begins to read.</summary>
    /// <param name="open">Opens what is read; it is disposed at its end.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public ArrivingStream(Func<Stream> open, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        new Thread(() => Pump(open)) { IsBackground = true, Name = "input" }.Start();
    }

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        if (_block.IsEmpty && !buffer.IsEmpty && !TryTake())
        {
            _fault?.Throw();
            return 0;
        }

        int count = Math.Min(_block.Length, buffer.Length);
        _block.Span[..count].CopyTo(buffer);
        _block = _block[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        // The thread may wait for bytes that never come; it ends with the process.
        _closed.Cancel();
        base.Dispose(disposing);
    }

    private bool TryTake()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!_blocks.TryTake(out byte[]? block, Timeout.Infinite, _cancellation))
        {
            return false;
        }

        _block = block;
        return true;
    }

    private void Pump(Func<Stream> open)
    {
        try
        {
            using Stream inner = open();
            byte[] buffer = new byte[BlockSize];
            while (inner.Read(buffer) is > 0 and var count)
            {
                _blocks.Add(buffer[..count], _closed.Token);
            }
        }
        catch (Exception fault)
        {
            // Told by whoever reads; nobody does after the stream was disposed.
            _fault = ExceptionDispatchInfo.Capture(fault);
        }
        finally
        {
            _blocks.CompleteAdding();
        }
    }
}
