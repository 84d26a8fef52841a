namespace Descent.Playground;

/// <summary>What all tabs share: the tables, and the cores.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly SemaphoreSlim turns;
    private readonly CancellationTokenSource stop = new();
    private int sessions;

    public Workshop(PlaygroundOptions options)
    {
        Options = options;
        turns = new SemaphoreSlim(Math.Max(1, options.TurnLimit));
        if (options.Table is { } table)
        {
            Begin = Tables.Add(table, table.Source, "given");
        }
    }

    public PlaygroundOptions Options { get; }

    public TableStore Tables { get; } = new();

    /// <summary>The table with which the page begins.</summary>
    public TableDocument? Begin { get; }

    public CancellationToken Stopping => stop.Token;

    /// <summary>The number of connected tabs.</summary>
    public int Sessions => Volatile.Read(ref sessions);

    /// <summary>Counts a new tab, unless there are too many.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref sessions) <= Options.SessionLimit)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref sessions);

    /// <summary>Does some work when it is the tab's turn. Tabs get their turns in the order in which they ask, so each gets its share of the cores.</summary>
    public async Task Turn(Action work, CancellationToken cancellation)
    {
        await turns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
        }

        if (OperatingSystem.IsBrowser())
        {
            // Where there is one thread, what the page sends arrives only while nothing else is to be done.
            await Task.Delay(1, cancellation).ConfigureAwait(false);
        }
    }

    public void Stop() => stop.Cancel();

    public void Dispose()
    {
        turns.Dispose();
        stop.Dispose();
    }
}
