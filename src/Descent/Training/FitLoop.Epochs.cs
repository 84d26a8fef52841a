using System.Globalization;
using Descent.Numerics;

namespace Descent;

/// <content>The beginning and the end of an epoch.</content>
internal sealed partial class FitLoop<T>
{
    /// <summary>Begins an epoch unless it has begun.</summary>
    public void Open()
    {
        if (isOpen)
        {
            return;
        }

        isOpen = true;
        began = clock.Elapsed;
        Reorder(epoch);
        fresh?.Refresh(epoch);
        CheckFresh(epoch);
        if (rows == 0)
        {
            // A run resumed in the middle of an epoch already has the weights changed at its beginning.
            randomization.Apply(epoch, Now());
        }

        step = (rows + batchSize - 1) / batchSize;
    }

    /// <summary>Ends an epoch: evaluates it, unless training was cancelled within it, and decides whether training ends.</summary>
    private void Close()
    {
        // Checked once per epoch, because a check in every step would cost a noticeable part of the step.
        if (stepper.NotFinite is not null)
        {
            throw Failure(step);
        }

        // Only who asks for states has them kept: a copy is as large as the training.
        if (rows < rowsPerEpoch && (KeepsStates || options.OnCheckpoint is not null || Recording is not null))
        {
            Remember(epoch - 1, rows, sum);
        }

        // An interrupted epoch has no validation loss.
        if (stop != StopReason.Cancelled || rows >= rowsPerEpoch)
        {
            Evaluate();
            stop = stop is StopReason.Completed ? StopAfter(log.Last!) : stop;
        }

        Hand(epoch, stop);
        (isCut, isOpen) = (rows < rowsPerEpoch, false);
        (rows, sum) = (0, 0);
        epoch++;
    }

    private void Evaluate()
    {
        double? validationLoss = validation is null ? null : stepper.Evaluate(validation, validationOrder);
        EpochRecord record = new(epoch, sum / Divisor(rows), validationLoss, Rate(position), (clock.Elapsed - began).TotalSeconds, judge?.Compute() ?? s_noMetrics);
        Take(record);
        foreach (TrainingCallback callback in callbacks)
        {
            callback.OnEpoch(state, record);
        }

        stop = state.IsStopped ? StopReason.Cancelled : stop;
        if (options.Progress is not null)
        {
            Report(step, record.Loss, record);
        }
    }

    /// <summary>Adds a finished epoch and keeps its weights if they are the best so far.</summary>
    private void Take(EpochRecord record)
    {
        log.Add(record);
        idleEpochs += record.LearningRate == 0 ? 1 : 0;
        if (choice.Take(record) && !keepsLast)
        {
            stepper.Parameters.Span.CopyTo(kept.Span);
            keptEpoch = record.Epoch;
        }
    }

    private StopReason StopAfter(EpochRecord record) =>
        options.Until?.IsReached(record) == true ? StopReason.TargetReached
        : options.EarlyStopping is { } rule && record.Epoch - choice.LastGain >= rule.Patience ? StopReason.EarlyStopping
        : iteration is { HasConverged: true } ? StopReason.Converged
        : StopReason.Completed;

    /// <summary>Rejects invalid targets and weights produced by an augmentation.</summary>
    private void CheckFresh(int epoch)
    {
        if (fresh is not { ChangesTargets: true })
        {
            return;
        }

        TargetCheck.Require(model, options.Loss, data.Targets.Span, "mixed training");
        ReadOnlySpan<T> weights = fresh.Weights.Span;
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(T.IsFinite(weights[row]) && weights[row] >= T.Zero))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The weight of row {row} in epoch {epoch}, produced by an augmentation, must be a finite number of at least 0, but is {weights[row]}."));
            }
        }
    }

    private double Divisor(int rows) => options.Loss.Reduction == Reduction.Sum ? 1 : rows;

    private void Reorder(int epoch)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (options.Shuffle)
        {
            new CounterRandom(seed, Streams.Shuffle + (ulong)epoch).Shuffle<int>(order);
        }
    }
}
