using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <content>Saves checkpoints and restores them.</content>
internal sealed partial class FitLoop<T>
{
    private readonly Dictionary<string, string> identity = [];

    // Where the current epoch begins: not at its first row if the run was stopped in the middle of the epoch.
    private int firstEpoch = 1, firstRow;
    private double firstSum;
    private Checkpoint? newest;

    /// <summary>Copies the state between two updates, before an interrupted epoch is evaluated.</summary>
    private void Remember(int epoch, int rows, double sum) => newest = new Checkpoint(
        new CheckpointState(CheckpointState.CurrentVersion, typeof(T) == typeof(double), identity, epoch, rows, sum, steps, keepsLast ? epoch : keptEpoch, stepper.LearnedRate, log.Records, initialLoss, scheduleEpochs),
        Bytes(stepper.Parameters), Bytes(keepsLast ? stepper.Parameters : kept), iteration?.State() ?? Bytes(stepper.Slots));

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
        RunIdentity.Compare(saved.Identity, identity);
        FillWeights(checkpoint.Parameters, stepper.Parameters);
        FillWeights(checkpoint.BestParameters, kept);
        if (iteration is null)
        {
            Fill(checkpoint.OptimizerSlots, stepper.Slots);
            groups.ClearPadding(stepper.Slots.Span);
        }
        else
        {
            iteration.Restore(checkpoint.OptimizerSlots.Span);
        }

        if (saved.Rows >= rowsPerEpoch || saved.LearnedRate is null != stepper.LearnedRate is null)
        {
            throw new ArgumentException("The checkpoint is inconsistent with the run that it names.");
        }

        stepper.LearnedRate = saved.LearnedRate;
        (firstEpoch, firstRow, firstSum) = (saved.Epoch + 1, saved.Rows, saved.Sum);
        (steps, keptEpoch) = (saved.Steps, saved.BestEpoch);
        initialLoss = saved.InitialLoss;
        scheduleEpochs = saved.ScheduleEpochs > 0 ? saved.ScheduleEpochs : scheduleEpochs;
        foreach (EpochRecord record in saved.Records)
        {
            log.Add(record);
            choice.Take(record);
            idleEpochs += record.LearningRate == 0 ? 1 : 0;
        }
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
