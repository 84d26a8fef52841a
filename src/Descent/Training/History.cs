using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>The results of one epoch.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Loss">The mean training loss over its batches, each measured before its update; with a <see cref="FullBatchOptimizer"/>, the loss of the weights after the epoch. Penalties are not included.</param>
/// <param name="ValidationLoss">The loss on the validation rows after the epoch; null if there are none.</param>
/// <param name="LearningRate">The learning rate of its last update; with a <see cref="FullBatchOptimizer"/>, the length of its step as a factor of the computed one.</param>
/// <param name="Seconds">Its duration in seconds.</param>
/// <param name="Metrics">The requested metrics on the validation rows, by name.</param>
public sealed record EpochRecord(int Epoch, double Loss, double? ValidationLoss, double LearningRate, double Seconds, IReadOnlyDictionary<string, double> Metrics);

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The validation loss, or the monitored metric, had stopped improving.</summary>
    EarlyStopping,

    /// <summary>The maximum number of updates was reached.</summary>
    MaximumSteps,

    /// <summary>The caller canceled training or a callback stopped it; the model has the best weights so far.</summary>
    Cancelled,

    /// <summary>The validation rows reached the goal.</summary>
    TargetReached,

    /// <summary>The loss or the weights became infinite or NaN; the model has the last good weights.</summary>
    Diverged,

    /// <summary>A <see cref="FullBatchOptimizer"/> found no lower loss, or the gradient was as small as its tolerance.</summary>
    Converged,
}

/// <summary>The history of a training run.</summary>
/// <param name="Epochs">One record per finished epoch.</param>
/// <param name="BestEpoch">The epoch whose weights the model has, from 1; 0 if none was finished.</param>
/// <param name="Steps">The number of updates made.</param>
/// <param name="Seconds">The duration in seconds.</param>
/// <param name="Threads">The number of threads used.</param>
/// <param name="Stop">Why training ended.</param>
public sealed record History(IReadOnlyList<EpochRecord> Epochs, int BestEpoch, long Steps, double Seconds, int Threads, StopReason Stop)
{
    /// <summary>The type of the numbers with which training computed.</summary>
    public NumericPrecision Precision { get; init; }

    /// <summary>The loss of the first batch before the first update, in the unit of <see cref="EpochRecord.Loss"/>; NaN if it is not known.</summary>
    public double InitialLoss { get; init; } = double.NaN;

    /// <summary>The updates of this run in order, if <see cref="TrainingOptions.RecordSteps"/> was set.</summary>
    public IReadOnlyList<StepRecord> StepRecords { get; init; } = [];

    /// <summary>Notices about the run, such as epochs that could not be compared, a learning rate of 0, or fewer threads than requested.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The course in one line.</summary>
    /// <returns>Text such as <c>40 epochs, the best 31 with validation loss 0.0812; EarlyStopping after 0.21 s</c>.</returns>
    public override string ToString()
    {
        string best = Epochs.FirstOrDefault(epoch => epoch.Epoch == BestEpoch) is not { } record ? ""
            : string.Create(CultureInfo.InvariantCulture, $", the best {BestEpoch} with {(record.ValidationLoss is { } loss ? $"validation loss {loss:G4}" : $"loss {record.Loss:G4}")}");
        return string.Create(CultureInfo.InvariantCulture, $"{Amount.Of(Epochs.Count, "epoch")}{best}; {Stop} after {Seconds:0.00} s");
    }
}
