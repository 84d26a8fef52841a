using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>One network among many to train, for <see cref="Trainer.TrainMany{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Model">The model; every job has one of its own.</param>
/// <param name="Data">Training rows; jobs may share them.</param>
/// <param name="Options">How to train; <see cref="TrainingOptions.Threads"/> does not count, each job has one thread.</param>
public sealed record TrainingJob<T>(Model<T> Model, Dataset Data, TrainingOptions Options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>What became of a <see cref="TrainingJob{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Job">The job.</param>
/// <param name="History">The course of its training; null if it failed.</param>
/// <param name="Failure">Why it failed: its loss became infinite or NaN; null if it did not. The other jobs go on.</param>
public sealed record TrainingJobResult<T>(TrainingJob<T> Job, History? History, TrainingFailedException? Failure)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
