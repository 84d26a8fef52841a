using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>What an epoch brought.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">Mean training loss over its batches, each before its update; penalties not included.</param>
/// <param name="ValidationLoss">Loss on the validation rows after the epoch, if there are any.</param>
/// <param name="LearningRate">Learning rate of its last update.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="Metrics">The wanted metrics on the validation rows, by name.</param>
public sealed record EpochRecord(int Epoch, double Loss, double? ValidationLoss, double LearningRate, double Seconds, IReadOnlyDictionary<string, double> Metrics);

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>What chooses the best epoch had stopped getting better.</summary>
    EarlyStopping,

    /// <summary>The wanted number of updates was made.</summary>
    MaximumSteps,

    /// <summary>The caller or a callback asked for it; the best weights so far are in place.</summary>
    Cancelled,

    /// <summary>The validation rows said that it was good enough.</summary>
    TargetReached,

    /// <summary>The loss or the weights became infinite or NaN; the last good weights are in place.</summary>
    Diverged,
}

/// <summary>The course of a training run.</summary>
/// <param name="Epochs">One record per finished epoch.</param>
/// <param name="BestEpoch">The epoch whose weights the model has, from 1; 0 if none was finished.</param>
/// <param name="Steps">Updates made.</param>
/// <param name="Seconds">Duration.</param>
/// <param name="Threads">Threads that worked.</param>
/// <param name="Stop">Why it ended.</param>
public sealed record History(IReadOnlyList<EpochRecord> Epochs, int BestEpoch, long Steps, double Seconds, int Threads, StopReason Stop)
{
    /// <summary>The loss of the first batch before the first update, in the unit of <see cref="EpochRecord.Loss"/>; NaN if it is not known.</summary>
    public double InitialLoss { get; init; } = double.NaN;

    /// <summary>The updates of this run in order, if <see cref="TrainingOptions.RecordSteps"/> was set.</summary>
    public IReadOnlyList<StepRecord> StepRecords { get; init; } = [];

    /// <summary>What is worth knowing about the course: epochs that could not be compared, a learning rate of 0, fewer threads than asked for.</summary>
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
