namespace Descent;

/// <summary>How far training has come.</summary>
/// <param name="Epoch">The running epoch, from 1.</param>
/// <param name="Epochs">Epochs to run at most.</param>
/// <param name="Step">Updates made in this epoch.</param>
/// <param name="StepsPerEpoch">Updates per epoch.</param>
/// <param name="Loss">Mean loss of this epoch so far.</param>
/// <param name="ValidationLoss">Validation loss of the last finished epoch, if there are validation rows.</param>
/// <param name="RowsPerSecond">Training rows per second so far.</param>
/// <param name="Elapsed">Time since training began.</param>
/// <param name="Remaining">Time to the last epoch at this speed; early stopping may end sooner.</param>
/// <param name="Finished">The epoch's record, when this report ends an epoch.</param>
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
