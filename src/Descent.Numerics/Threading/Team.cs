using System.Runtime.ExceptionServices;

namespace Descent.Numerics;

/// <summary>Work that the members of a <see cref="Team"/> do together.</summary>
public interface ITeamWork
{
    /// <summary>Does one member's share.</summary>
    /// <param name="member">The index of the member, 0 … members − 1.</param>
    /// <param name="members">The number of members.</param>
    void Execute(int member, int members);
}

/// <summary>
/// A few threads that do many short pieces of work together. The caller is member 0; a piece of work ends when all members are done.
/// </summary>
/// <remarks>
/// Waiting members spin for some ten microseconds, then yield, then sleep until they are called: short steps cost a fraction of a
/// microsecond, and an idle team costs nothing. Which member does which share depends only on its index, never on timing.
/// </remarks>
public sealed class Team : IDisposable
{
    private const int Spins = 2_000, Yields = 200;

    private readonly Thread[] threads;
    private readonly SemaphoreSlim[] calls;
    private readonly int[] asleep;
    private ITeamWork? work;
    private Exception? failure;
    private int round, pending;
    private bool stopped;

    /// <summary>Starts the threads.</summary>
    /// <param name="members">The number of members, including the caller; at least 1.</param>
    public Team(int members)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        Members = members;
        threads = new Thread[members - 1];
        calls = new SemaphoreSlim[members - 1];
        asleep = new int[members - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            int index = i;
            calls[i] = new SemaphoreSlim(0);
            threads[i] = new Thread(() => Serve(index)) { IsBackground = true, Name = $"Descent {i + 1}" };
            threads[i].Start();
        }
    }

    /// <summary>The number of members.</summary>
    public int Members { get; }

    /// <summary>Runs the work on all members and returns when every share is done. An exception of a share is rethrown unchanged, that
    /// of the caller's share first.</summary>
    /// <param name="work">The work.</param>
    /// <exception cref="ObjectDisposedException">If the team has been disposed.</exception>
    public void Run(ITeamWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(stopped, this);
        if (threads.Length == 0)
        {
            work.Execute(0, 1);
            return;
        }

        this.work = work;

        // If the caller's own share failed in an earlier round, another failure of that round was never reported; it does not belong to
        // this round.
        failure = null;
        Volatile.Write(ref pending, threads.Length);
        Interlocked.Increment(ref round);
        for (int i = 0; i < threads.Length; i++)
        {
            if (Interlocked.Exchange(ref asleep[i], 0) == 1)
            {
                calls[i].Release();
            }
        }

        try
        {
            work.Execute(0, Members);
        }
        finally
        {
            for (int spin = 0; Volatile.Read(ref pending) > 0; spin++)
            {
                Pause(spin);
            }
        }

        if (Interlocked.Exchange(ref failure, null) is { } thrown)
        {
            // The original exception with its stack trace, so that callers catch the same with one thread or several.
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (stopped)
        {
            return;
        }

        Volatile.Write(ref stopped, true);
        Interlocked.Increment(ref round);
        for (int i = 0; i < threads.Length; i++)
        {
            calls[i].Release();
            threads[i].Join();
            calls[i].Dispose();
        }
    }

    private static void Pause(int spin)
    {
        if (spin < Spins)
        {
            Thread.SpinWait(4);
        }
        else
        {
            Thread.Yield();
        }
    }

    private void Serve(int index)
    {
        int seen = 0;
        while (true)
        {
            Await(index, seen);
            if (Volatile.Read(ref stopped))
            {
                return;
            }

            seen++;
            try
            {
                work!.Execute(index + 1, Members);
            }
            catch (Exception thrown)
            {
                // The caller of Run receives the exception, because an unhandled exception on a thread would end the process.
                Interlocked.CompareExchange(ref failure, thrown, null);
            }

            Interlocked.Decrement(ref pending);
        }
    }

    private void Await(int index, int seen)
    {
        for (int spin = 0; Volatile.Read(ref round) == seen; spin++)
        {
            if (spin < Spins + Yields)
            {
                Pause(spin);
                continue;
            }

            // Announce the sleep first, then check again: either the caller sees the announcement, or this thread sees the call.
            Volatile.Write(ref asleep[index], 1);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref round) == seen)
            {
                calls[index].Wait();
            }
            else if (Interlocked.Exchange(ref asleep[index], 0) == 0)
            {
                calls[index].Wait();
            }
        }
    }
}
