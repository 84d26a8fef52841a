using System.Numerics;
using System.Runtime.ExceptionServices;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Fits models to data.</summary>
public static class Trainer
{
    /// <summary>
    /// Trains a model. Training starts from newly drawn weights unless <see cref="TrainingOptions.WarmStart"/>
    /// is set. However it ends, the model has the best weights so far: those of the best epoch by
    /// <see cref="TrainingOptions.Monitor"/> or, without validation rows, the last good ones. All of them are finite numbers.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model; during training it can predict with its old weights.</param>
    /// <param name="data">Training rows; they are read in place and must not change during training.</param>
    /// <param name="options">The training options.</param>
    /// <param name="cancellation">Ends training within one batch, or within one iteration of a <see cref="FullBatchOptimizer"/>, which is not an error; <see cref="History.Stop"/> is <see cref="StopReason.Cancelled"/> then.</param>
    /// <returns>The history of training.</returns>
    /// <exception cref="ArgumentException">If data, options and model do not fit each other; the message says how to fix it.</exception>
    /// <exception cref="InvalidOperationException">If the model is already being trained.</exception>
    /// <exception cref="DataException">If there is not enough memory; nothing has been allocated then.</exception>
    /// <exception cref="TrainingFailedException">If the loss or the weights became infinite or NaN; the exception has the history, and the model its last good weights.</exception>
    public static History Fit<T>(this Model<T> model, Dataset data, TrainingOptions options, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        model.BeginTraining();

        // A training that cannot start leaves the model as it was, wherever it runs.
        AlignedBlock<T>? before = model.HasBlock ? model.Block : null;
        try
        {
            (Dataset<T> rows, options) = FitChecks.Prepare(model, data, options);
            IJobRunner runner = options is { Runner: { } chosen, IsBoundToProcess: false } ? chosen : LocalJobRunner.Instance;
            return runner.Run(new TrainingJob<T>(model, rows, options with { Runner = null }), cancellation);
        }
        finally
        {
            model.EndTraining(hasWeights: model.HasBlock && !ReferenceEquals(model.Block, before));
        }
    }

    /// <summary>Starts a training run that goes on only when the caller asks for it, by as many updates as the caller wants.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model, which gets the current weights after every call of <see cref="LiveTraining{T}.Advance"/>.</param>
    /// <param name="data">Training rows; they are read in place and must not change during training.</param>
    /// <param name="options">The training options, as for <see cref="Fit{T}"/>.</param>
    /// <returns>The run, which the caller must dispose of.</returns>
    /// <exception cref="ArgumentException">If data, options and model do not fit each other.</exception>
    /// <exception cref="InvalidOperationException">If the model is already being trained.</exception>
    /// <exception cref="DataException">If there is not enough memory.</exception>
    public static LiveTraining<T> Start<T>(this Model<T> model, Dataset data, TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return LiveTraining<T>.Start(model, data, options);
    }

    /// <summary>Trains a model whose rows and options have been checked and whose training has begun.</summary>
    internal static History InProcess<T>(Model<T> model, Dataset<T> rows, TrainingOptions options, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using FitLoop<T> run = new(model, rows, options);
        return run.Train(cancellation);
    }

    /// <summary>Begins a training run in which the caller provides every batch. Until the run ends, the model cannot be trained in any other way.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model; training begins with the weights that it has.</param>
    /// <param name="options">Loss, optimizer, penalty, clipping, groups, largest batch, seed and threads; options for whole epochs are rejected.</param>
    /// <param name="stepsPerEpoch">The number of steps that schedules count as an epoch, at least 1; default 1.</param>
    /// <returns>The run, which the caller must dispose of.</returns>
    /// <exception cref="ArgumentException">If options and model do not fit each other.</exception>
    /// <exception cref="InvalidOperationException">If the model is already being trained.</exception>
    public static TrainingRun<T> Begin<T>(this Model<T> model, TrainingOptions options, int stepsPerEpoch = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsPerEpoch, 1);
        model.BeginTraining();
        try
        {
            return new TrainingRun<T>(model, options, stepsPerEpoch);
        }
        catch
        {
            model.EndTraining(hasWeights: false);
            throw;
        }
    }

    /// <summary>
    /// Trains many networks in parallel, one per core, such as seeds × folds × learning rates of small networks that do not benefit from a second
    /// thread. Each ends with the same bits as when it is trained alone.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="jobs">The networks, each with its data and options; no two jobs may share a model.</param>
    /// <param name="threads">The number of networks trained at a time; 0, the default, means one per core. A job whose options have a <see cref="TrainingOptions.Runner"/> waits for it on a thread of its own, and the runner decides.</param>
    /// <param name="progress">Receives the number of finished jobs after each job.</param>
    /// <param name="cancellation">Ends every job within one batch, and jobs that have not begun after their first; each <see cref="History.Stop"/> is <see cref="StopReason.Cancelled"/> then.</param>
    /// <returns>One result per job, in the order of the jobs; that of a job whose loss became infinite or NaN has the failure.</returns>
    /// <exception cref="ArgumentException">If a job's data, options and model do not fit each other, or two jobs share a model; the message names the job.</exception>
    public static IReadOnlyList<TrainingJobResult<T>> TrainMany<T>(IReadOnlyList<TrainingJob<T>> jobs, int threads = 0, IProgress<int>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Check.NoNulls(jobs, nameof(jobs));
        foreach ((int number, TrainingJob<T> job) in jobs.Index())
        {
            if ((job.Model is null ? nameof(job.Model) : job.Data is null ? nameof(job.Data) : job.Options is null ? nameof(job.Options) : null) is { } missing)
            {
                throw new ArgumentException($"Job {number}: {missing} is null. Set it.", nameof(jobs));
            }
        }

        if (jobs.DistinctBy(job => job.Model).Count() < jobs.Count)
        {
            throw new ArgumentException("Two jobs share a model, so one would overwrite the weights of the other. Build a separate model for each job.", nameof(jobs));
        }

        TrainingJobResult<T>[] results = new TrainingJobResult<T>[jobs.Count];
        int finished = 0;
        if (jobs.Select(job => job.Options.Runner).FirstOrDefault(runner => runner is not null) is { } runner)
        {
            WaitingThreads.Run(jobs.Count, runner.Parallelism, One);
            return results;
        }

        try
        {
            Parallel.For(0, jobs.Count, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount }, One);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return results;

        void One(int i)
        {
            results[i] = Train(jobs[i], i, cancellation);
            progress?.Report(Interlocked.Increment(ref finished));
        }
    }

    private static TrainingJobResult<T> Train<T>(TrainingJob<T> job, int number, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return new TrainingJobResult<T>(job, job.Model.Fit(job.Data, job.Options with { Threads = 1 }, cancellation), null);
        }
        catch (TrainingFailedException failure)
        {
            return new TrainingJobResult<T>(job, null, failure);
        }
        catch (ArgumentException refusal)
        {
            throw new ArgumentException($"Job {number}: {refusal.Message}", refusal);
        }
    }
}
