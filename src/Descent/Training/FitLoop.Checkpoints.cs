using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <content>Saves checkpoints and restores them.</content>
internal sealed partial class FitLoop<T>
{
    private readonly Dictionary<string, string> identity = [];

    private Checkpoint? newest;

    // Whether the last epoch ended before its last row.
    private bool isCut;

    /// <summary>Whether somebody may ask for the state after an epoch that was cut.</summary>
    public bool KeepsStates { get; init; }

    /// <summary>Whether the last epoch ended before its last row, so that training cannot continue after it.</summary>
    public bool IsCut => isCut;

    // What a branch adds to the number of updates: for the position of schedules, and for that of an optimizer that began anew.
    private long positionOffset, optimizerStart;

    /// <summary>Whether the weights are finite numbers, so that training can continue from them.</summary>
    public bool IsSound => stepper.NotFinite is null;

    /// <summary>Copies the state between two updates.</summary>
    public Checkpoint Capture() => isCut ? newest! : Capture(epoch - 1, rows, sum);

    private Checkpoint Capture(int epoch, int rows, double sum) => new(
        new CheckpointState(
            positionOffset == 0 && optimizerStart == 0 ? CheckpointState.UnbranchedVersion : CheckpointState.CurrentVersion, typeof(T) == typeof(double), identity, epoch, rows, sum, steps, keepsLast ? epoch : keptEpoch, stepper.LearnedRate, log.Records, initialLoss, scheduleEpochs,
            positionOffset, optimizerStart),
        Bytes(stepper.Parameters), Bytes(keepsLast ? stepper.Parameters : kept), iteration?.State() ?? Bytes(stepper.Slots));

    /// <summary>Copies the state between two updates, before an interrupted epoch is evaluated.</summary>
    private void Remember(int epoch, int rows, double sum) => newest = Capture(epoch, rows, sum);

    /// <summary>Passes a checkpoint to the receiver if one is due, and at the end.</summary>
    private void Hand(int epoch, StopReason stop)
    {
        if (options.OnCheckpoint is not { } receive)
        {
            return;
        }

        bool isWhole = log.Count == epoch && newest?.Steps != steps, isLast = stop != StopReason.Completed || epoch == options.Epochs;
        if (isWhole && (isLast || epoch % options.CheckpointEvery == 0))
        {
            Remember(epoch, 0, 0);
            receive(newest!);
        }
        else if (isLast && newest is { } cut && cut.Steps == steps)
        {
            receive(cut);
        }
    }

    /// <summary>Restores the state from a checkpoint.</summary>
    /// <exception cref="ArgumentException">If the checkpoint is from another run.</exception>
    private void Restore(Checkpoint checkpoint)
    {
        CheckpointState saved = checkpoint.Content;
        if (options.Continues == Continuation.SameRun)
        {
            RunIdentity.Compare(saved.Identity, identity);
        }

        bool isBranch = options.Continues == Continuation.Branch, keepsState = !isBranch || FitsState(checkpoint);
        FillWeights(checkpoint.Parameters, stepper.Parameters);
        FillWeights(checkpoint.BestParameters, kept);
        if (iteration is null && keepsState)
        {
            Fill(checkpoint.OptimizerSlots, stepper.Slots);
            groups.ClearPadding(stepper.Slots.Span);
        }
        else if (keepsState)
        {
            iteration!.Restore(checkpoint.OptimizerSlots.Span);
        }

        if (saved.Rows >= rowsPerEpoch || (keepsState && saved.LearnedRate is null != stepper.LearnedRate is null))
        {
            throw new ArgumentException(isBranch
                ? $"This branch has {rowsPerEpoch:N0} rows per epoch, but begins after {saved.Rows:N0} rows of epoch {saved.Epoch + 1}. Begin it at the end of an epoch."
                : "The checkpoint is inconsistent with the run that it names.");
        }

        stepper.LearnedRate = keepsState ? saved.LearnedRate : null;
        (epoch, rows, sum) = (saved.Epoch + 1, saved.Rows, saved.Sum);
        (steps, keptEpoch) = (saved.Steps, saved.BestEpoch);
        initialLoss = saved.InitialLoss;
        scheduleEpochs = saved.ScheduleEpochs > 0 && !isBranch ? saved.ScheduleEpochs : scheduleEpochs;
        Place(saved, isBranch, keepsState);
        foreach (EpochRecord record in saved.Records)
        {
            log.Add(record);
            choice.Take(record);
            idleEpochs += record.LearningRate == 0 ? 1 : 0;
        }
    }

    /// <summary>Determines the positions of schedules and of the optimizer.</summary>
    private void Place(CheckpointState saved, bool isBranch, bool keepsState)
    {
        (positionOffset, optimizerStart) = (saved.PositionOffset, saved.OptimizerStart);
        if (isBranch)
        {
            // With another batch size, the steps of an epoch are other ones; those that remain of it end with it.
            long now = ((long)epoch * stepsPerEpoch) - ((rowsPerEpoch - rows + batchSize - 1) / batchSize);
            long updates = keepsState ? steps + positionOffset - optimizerStart : 0;
            (positionOffset, optimizerStart) = (now - steps, now - updates);
        }

        context.FirstUpdate = optimizerStart;
        stepper.BeginUpdatesAt(optimizerStart);
    }

    /// <summary>Whether the optimizer of a branch can continue with the state of the original one.</summary>
    private bool FitsState(Checkpoint checkpoint)
    {
        TrainingOptions original = options.BranchOf!;
        TrainedParameters trained = TrainedParameters.Of<T>(model.Steps.Parameters, original);
        return original.Optimizer.GetType() == options.Optimizer.GetType() && original.Optimizer.StateNames.SequenceEqual(options.Optimizer.StateNames, StringComparer.Ordinal)
            && trained.SlotLength == groups.SlotLength && trained.InOrder.SequenceEqual(groups.InOrder)
            && checkpoint.Content.LearnedRate is null == stepper.LearnedRate is null
            && (iteration is not null || checkpoint.OptimizerSlots.Length == stepper.Slots.Span.Length * Unsafe.SizeOf<T>());
    }

    private static byte[] Bytes(AlignedBlock<T> block) => MemoryMarshal.AsBytes(block.Span).ToArray();

    private void FillWeights(ReadOnlyMemory<byte> from, AlignedBlock<T> block)
    {
        Fill(from, block);
        model.Steps.Parameters.ClearPadding(block.Span);
        if (model.Steps.Parameters.NotFinite<T>(block.Span) is not null)
        {
            throw new ArgumentException("The checkpoint contains weights that are not finite numbers, so training cannot continue from it.");
        }
    }

    private static void Fill(ReadOnlyMemory<byte> from, AlignedBlock<T> block)
    {
        Span<byte> to = MemoryMarshal.AsBytes(block.Span);
        if (from.Length != to.Length)
        {
            throw new ArgumentException($"The checkpoint contains an array of {from.Length:N0} bytes, but this run needs one of {to.Length:N0}.");
        }

        from.Span.CopyTo(to);
    }
}
