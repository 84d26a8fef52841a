using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Performs updates only, on rows in their given order: batch after batch, starting again after the last. It does what training does within an epoch
/// and nothing else, for benchmarks and for comparisons with theory. To train, use
/// <see cref="Trainer.Fit{T}(Model{T}, Dataset, TrainingOptions, CancellationToken)"/> or <see cref="Trainer.Begin{T}"/>: this loop neither keeps good weights nor stops.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <example>
/// <code>
/// using UpdateLoop&lt;float&gt; loop = new(model, rows, new TrainingOptions { Loss = new MeanSquaredError() });
/// double loss = loop.Step();
/// </code>
/// </example>
public sealed class UpdateLoop<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Model<T> model;
    private readonly Stepper<T> stepper;
    private readonly int[] order;
    private readonly int batchSize, stepsPerEpoch;

    /// <summary>Creates a loop and prepares everything that a step needs.</summary>
    /// <param name="model">The model. Its weights are trained in place, so it must not predict, or be trained otherwise, before the loop is disposed of.</param>
    /// <param name="rows">The rows, with weights or without. The last batch may be smaller.</param>
    /// <param name="options">Loss, optimizer, penalty, clipping, groups, batch size and threads, which may exceed the number of processors; other options are ignored.</param>
    /// <exception cref="ArgumentException">If rows, options and model do not fit each other.</exception>
    /// <exception cref="InvalidOperationException">If the model is already being trained.</exception>
    public UpdateLoop(Model<T> model, Dataset rows, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        FullBatchChecks.Reject(options);
        model.BeginTraining();
        try
        {
            Dataset<T> own = FitChecks.Accepted(model, rows, options, "training");
            this.model = model;
            batchSize = Math.Min(options.BatchSize, own.Rows);
            stepsPerEpoch = (own.Rows + batchSize - 1) / batchSize;
            order = [.. Enumerable.Range(0, own.Rows)];
            stepper = new Stepper<T>(new CompiledTraining<T>(model, options), own, own.Weights, batchSize, options.Threads > 0 ? options.Threads : FitLoop<T>.ThreadsFor(model, batchSize, options), model.Block);
        }
        catch
        {
            model.EndTraining(hasWeights: false);
            throw;
        }
    }

    /// <summary>The number of updates made so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The number of threads that work on a step.</summary>
    public int Threads => stepper.Members;

    /// <summary>Performs one update on the next batch, without allocation.</summary>
    /// <returns>The loss of the batch before the update; if it is not finite, no update was made.</returns>
    public double Step()
    {
        (int start, int count) = Next();
        double loss = stepper.Step(order, start, count, new TrainingPosition(Steps, stepsPerEpoch));
        Steps++;
        return loss;
    }

    /// <summary>Computes the loss of the first batch with the current weights; only running statistics are updated.</summary>
    /// <returns>The loss.</returns>
    public double Loss() => stepper.Gradient(order, 0, batchSize);

    /// <summary>Ends the loop; the model may be used again.</summary>
    public void Dispose()
    {
        stepper.Dispose();

        // Packed weights for prediction are cached per block, and the values of this block have changed.
        AlignedBlock<T> own = model.Block.Copy();
        model.Steps.Parameters.ClearPadding(own.Span);
        model.Block = own;
        model.EndTraining(hasWeights: Steps > 0);
    }

    private (int Start, int Count) Next()
    {
        int start = (int)(Steps % stepsPerEpoch) * batchSize;
        return (start, Math.Min(batchSize, order.Length - start));
    }
}
