using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>One network among many to train, for <see cref="Trainer.TrainMany{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Model">The model; every job needs its own.</param>
/// <param name="Data">Training rows; jobs may share them.</param>
/// <param name="Options">The training options; <see cref="TrainingOptions.Threads"/> is ignored, because each job has one thread.</param>
public sealed record TrainingJob<T>(Model<T> Model, Dataset Data, TrainingOptions Options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>Rows of a data set by their numbers.</summary>
/// <param name="Base">The data set.</param>
/// <param name="Train">The numbers of the training rows.</param>
/// <param name="Validation">The numbers of the validation rows; null if they are not from it, or there are none.</param>
internal sealed record RowSelection(Dataset Base, int[] Train, int[]? Validation = null);

/// <summary>The result of a <see cref="TrainingJob{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Job">The job.</param>
/// <param name="History">The history of its training; null if it failed.</param>
/// <param name="Failure">The failure, if its loss became infinite or NaN; otherwise null. The other jobs continue.</param>
public sealed record TrainingJobResult<T>(TrainingJob<T> Job, History? History, TrainingFailedException? Failure)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
