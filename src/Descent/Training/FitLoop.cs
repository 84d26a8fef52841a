using System.Diagnostics;
using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>One training run: epochs, validation, the best weights, reports.</summary>
internal sealed partial class FitLoop<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The work per step, in multiply-adds, below which a second thread costs more than it saves.</summary>
    private const long WorkForThreads = 1L << 22;

    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(200);
    private static readonly Dictionary<string, double> s_noMetrics = [];

    private readonly Model<T> model;
    private readonly Dataset<T> data;
    private readonly Dataset<T>? validation;
    private readonly TrainingOptions options;
    private readonly Stepper<T> stepper;
    private readonly EpochRows<T>? fresh;
    private readonly ulong seed;
    private readonly int batchSize, stepsPerEpoch, rowsPerEpoch, threads;
    private readonly int[] order, validationOrder;
    private readonly EpochLog log = new();
    private readonly EpochChoice choice;
    private readonly TrainingPositionContext context = new();
    private readonly ValidationMetrics<T>? judge;
    private readonly Stopwatch clock = new();
    private readonly AlignedBlock<T> kept;
    private readonly Randomization<T> randomization;
    private readonly TrainedParameters groups;
    private readonly StepperState<T> state;
    private readonly IReadOnlyList<TrainingCallback> callbacks;
    private readonly List<StepRecord> stepRecords = [];

    // Whether the result is the last state rather than that of the best epoch; whether no update is in progress; whether training has failed.
    private readonly bool keepsLast, replacedWeights;
    private bool atRest = true, failed;
    private int keptEpoch, scheduleEpochs, idleEpochs;
    private long steps;

    // The epoch in progress, or the next one: its number from 1, whether its order of rows was drawn, and what was done of it.
    private int epoch = 1, rows, step;
    private bool isOpen;
    private double sum;
    private TrainingPosition position;
    private TimeSpan began;
    private StopReason stop;
    private CancellationToken cancellation;
    private double initialLoss = double.NaN;
    private TimeSpan reported;

    public FitLoop(Model<T> model, Dataset<T> data, TrainingOptions options)
    {
        seed = options.Seed ?? model.Seed;
        source = data;
        data = Augmentation.Resampled(data, options.Augmentations, seed);
        Dataset<T> given = data;
        ReadOnlyMemory<T> weights = FitChecks.Weights(data, options.ClassWeights);
        fresh = EpochRows<T>.Of(data, weights, options.Augmentations, seed);
        (data, weights) = fresh is null ? (data, weights) : (fresh.Data, fresh.Weights);
        this.model = model;
        this.data = data;
        this.options = options;
        validation = FitChecks.WeightedValidation(options.Validation?.As<T>(), options);
        keepsLast = validation is null || !options.RestoreBestWeights;
        scheduleEpochs = options.Epochs;
        choice = new EpochChoice(options.Monitor, options.EarlyStopping?.MinimumDelta ?? 0);
        FullBatchOptimizer? whole = options.Optimizer as FullBatchOptimizer;
        batchSize = whole is null ? Math.Min(options.BatchSize, data.Rows) : data.Rows;
        rowsPerEpoch = options.DropPartialBatch ? data.Rows / batchSize * batchSize : data.Rows;
        stepsPerEpoch = (rowsPerEpoch + batchSize - 1) / batchSize;
        CompiledTraining<T> compiled = new(model, options);
        FitChecks.Memory(model, compiled, data);
        int capacity = compiled.Capacity(data.Rows);
        threads = ThreadsFor(model, capacity, options);
        groups = compiled.Groups;
        replacedWeights = !options.WarmStart && options.Resume is null && model.WasSet(model.Parameters.Where(parameter => !groups.KeepsStart(parameter)));
        AlignedBlock<T> parameters = compiled.Begin(model, given);
        kept = parameters.Copy();
        stepper = new Stepper<T>(compiled, data, weights, capacity, threads, parameters);
        iteration = whole is null ? null : FullBatchIteration<T>.Of(whole, new FullBatchLoss<T>(compiled, model, data, weights, stepper));
        judge = validation is not null && FitChecks.MetricsOf(options).Length > 0 ? new ValidationMetrics<T>(model, validation, options, parameters) : null;
        state = new StepperState<T>(model, stepper);
        callbacks = options.Callbacks ?? [];
        order = new int[data.Rows];
        if (options.OnCheckpoint is not null || options.Recorder is not null || (options.Resume is not null && options.Continues == Continuation.SameRun))
        {
            identity = RunIdentity.Of(model, data, validation, options, batchSize, seed);
        }

        if (options.Resume is { } checkpoint)
        {
            Restore(checkpoint);
        }
        else if (!options.WarmStart && DataInitialization.IsWanted(compiled))
        {
            Reorder(0);
            DataInitialization.Fit(compiled, data, order, capacity, parameters);
            parameters.Span.CopyTo(kept.Span);
        }

        if (fresh is { ChangesTargets: true })
        {
            // Mixed targets lie between the labels, which not every loss accepts. Checking now avoids a failure after a long start.
            fresh.Refresh(1);
            CheckFresh(1);
        }

        randomization = new Randomization<T>(model.Steps.Parameters, groups, parameters, seed);
        validationOrder = [.. Enumerable.Range(0, validation?.Rows ?? 0)];
    }

    /// <summary>Gets the number of threads that work on a batch.</summary>
    public static int ThreadsFor(Model<T> model, int batchSize, TrainingOptions options) =>
        options.ExceedProcessors ? options.Threads
        : options.Threads > 0 ? Math.Min(options.Threads, Environment.ProcessorCount)
        : 3 * model.Steps.MultiplyAdds * batchSize < WorkForThreads ? 1 : Environment.ProcessorCount;

    /// <summary>Whether training has ended.</summary>
    public bool IsOver => stop != StopReason.Completed || epoch > options.Epochs;

    /// <summary>Trains to the end.</summary>
    public History Train(CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        try
        {
            Begin();
            while (!IsOver)
            {
                Next();
            }
        }
        finally
        {
            Settle();
        }

        return Conclude(stop);
    }

    /// <summary>Prepares for the first update.</summary>
    public void Begin()
    {
        clock.Start();

        // A resumed run may already have reached its end.
        stop = steps >= options.MaximumSteps ? StopReason.MaximumSteps : log.Last is { } last ? StopAfter(last) : stop;
        Recording = options.Recorder?.Begin(this);
    }

    /// <summary>Stops the clock between two updates.</summary>
    public void Pause() => clock.Stop();

    /// <summary>Starts the clock again.</summary>
    public void Resume() => clock.Start();

    /// <summary>Performs one update and, if it is the last of an epoch or of the run, what follows the epoch.</summary>
    public void Next()
    {
        Open();
        int count = Math.Min(batchSize, rowsPerEpoch - rows);
        position = Now();

        // Without a validation loss, only the next loss shows whether an epoch's weights are good.
        bool confirms = keepsLast && rows == 0;
        atRest = false;
        double loss = iteration is null ? stepper.Step(order, rows, count, position, confirms ? kept : null) : Iterate(confirms);
        if (!double.IsFinite(loss))
        {
            throw Failure(step + 1, loss);
        }

        atRest = true;
        keptEpoch = confirms ? epoch - 1 : keptEpoch;
        if (iteration is { HasMoved: false })
        {
            EndUnmoved();
            return;
        }

        initialLoss = steps == 0 ? (iteration?.InitialLoss ?? loss) * (options.Loss.Reduction == Reduction.Sum ? (double)order.Length / count : 1) : initialLoss;
        (Batch, Loss) = ((rows, count), loss);
        steps++;
        step++;
        rows += count;
        sum += options.Loss.Reduction == Reduction.Sum ? loss : loss * count;
        AfterStep(loss);
        stop = cancellation.IsCancellationRequested || state.IsStopped ? StopReason.Cancelled : steps >= options.MaximumSteps ? StopReason.MaximumSteps : stop;
        if (options.Progress is not null && clock.Elapsed - reported > s_reportEvery)
        {
            Report(step, sum / Divisor(rows), finished: null);
        }

        if (rows >= rowsPerEpoch || stop != StopReason.Completed)
        {
            Close();
        }

        Recording?.Follow(this);
    }

    /// <summary>Gives the model the weights with which training ends. It is called in every case, even after an exception in a callback.</summary>
    public void Settle()
    {
        if (keepsLast && atRest && !failed && stepper.NotFinite is null)
        {
            stepper.Parameters.Span.CopyTo(kept.Span);
            keptEpoch = log.Count;
        }

        model.Steps.Parameters.ClearPadding(kept.Span);
        model.Block = kept;
    }

    /// <summary>Creates the history and passes it to the callbacks.</summary>
    public History Conclude(StopReason stop)
    {
        History history = Course(stop);
        foreach (TrainingCallback callback in callbacks)
        {
            callback.OnEnd(history);
        }

        Recording?.End(history);
        return history;
    }

    public void Dispose()
    {
        iteration?.Dispose();
        stepper.Dispose();
    }

    /// <summary>Records an update and calls the callbacks.</summary>
    private void AfterStep(double loss)
    {
        if (options.RecordSteps)
        {
            stepRecords.Add(new StepRecord(steps, loss, stepper.GradientNorm(), Rate(position)));
        }

        if (callbacks.Count > 0)
        {
            (state.Epoch, state.Steps, state.Loss, state.LearningRate) = (epoch, steps, loss, Rate(position));
            foreach (TrainingCallback callback in callbacks)
            {
                callback.OnStep(state);
            }
        }
    }

    private TrainingPosition Now() => new(steps + positionOffset, stepsPerEpoch) { Losses = log.Losses, Context = context, RunEpochs = Math.Max(1, scheduleEpochs) };
}
