using System.Numerics;

namespace Descent;

/// <summary>
/// Runs the trainings of networks, in this process or elsewhere. Whatever trains networks, such as <see cref="Trainer.TrainMany{T}"/>, folds, members, recipes and trials, hands each of them to
/// <see cref="TrainingOptions.Runner"/>. A training gives the same bits wherever it runs, so it may be run again, any number of times, where a machine failed.
/// </summary>
/// <remarks>A training with a <see cref="TrainingCallback"/>, a checkpoint to write or to resume from, or a part that cannot be written as JSON, is bound to its process and never given to a runner that says so.</remarks>
public interface IJobRunner
{
    /// <summary>The number of jobs worth having under way at a time, at least 1.</summary>
    int Parallelism { get; }

    /// <summary>Trains the model of a job, as <see cref="Trainer.Fit{T}"/> does. It is called on several threads at a time and returns when the model has its weights.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="job">The job; rows and options have been checked, and the options have no runner.</param>
    /// <param name="cancellation">Ends the job; the history has <see cref="StopReason.Cancelled"/> then.</param>
    /// <returns>The history of training.</returns>
    /// <exception cref="TrainingFailedException">If the loss or the weights became infinite or NaN; the model has its last good weights.</exception>
    History Run<T>(TrainingJob<T> job, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Thrown by a runner that cannot run jobs at all, such as of a cluster that refuses this program. It is no failure of a training, and ends whatever trains.</summary>
public class JobRunnerException : IOException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="inner">The cause; null for none.</param>
    public JobRunnerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Runs trainings in this process, one per core at a time. It is what happens without a runner.</summary>
public sealed class LocalJobRunner : IJobRunner
{
    /// <summary>The only instance; it has no state.</summary>
    public static LocalJobRunner Instance { get; } = new();

    /// <summary>The number of processors.</summary>
    public int Parallelism => Environment.ProcessorCount;

    /// <inheritdoc/>
    public History Run<T>(TrainingJob<T> job, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(job);
        return Trainer.InProcess(job.Model, job.Data.As<T>(), job.Options, cancellation);
    }
}
