namespace Descent;

/// <summary>A report on the progress of training.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">The maximum number of epochs.</param>
/// <param name="Step">The number of updates made in this epoch.</param>
/// <param name="StepsPerEpoch">The number of updates per epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="ValidationLoss">Validation loss of the last finished epoch, if there are validation rows.</param>
/// <param name="RowsPerSecond">Training rows per second so far.</param>
/// <param name="Elapsed">Time since training began.</param>
/// <param name="Remaining">Estimated time to the last epoch at this speed; early stopping may end training sooner.</param>
/// <param name="Finished">The record of the epoch, if this report ends one; otherwise null.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int StepsPerEpoch,
    double Loss,
    double? ValidationLoss,
    double RowsPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining,
    EpochRecord? Finished);
