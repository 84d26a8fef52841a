namespace Descent.Playground;

/// <summary>What all tabs share: the tables, and the cores.</summary>
internal sealed class SharedState : IDisposable
{
    private readonly SemaphoreSlim turns;
    private readonly SemaphoreSlim computation = new(1);
    private readonly CancellationTokenSource stop = new();
    private int sessions;

    public SharedState(PlaygroundOptions options)
    {
        Options = options;
        turns = new SemaphoreSlim(Math.Max(1, options.TurnLimit));
        if (options.Table is { } table)
        {
            InitialTable = Tables.Add(table, table.Source, "given");
        }

        if (options.Recording is { } recording)
        {
            Recorded = TrainingSetup.Of(recording, options.RecordingName);
        }
    }

    public PlaygroundOptions Options { get; }

    public TableStore Tables { get; } = new();

    /// <summary>The table with which the page begins.</summary>
    public TableDocument? InitialTable { get; }

    /// <summary>The recording with which the page begins.</summary>
    public TrainingSetup? Recorded { get; }

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
    public Task Turn(Action work, CancellationToken cancellation) => After(turns, work, cancellation);

    /// <summary>Does work that may take some seconds, such as the experiment of a lesson: one at a time, so that the tabs keep their turns.</summary>
    public Task Compute(Action work, CancellationToken cancellation) => After(computation, work, cancellation);

    private static async Task After(SemaphoreSlim gate, Action work, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
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
        computation.Dispose();
        stop.Dispose();
    }
}
