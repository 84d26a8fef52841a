using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Smith's range test: a short training run whose learning rate grows exponentially from step to step. Rates at which the loss falls
/// are useful; rates at which it rises are too large.
/// </summary>
/// <remarks>
/// Smith, "Cyclical learning rates for training neural networks", 2017. Smoothing (an exponential average, corrected for its start),
/// the stop and the suggestion follow Gugger, "How do you find a good learning rate", 2018, and fastai, which is based on it.
/// </remarks>
public static class LearningRateFinder
{
    /// <summary>
    /// Tests learning rates. The model, including its weights and running statistics, is not changed. For a <see cref="Hypergradient"/>,
    /// which learns its rate, the inner optimizer is tested, and the suggestion is the rate to start from.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model; the test starts from newly drawn weights, or with <see cref="TrainingOptions.WarmStart"/> from its current ones.</param>
    /// <param name="data">Training rows.</param>
    /// <param name="options">The training options; the optimizer's learning rate is replaced, and epochs, validation and early stopping are ignored.</param>
    /// <param name="range">The rates to test; default from 10⁻⁶ to 10 in 200 steps.</param>
    /// <param name="cancellation">Ends the test within one batch.</param>
    /// <returns>The losses and the suggested rate.</returns>
    /// <exception cref="ArgumentException">If data, options and model do not fit each other; the message says how to fix it.</exception>
    /// <exception cref="TrainingFailedException">If the first loss, before any update, is not a finite number.</exception>
    /// <exception cref="OperationCanceledException">If the test was canceled.</exception>
    public static LearningRateCurve FindLearningRate<T>(this Model<T> model, Dataset data, TrainingOptions options, LearningRateRange? range = null, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        range ??= new LearningRateRange();
        Dataset<T> rows = FitChecks.Accepted(model, data, options, "training");

        int batchSize = Math.Min(options.BatchSize, data.Rows), perEpoch = (data.Rows + batchSize - 1) / batchSize;
        Schedule rates = new ExponentialSchedule(range.Lowest, range.Highest / range.Lowest, (range.Steps - 1.0) / perEpoch);
        TrainingOptions rising = options with { Optimizer = ((options.Optimizer as Hypergradient)?.Inner ?? options.Optimizer) with { LearningRate = rates } };
        CompiledTraining<T> compiled = new(model, rising);
        FitChecks.Memory(model, compiled, rows);
        ulong seed = options.Seed ?? model.Seed;
        AlignedBlock<T> parameters = compiled.Begin(model, rows);
        using Stepper<T> stepper = new(compiled, rows, FitChecks.Weights(rows, options.ClassWeights), batchSize, options.Threads > 0 ? FitLoop<T>.ThreadsFor(model, batchSize, options) : 1, parameters);
        int[] order = [.. Enumerable.Range(0, data.Rows)];
        if (!options.WarmStart && DataInitialization.IsWanted(compiled))
        {
            Reorder(order, seed, 0, options);
            DataInitialization.Fit(compiled, rows, order, batchSize, parameters);
        }

        LearningRateTest test = new(range);
        for (int step = 0, row = 0; step < range.Steps && !test.IsOver; step++, row += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step % perEpoch == 0)
            {
                row = 0;
                Reorder(order, seed, 1 + (step / perEpoch), options);
            }

            TrainingPosition position = new(step, perEpoch) { RunEpochs = Math.Max(1, options.Epochs) };
            double loss = stepper.Step(order, row, Math.Min(batchSize, order.Length - row), position);
            if (step == 0 && !double.IsFinite(loss))
            {
                (string layer, double largest) = stepper.Diagnose(isFirst: true);
                throw new TrainingFailedException($"The loss is {loss} before any update; the first values that are not finite are in {layer}. Check the inputs, or use smaller initial weights.", 1, 1, layer, largest, new History([], 0, 0, 0, stepper.Members, StopReason.Diverged));
            }

            test.Add(rates.At(position), loss);
        }

        return test.Curve();
    }

    // The same order of rows as in training.
    private static void Reorder(int[] order, ulong seed, int epoch, TrainingOptions options)
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
