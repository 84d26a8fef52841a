using System.Runtime.InteropServices;
using Descent.Numerics;

namespace Descent;

/// <content>Being saved in the middle, and going on from there.</content>
internal sealed partial class Run<T>
{
    private readonly Dictionary<string, string> identity = [];

    // Where the epoch at hand begins: not at its first row, if the run was stopped in its middle.
    private int firstEpoch = 1, firstRow;
    private double firstSum;
    private Checkpoint? newest;

    /// <summary>Copies the state: between two updates, before an epoch that was cut short is judged.</summary>
    private void Remember(int epoch, int rows, double sum) => newest = new Checkpoint(
        new CheckpointState(CheckpointState.CurrentVersion, typeof(T) == typeof(double), identity, epoch, rows, sum, steps, keepsLast ? epoch : keptEpoch, stepper.LearntRate, log.Records, initialLoss, scheduleEpochs),
        Bytes(stepper.Parameters), Bytes(keepsLast ? stepper.Parameters : kept), Bytes(stepper.Slots));

    /// <summary>Hands a checkpoint over where one is due, and at the end.</summary>
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

    /// <summary>Goes on from a checkpoint.</summary>
    /// <exception cref="ArgumentException">If it is of another run.</exception>
    private void Restore(Checkpoint checkpoint)
    {
        CheckpointState saved = checkpoint.Content;
        RunIdentity.Compare(saved.Identity, identity);
        FillWeights(checkpoint.Parameters, stepper.Parameters);
        FillWeights(checkpoint.BestParameters, kept);
        Fill(checkpoint.OptimizerSlots, stepper.Slots);
        groups.ClearPadding(stepper.Slots.Span);
        if (saved.Rows >= rowsPerEpoch || saved.LearntRate is null != stepper.LearntRate is null)
        {
            throw new ArgumentException("The checkpoint does not fit the run that it says it is of.");
        }

        stepper.LearntRate = saved.LearntRate;
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
            throw new ArgumentException("The checkpoint holds weights that are not finite numbers; no training could go on from them.");
        }
    }

    private static void Fill(ReadOnlyMemory<byte> from, AlignedBlock<T> block)
    {
        Span<byte> to = MemoryMarshal.AsBytes(block.Span);
        if (from.Length != to.Length)
        {
            throw new ArgumentException($"The checkpoint holds an array of {from.Length:N0} bytes where this run has one of {to.Length:N0}.");
        }

        from.Span.CopyTo(to);
    }
}
