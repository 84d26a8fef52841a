using Descent.Data;

namespace Descent;

/// <summary>Trains the networks of an ensemble in parallel, one per core.</summary>
internal static class ParallelTraining
{
    /// <summary>Trains networks and gives equal shares to those whose training was finished.</summary>
    /// <param name="method">The method, for progress reports.</param>
    /// <param name="source">The network, the rows and the options.</param>
    /// <param name="jobs">The trainings.</param>
    /// <param name="cancellation">Ends training within a batch.</param>
    public static TrainedEnsemble Of(EnsembleMethod method, MemberSource source, IReadOnlyList<TrainingJob<float>> jobs, CancellationToken cancellation)
    {
        IReadOnlyList<TrainingJobResult<float>> results = Trainer.TrainMany(jobs, source.Options.Threads, source.Progress is { } progress ? new Counter(method, jobs.Count, progress) : null, cancellation);
        bool[] kept = Kept(results, cancellation);
        double share = 1.0 / kept.Count(isKept => isKept);
        MemberTraining[] course = [.. results.Zip(kept, (result, isKept) => new MemberTraining(isKept ? share : 0, result.History, result.Failure?.Message))];
        return new TrainedEnsemble([.. results.Zip(kept).Where(one => one.Second).Select(one => new TableMember(one.First.Job.Model, Weight: share))], course) { Notices = [.. Notices(course)] };
    }

    /// <summary>Decides which networks are used: finished ones or, if there are none, those with a finished epoch.</summary>
    private static bool[] Kept(IReadOnlyList<TrainingJobResult<float>> results, CancellationToken cancellation)
    {
        bool[] finished = [.. results.Select(result => result.History is { Stop: not StopReason.Cancelled })];
        if (finished.Contains(true))
        {
            return finished;
        }

        bool[] begun = [.. results.Select(result => result.History is { Epochs.Count: > 0 })];
        if (begun.Contains(true))
        {
            return begun;
        }

        cancellation.ThrowIfCancellationRequested();
        throw results.First(result => result.Failure is not null).Failure!;
    }

    /// <summary>Creates notices about networks that were left out.</summary>
    public static IEnumerable<Notice> Notices(IReadOnlyList<MemberTraining> course)
    {
        if (course.FirstOrDefault(member => member.Failure is not null) is { } failed)
        {
            yield return Notice.Warning($"{Amount.Part(course.Count(member => member.Failure is not null), course.Count, "network", "was left out, because its training", "were left out, because their training")} failed. {failed.Failure}");
        }

        int cancelled = course.Count(member => member.Weight == 0 && member.Failure is null);
        if (cancelled > 0)
        {
            yield return Notice.Warning($"{Amount.Part(cancelled, course.Count, "network", "was left out, because its training was", "were left out, because their training was")} canceled.");
        }
    }

    /// <summary>Reports finished networks, one report at a time.</summary>
    private sealed class Counter(EnsembleMethod method, int networks, IProgress<MemberProgress> progress) : IProgress<int>
    {
        private readonly Lock turn = new();
        private int finished;

        public void Report(int value)
        {
            lock (turn)
            {
                // Several networks may end before the first of them is reported.
                progress.Report(new MemberProgress(method, ++finished, networks));
            }
        }
    }
}
