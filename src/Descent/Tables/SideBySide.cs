using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Descent;

/// <summary>Executes training runs in parallel. Runs with one thread each use processors better than several threads on one batch, and give the same bits.</summary>
internal static class SideBySide
{
    /// <summary>Executes all runs and returns their results in order.</summary>
    /// <param name="count">The number of runs.</param>
    /// <param name="threads">The number of threads for all runs together, at most one per processor; 0 for one per processor.</param>
    /// <param name="runner">Where networks are trained; null for this process. With one, each run mostly waits for it.</param>
    /// <param name="run">Executes a run by its number, with the options of several threads if it runs alone, otherwise of one.</param>
    public static TResult[] Run<TResult>(int count, int threads, IJobRunner? runner, Func<int, bool, TResult> run)
    {
        TResult[] results = new TResult[count];
        if (runner is not null && count > 1)
        {
            WaitingThreads.Run(count, runner.Parallelism, i => results[i] = run(i, false));
            return results;
        }

        int workers = Math.Min(threads > 0 ? Math.Min(threads, Environment.ProcessorCount) : Environment.ProcessorCount, count);
        if (workers <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                results[i] = run(i, true);
            }

            return results;
        }

        try
        {
            // In their order: the runs that are reported first are the first ones.
            Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = workers }, i => results[i] = run(i, false));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return results;
    }

    /// <summary>Passes reports on, one at a time.</summary>
    /// <param name="receiver">The receiver; null for none.</param>
    /// <param name="turn">The lock that all reports of the runs share.</param>
    public static IProgress<T>? InTurn<T>(IProgress<T>? receiver, Lock turn) => receiver is null ? null : new Turns<T>(receiver, turn);

    private sealed class Turns<T>(IProgress<T> receiver, Lock turn) : IProgress<T>
    {
        public void Report(T value)
        {
            lock (turn)
            {
                receiver.Report(value);
            }
        }
    }
}
