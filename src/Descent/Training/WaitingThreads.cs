using System.Runtime.ExceptionServices;

namespace Descent;

/// <summary>Runs work that mostly waits for other processes, on threads of its own: the thread pool adds threads too slowly for it.</summary>
internal static class WaitingThreads
{
    /// <summary>A thread that waits needs little stack, and there may be hundreds; a training that cannot leave this process needs more than the least.</summary>
    private const int StackBytes = 1 << 20;

    /// <summary>Runs work by its number, in order, and waits for all of it.</summary>
    /// <param name="count">The number of pieces of work.</param>
    /// <param name="threads">The largest number of threads, at least 1.</param>
    /// <param name="work">The work. After an exception no other piece begins, and the first exception is passed on.</param>
    public static void Run(int count, int threads, Action<int> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ExceptionDispatchInfo? first = null;
        int next = -1;
        Thread[] all = [.. Enumerable.Range(0, Math.Min(count, threads)).Select(_ => new Thread(Work, StackBytes) { IsBackground = true })];
        foreach (Thread thread in all)
        {
            thread.Start();
        }

        foreach (Thread thread in all)
        {
            thread.Join();
        }

        first?.Throw();

        void Work()
        {
            while (Volatile.Read(ref first) is null && Interlocked.Increment(ref next) is var i && i < count)
            {
                try
                {
                    work(i);
                }
                catch (Exception fault)
                {
                    Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(fault), null);
                }
            }
        }
    }
}
