using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Trains a model step by step; the caller decides which rows come next. The run starts with a copy of the model's weights, and
/// replaces the weights of the model when <see cref="Update"/> is called and when it ends.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <example>
/// <code>
/// using TrainingRun&lt;float&gt; run = model.Begin(new TrainingOptions { Loss = new MeanSquaredError() });
/// foreach (Dataset batch in batches)
/// {
///     double loss = run.Step(batch);
/// }
/// </code>
/// </example>
public sealed class TrainingRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Model<T> model;
    private readonly TrainingOptions options;
    private readonly Stepper<T> stepper;
    private readonly int stepsPerEpoch;
    private readonly AlignedBlock<T> good;
    private readonly TrainingPositionContext context = new();
    private TrainingPosition last;
    private double lossOfEpoch;
    private double[] losses = new double[64];
    private int epochs;
    private bool isOver, hasGood;

    internal TrainingRun(Model<T> model, TrainingOptions options, int stepsPerEpoch)
    {
        FullBatchChecks.Reject(options);
        (string Name, bool IsSet)[] useless =
        [
            (nameof(options.Validation), options.Validation is not null), (nameof(options.Augmentations), options.Augmentations is { Count: > 0 }), (nameof(options.EarlyStopping), options.EarlyStopping is not null),
            (nameof(options.Monitor), options.Monitor is not null), (nameof(options.Until), options.Until is not null), (nameof(options.Metrics), options.Metrics.Count > 0), (nameof(options.ClassWeights), options.ClassWeights is not null),
            (nameof(options.OnCheckpoint), options.OnCheckpoint is not null), (nameof(options.Resume), options.Resume is not null), (nameof(options.Callbacks), options.Callbacks is { Count: > 0 }),
            (nameof(options.MaximumSteps), options.MaximumSteps is not null), (nameof(options.RecordSteps), options.RecordSteps), (nameof(options.Progress), options.Progress is not null),
        ];
        if (useless.FirstOrDefault(option => option.IsSet).Name is { } name)
        {
            throw new ArgumentException($"{name} applies only to training in whole epochs; here the caller decides what happens between two steps. Remove it, or use Fit.", nameof(options));
        }

        if (model.Steps.Parameters.InOrder.FirstOrDefault(parameter => parameter.Initializer.ActsBetweenEpochs) is { } disturbed)
        {
            throw new ArgumentException($"The initializer of {disturbed.Name} changes it before an epoch, but a run of single steps has no epochs. Use another initializer, or use Fit.", nameof(model));
        }

        this.model = model;
        this.options = options;
        this.stepsPerEpoch = stepsPerEpoch;
        CompiledTraining<T> compiled = new(model, options);
        FitChecks.Batch(compiled);
        AlignedBlock<T> parameters = model.Block.Copy();
        good = parameters.Copy();
        stepper = new Stepper<T>(compiled, Dataset.Create<T>(new T[model.Inputs], model.Inputs, new T[model.Outputs], model.Outputs), default, options.BatchSize, FitLoop<T>.ThreadsFor(model, options.BatchSize, options), parameters);
    }

    /// <summary>The number of updates made so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate of the last update; NaN before the first.</summary>
    public double LearningRate => Steps == 0 ? double.NaN : stepper.LearningRate(last);

    /// <summary>The norm <c>‖g‖₂</c> of all gradients of the last update together, after clipping; NaN before the first.</summary>
    public double GradientNorm => Steps == 0 ? double.NaN : stepper.GradientNorm();

    /// <summary>Performs one update.</summary>
    /// <param name="batch">The rows, at most <see cref="TrainingOptions.BatchSize"/>, with weights or without.</param>
    /// <returns>The loss of the batch before the update; penalties are not included.</returns>
    /// <exception cref="ArgumentException">If the batch does not fit the model or the loss, or is larger than <see cref="TrainingOptions.BatchSize"/>.</exception>
    /// <exception cref="ObjectDisposedException">If the run is over.</exception>
    /// <exception cref="TrainingFailedException">If the loss is not finite. The run is over; the model gets the weights before the last update that was made.</exception>
    public double Step(Dataset batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Dataset<T> rows = Checked(batch);
        if (rows.Rows > options.BatchSize)
        {
            throw new ArgumentException($"The batch must have at most {options.BatchSize} rows, the BatchSize of this run, but has {rows.Rows}.", nameof(batch));
        }

        // An epoch ends after stepsPerEpoch steps; schedules that detect a plateau use the mean losses of epochs.
        TrainingPosition now = new(Steps, stepsPerEpoch) { RunEpochs = Math.Max(1, options.Epochs), Losses = losses.AsMemory(0, epochs), Context = context };
        double loss = stepper.Step(rows, now, good);
        if (!double.IsFinite(loss))
        {
            (string layer, double largest) = stepper.Diagnose(isFirst: Steps == 0);
            (isOver, hasGood) = (true, Steps > 0);
            Commit();
            throw new TrainingFailedException(
                FormattableString.Invariant($"The loss became {loss} in step {Steps + 1}; the first values that are not finite are in {layer}. The model has the last weights whose loss was finite. Try a smaller learning rate than {options.Optimizer.LearningRate}, or standardized inputs."),
                1, (int)Math.Min(int.MaxValue, Steps + 1), layer, largest, new History([], 0, Steps, 0, stepper.Members, StopReason.Diverged));
        }

        last = now;
        Steps++;
        lossOfEpoch += loss / stepsPerEpoch;
        if (Steps % stepsPerEpoch == 0)
        {
            if (epochs == losses.Length)
            {
                Array.Resize(ref losses, 2 * epochs);
            }

            losses[epochs++] = lossOfEpoch;
            lossOfEpoch = 0;
        }

        return loss;
    }

    /// <summary>Computes the loss on rows with the current weights, in inference mode; nothing is updated.</summary>
    /// <param name="rows">The rows, with weights or without.</param>
    /// <returns>The loss, reduced over all of them as over one batch.</returns>
    /// <exception cref="ArgumentException">If the rows do not fit the model or the loss.</exception>
    /// <exception cref="ObjectDisposedException">If the run is over.</exception>
    public double Evaluate(Dataset rows)
    {
        Dataset<T> own = Checked(rows);
        return stepper.Evaluate(own, [.. Enumerable.Range(0, own.Rows)]);
    }

    /// <summary>Copies the current weights into the model, so that it can predict with them during the run.</summary>
    /// <exception cref="InvalidOperationException">If the weights are not finite numbers.</exception>
    public void Update()
    {
        ObjectDisposedException.ThrowIf(isOver, this);
        if (stepper.NotFinite is { } spoilt)
        {
            throw new InvalidOperationException($"The last update produced weights that are not finite numbers, first in {spoilt.Name}. The model keeps its weights. Try a smaller learning rate.");
        }

        AlignedBlock<T> present = stepper.Parameters.Copy();
        model.Steps.Parameters.ClearPadding(present.Span);
        model.Block = present;
    }

    /// <summary>Ends the run. The model gets the weights of the run or, if they are not finite, those before the last update.</summary>
    public void Dispose()
    {
        if (!isOver)
        {
            isOver = true;
            hasGood = Steps > 0;
            if (stepper.NotFinite is null)
            {
                stepper.Parameters.Span.CopyTo(good.Span);
            }

            Commit();
        }
    }

    private void Commit()
    {
        if (hasGood)
        {
            model.Steps.Parameters.ClearPadding(good.Span);
            model.Block = good;
        }

        stepper.Dispose();
        model.EndTraining(hasWeights: Steps > 0);
    }

    private Dataset<T> Checked(Dataset rows)
    {
        ObjectDisposedException.ThrowIf(isOver, this);
        ArgumentNullException.ThrowIfNull(rows);
        return FitChecks.Accepted(model, rows, options, "training");
    }
}
