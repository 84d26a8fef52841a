namespace Descent;

/// <content>Training with a <see cref="FullBatchOptimizer"/>: all rows are one batch, and an epoch is one iteration.</content>
internal sealed partial class FitLoop<T>
{
    // Null for an optimizer that updates after every batch.
    private readonly FullBatchIteration<T>? iteration;

    /// <summary>Performs an iteration. The weights before it are good, because their loss is finite.</summary>
    private double Iterate(bool keeps)
    {
        if (keeps)
        {
            stepper.Parameters.Span.CopyTo(kept.Span);
        }

        return iteration!.Run();
    }

    /// <summary>Ends training after an iteration that found no lower loss, which is not an epoch.</summary>
    private void EndUnmoved()
    {
        if (options.OnCheckpoint is not null)
        {
            Remember(epoch - 1, 0, 0);
        }

        stop = StopReason.Converged;
        Hand(epoch, stop);
        isOpen = false;
    }

    /// <summary>The learning rate of the last update, which was made at this position.</summary>
    private double Rate(in TrainingPosition position) => iteration?.StepLength ?? stepper.LearningRate(position);
}
