using System.Threading.Channels;

namespace Descent.Cluster;

/// <summary>A job for whose end a thread of this process waits.</summary>
internal sealed class WaitingJob(JobTicket ticket)
{
    private readonly Channel<byte[]> epochs = Channel.CreateUnbounded<byte[]>();
    private readonly Lock gate = new();
    private JobEnd? end;
    private int last;
    private bool isClosed;

    public JobTicket Ticket => ticket;

    /// <summary>Ends the job; only the first end counts.</summary>
    public void Complete(JobEnd with) => Close(with, null);

    /// <summary>Ends the job by an exception in the thread that waits.</summary>
    public void Fail(Exception with) => Close(null, with);

    /// <summary>Takes an epoch, if it is the next one; a job that began again on another worker sends the first ones again.</summary>
    /// <returns>Whether the job is still wanted.</returns>
    public bool Follow(int epoch, byte[] report)
    {
        lock (gate)
        {
            if (epoch == last + 1 && epochs.Writer.TryWrite(report))
            {
                last = epoch;
            }

            return !isClosed;
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <param name="onEpoch">Receives each epoch of a followed job; an exception of it is passed on.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public JobEnd Wait(Action<byte[]> onEpoch, CancellationToken cancellation)
    {
        while (epochs.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
        {
            while (epochs.Reader.TryRead(out byte[]? epoch))
            {
                onEpoch(epoch);
            }
        }

        return end!;
    }

    private void Close(JobEnd? with, Exception? exception)
    {
        lock (gate)
        {
            if (!isClosed)
            {
                (end, isClosed) = (with, true);
                epochs.Writer.TryComplete(exception);
            }
        }
    }
}
