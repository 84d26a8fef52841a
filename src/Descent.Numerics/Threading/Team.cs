using System.Runtime.ExceptionServices;

namespace Descent.Numerics;

/// <summary>Work that a <see cref="Team"/> does together.</summary>
public interface ITeamWork
{
    /// <summary>One member's share.</summary>
    /// <param name="member">Which member, 0 … members − 1.</param>
    /// <param name="members">How many there are.</param>
    void Execute(int member, int members);
}

/// <summary>
/// A few threads that stay together for many short pieces of work. The caller is member 0; a piece ends when all are done.
/// </summary>
/// <remarks>
/// Waiting members spin for some ten microseconds, then yield, then sleep until called: short steps pay a fraction of a
/// microsecond, and an idle team costs nothing. Who does which share is fixed by the numbers, never by who comes first.
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
    /// <param name="members">How many members, the caller included; at least 1.</param>
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

    /// <summary>How many members there are.</summary>
    public int Members { get; }

    /// <summary>Runs the work on all members and returns when every share is done. What a share throws, the caller's own first, comes as it is.</summary>
    /// <param name="work">The work.</param>
    /// <exception cref="ObjectDisposedException">If the team is no more.</exception>
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

        // Where the caller's own share failed too, nobody has heard of the other failure; it is not this round's.
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
            // As it is, with the place where it was thrown: one thread or several, callers catch the same.
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
                // Handed to the caller of Run: a thread must not die with the process.
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

            // Announce the sleep first and look again: either the caller sees the announcement, or this thread sees the call.
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
