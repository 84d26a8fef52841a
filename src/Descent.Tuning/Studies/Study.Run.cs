using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Descent.Tuning;

public sealed partial class Study
{
    /// <summary>How often a run that waits looks for trials of others that have ended, or that it may take over.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Computes trials until the study has a number of them, those of other processes and of earlier runs included. An exception of the
    /// objective, or NaN, makes its trial a failed one, and the run goes on.
    /// </summary>
    /// <param name="objective">The objective. It is called from several threads if there are several workers.</param>
    /// <param name="trials">The number of trials that the study has at the end, of every state: a run that is repeated computes only those that are missing.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>Why the run ended.</returns>
    public StudyRunEnd Run(Func<RunningTrial, double> objective, int trials, StudyRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Run(trial => [objective(trial)], trials, options);
    }

    /// <summary>The same for several objectives.</summary>
    /// <param name="objective">The objectives, with a value for each direction.</param>
    /// <param name="trials">The number of trials that the study has at the end, of every state.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>Why the run ended.</returns>
    public StudyRunEnd Run(Func<RunningTrial, IReadOnlyList<double>> objective, int trials, StudyRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        StudyRunOptions chosen = options ?? new StudyRunOptions();
        int limit = (int)Math.Min(trials, Sampler.Limit(Space) is { } different ? different + this.options.First.Count : int.MaxValue);
        using Leases leases = new(Storage, chosen.Lease);
        Stopwatch watch = Stopwatch.StartNew();
        if (chosen.Workers == 1)
        {
            return Work(objective, limit, chosen, leases, watch);
        }

        // An exception of the storage or the sampler in one worker ends the others after their trials.
        using CancellationTokenSource failure = CancellationTokenSource.CreateLinkedTokenSource(chosen.CancellationToken);
        Task<StudyRunEnd>[] workers =
        [
            .. Enumerable.Range(0, chosen.Workers).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    try
                    {
                        return Work(objective, limit, chosen with { CancellationToken = failure.Token }, leases, watch);
                    }
                    catch
                    {
                        failure.Cancel();
                        throw;
                    }
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        StudyRunEnd[] ends = Task.WhenAll(workers).GetAwaiter().GetResult();
        return ends.Max();
    }

    private StudyRunEnd Work(Func<RunningTrial, IReadOnlyList<double>> objective, int limit, StudyRunOptions options, Leases leases, Stopwatch watch)
    {
        try
        {
            return Compute(objective, limit, options, leases, watch);
        }
        catch (OperationCanceledException) when (options.CancellationToken.IsCancellationRequested)
        {
            // By a storage that waited. The lease of the current trial ends by itself.
            return StudyRunEnd.Canceled;
        }
    }

    private StudyRunEnd Compute(Func<RunningTrial, IReadOnlyList<double>> objective, int limit, StudyRunOptions options, Leases leases, Stopwatch watch)
    {
        while (true)
        {
            if (options.CancellationToken.IsCancellationRequested)
            {
                return StudyRunEnd.Canceled;
            }

            if (watch.Elapsed >= options.Time)
            {
                return StudyRunEnd.Time;
            }

            leases.ThrowIfFailed();
            RunningTrial? trial;
            try
            {
                trial = Ask(limit, options.Lease, options.CancellationToken);
            }
            catch (TrialLostException)
            {
                // The sampler needed longer than the lease, and another process has the trial now.
                continue;
            }

            if (trial is null)
            {
                Trial[] others = options.Waiting is null ? [] : [.. Trials.Where(other => other.State == TrialState.Running)];
                if (others.Length == 0)
                {
                    return StudyRunEnd.Trials;
                }

                options.Waiting!.Report(others);
                options.CancellationToken.WaitHandle.WaitOne(s_pause);
                continue;
            }

            using (leases.Keep(trial.Lease!))
            {
                try
                {
                    if (Compute(objective, trial) is { } result)
                    {
                        Storage.Finish(trial.Lease!, result);
                        options.Progress?.Report(Storage.Trial(Name, trial.Number));
                    }
                    else
                    {
                        Storage.Release(trial.Lease!);
                    }
                }
                catch (TrialLostException)
                {
                    // Another process computes the trial now, and its result counts.
                }
            }
        }
    }

    /// <summary>Null if the trial was canceled.</summary>
    private TrialResult? Compute(Func<RunningTrial, IReadOnlyList<double>> objective, RunningTrial trial)
    {
        try
        {
            IReadOnlyList<double> values = objective(trial);
            return values?.Count == Directions.Count
                ? Result(values)
                : new TrialResult(TrialState.Failed, [], $"The objective returned {values?.Count ?? 0} values, but the study has {Directions.Count} directions.");
        }
        catch (TrialPrunedException)
        {
            return new TrialResult(TrialState.Pruned, []);
        }
        catch (OperationCanceledException) when (trial.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault) when (fault is not (TrialLostException or StudyStorageException or JobRunnerException))
        {
            return new TrialResult(TrialState.Failed, [], fault.ToString());
        }
    }

    /// <summary>Extends the leases of the trials that run in this process, on a thread of its own: those of the pool may all be computing.</summary>
    private sealed class Leases : IDisposable
    {
        private readonly IStudyStorage storage;
        private readonly TimeSpan lifetime;
        private readonly ConcurrentDictionary<TrialLease, bool> kept = new();
        private readonly ManualResetEventSlim end = new();
        private readonly Thread thread;
        private Exception? failure;

        public Leases(IStudyStorage storage, TimeSpan lifetime)
        {
            (this.storage, this.lifetime) = (storage, lifetime);
            thread = new Thread(() =>
            {
                while (!end.Wait(lifetime / 4))
                {
                    Extend();
                }
            })
            { IsBackground = true, Name = "leases" };
            thread.Start();
        }

        public IDisposable Keep(TrialLease lease)
        {
            kept[lease] = true;
            return new Keeper(kept, lease);
        }

        /// <summary>What prevented an extension: an exception on the other thread would end the process.</summary>
        public void ThrowIfFailed()
        {
            if (Interlocked.Exchange(ref failure, null) is { } fault)
            {
                if (fault is StudyStorageException)
                {
                    ExceptionDispatchInfo.Throw(fault);
                }

                throw new InvalidOperationException($"The storage could not extend the lease of a trial: {fault.Message}", fault);
            }
        }

        public void Dispose()
        {
            end.Set();
            thread.Join();
            end.Dispose();
        }

        private void Extend()
        {
            foreach (TrialLease lease in kept.Keys)
            {
                try
                {
                    storage.Extend(lease, lifetime);
                }
                catch (TrialLostException)
                {
                    // The trial ended at this moment, or was lost: then its next report says so.
                    kept.TryRemove(lease, out _);
                }
                catch (OperationCanceledException)
                {
                    // The user ends the run while the storage waits.
                }
                catch (Exception fault)
                {
                    failure = fault;
                }
            }
        }

        private sealed record Keeper(ConcurrentDictionary<TrialLease, bool> Kept, TrialLease Lease) : IDisposable
        {
            public void Dispose() => Kept.TryRemove(Lease, out _);
        }
    }
}
