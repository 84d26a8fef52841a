using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>One training run: epochs, validation, the best weights, reports.</summary>
internal sealed partial class Run<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Below this much work per step (multiply-adds), a second thread costs more than it saves.</summary>
    private const long WorkForThreads = 1L << 22;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(200);
    private static readonly Dictionary<string, double> NoMetrics = [];

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
    private readonly MomentContext context = new();
    private readonly ValidationMetrics<T>? judge;
    private readonly Stopwatch clock = new();
    private readonly AlignedBlock<T> kept;
    private readonly Randomization<T> randomization;
    private readonly TrainedParameters groups;
    private readonly StepperState<T> state;
    private readonly IReadOnlyList<TrainingCallback> callbacks;
    private readonly List<StepRecord> stepRecords = [];

    // Whether the result is the last state rather than the best epoch's; whether no update is under way; whether training has failed.
    private readonly bool keepsLast, replacedWeights;
    private bool atRest = true, failed;
    private int keptEpoch, scheduleEpochs, idleEpochs;
    private long steps;
    private double initialLoss = double.NaN;
    private TimeSpan reported;

    public Run(Model<T> model, Dataset<T> data, TrainingOptions options)
    {
        seed = options.Seed ?? model.Seed;
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
        batchSize = Math.Min(options.BatchSize, data.Rows);
        rowsPerEpoch = options.DropPartialBatch ? data.Rows / batchSize * batchSize : data.Rows;
        stepsPerEpoch = (rowsPerEpoch + batchSize - 1) / batchSize;
        CompiledTraining<T> compiled = new(model, options);
        FitChecks.Memory(model, compiled, data);
        threads = ThreadsFor(model, batchSize, options);
        groups = compiled.Groups;
        replacedWeights = !options.WarmStart && options.Resume is null && model.WasSet(model.Parameters.Where(parameter => !groups.IsFrozen(parameter)));
        AlignedBlock<T> parameters = compiled.Begin(model, given);
        kept = parameters.Copy();
        stepper = new Stepper<T>(compiled, data, weights, batchSize, threads, parameters);
        judge = validation is not null && FitChecks.MetricsOf(options).Length > 0 ? new ValidationMetrics<T>(model, validation, options, parameters) : null;
        state = new StepperState<T>(model, stepper);
        callbacks = options.Callbacks ?? [];
        order = new int[data.Rows];
        if (options.OnCheckpoint is not null || options.Resume is not null)
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
            DataInitialization.Fit(compiled, data, order, batchSize, parameters);
            parameters.Span.CopyTo(kept.Span);
        }

        if (fresh is { ChangesTargets: true })
        {
            // Mixed targets lie between the labels, which not every loss takes: better said now than after a long beginning.
            fresh.Refresh(1);
            CheckFresh(1);
        }

        randomization = new Randomization<T>(model.Steps.Parameters, groups, parameters, seed);
        validationOrder = [.. Enumerable.Range(0, validation?.Rows ?? 0)];
    }

    /// <summary>How many threads work on a batch.</summary>
    public static int ThreadsFor(Model<T> model, int batchSize, TrainingOptions options) =>
        options.ExceedProcessors ? options.Threads
        : options.Threads > 0 ? Math.Min(options.Threads, Environment.ProcessorCount)
        : 3 * model.Steps.MultiplyAdds * batchSize < WorkForThreads ? 1 : Environment.ProcessorCount;

    public History Train(CancellationToken cancellation)
    {
        clock.Start();
        StopReason stop = StopReason.Completed;
        try
        {
            // A run that goes on may be over.
            stop = steps >= options.MaximumSteps ? StopReason.MaximumSteps : log.Last is { } last ? StopAfter(last) : stop;

            for (int epoch = firstEpoch; epoch <= options.Epochs && stop == StopReason.Completed; epoch++)
            {
                stop = Epoch(epoch, cancellation);
                if (stop is StopReason.Completed)
                {
                    stop = StopAfter(log.Last!);
                }

                Hand(epoch, stop);
            }
        }
        finally
        {
            if (keepsLast && atRest && !failed && stepper.NotFinite is null)
            {
                stepper.Parameters.Span.CopyTo(kept.Span);
                keptEpoch = log.Count;
            }

            // Whatever happened, a callback's exception included: the model gets weights that are known to be good.
            model.Steps.Parameters.ClearPadding(kept.Span);
            model.Block = kept;
        }

        History history = Course(stop);
        foreach (TrainingCallback callback in callbacks)
        {
            callback.OnEnd(history);
        }

        return history;
    }

    public void Dispose() => stepper.Dispose();

    /// <summary>The course so far, and what is worth knowing about it.</summary>
    private History Course(StopReason stop) => new(log.Records, keptEpoch, steps, clock.Elapsed.TotalSeconds, threads, stop)
    {
        InitialLoss = initialLoss,
        StepRecords = stepRecords,
        Notices = CourseNotices.Of(choice, judge?.Undefined.GetValueOrDefault(choice.Name), log.Count, idleEpochs, threads < options.Threads ? options.Threads : null, threads, paysOff: ThreadsFor(model, batchSize, options with { Threads = 0, ExceedProcessors = false }) > 1, replacedWeights),
    };

    private StopReason Epoch(int epoch, CancellationToken cancellation)
    {
        TimeSpan began = clock.Elapsed;
        Reorder(epoch);
        fresh?.Refresh(epoch);
        CheckFresh(epoch);
        if (firstRow == 0)
        {
            // A run that goes on in the middle of an epoch has the weights that its beginning made.
            randomization.Apply(epoch, Now());
        }

        double sum = firstSum;
        int rows = firstRow, step = (rows + batchSize - 1) / batchSize;
        (firstRow, firstSum) = (0, 0);
        StopReason stop = StopReason.Completed;
        Moment moment = default;
        while (rows < rowsPerEpoch && stop == StopReason.Completed)
        {
            int count = Math.Min(batchSize, rowsPerEpoch - rows);
            moment = Now();

            // Without a validation loss it is the next loss that tells whether an epoch's weights are good.
            bool confirms = keepsLast && rows == 0;
            atRest = false;
            double loss = stepper.Step(order, rows, count, moment, confirms ? kept : null);
            if (!double.IsFinite(loss))
            {
                throw Failure(epoch, step + 1, loss);
            }

            atRest = true;
            keptEpoch = confirms ? epoch - 1 : keptEpoch;
            initialLoss = steps == 0 ? loss * (options.Loss.Reduction == Reduction.Sum ? (double)order.Length / count : 1) : initialLoss;
            steps++;
            step++;
            rows += count;
            sum += options.Loss.Reduction == Reduction.Sum ? loss : loss * count;
            AfterStep(epoch, loss, moment);
            stop = cancellation.IsCancellationRequested || state.IsStopped ? StopReason.Cancelled : steps >= options.MaximumSteps ? StopReason.MaximumSteps : stop;
            if (options.Progress is not null && clock.Elapsed - reported > ReportEvery)
            {
                Report(epoch, step, sum / Divisor(rows), finished: null);
            }
        }

        // Once per epoch: looking at every step would cost as much as a part of it.
        if (stepper.NotFinite is not null)
        {
            throw Failure(epoch, step);
        }

        if (rows < rowsPerEpoch && options.OnCheckpoint is not null)
        {
            Remember(epoch - 1, rows, sum);
        }

        if (stop == StopReason.Cancelled && rows < rowsPerEpoch)
        {
            // A cut epoch has no validation loss to judge by.
            return stop;
        }

        double? validationLoss = validation is null ? null : stepper.Evaluate(validation, validationOrder);
        double rate = stepper.LearningRate(moment);
        EpochRecord record = new(epoch, sum / Divisor(rows), validationLoss, rate, (clock.Elapsed - began).TotalSeconds, judge?.Compute() ?? NoMetrics);
        Take(record);
        foreach (TrainingCallback callback in callbacks)
        {
            callback.OnEpoch(state, record);
        }

        stop = state.IsStopped ? StopReason.Cancelled : stop;
        if (options.Progress is not null)
        {
            Report(epoch, step, record.Loss, record);
        }

        return stop;
    }

    /// <summary>Tells of an update whoever wants to know.</summary>
    private void AfterStep(int epoch, double loss, Moment moment)
    {
        if (options.RecordSteps)
        {
            stepRecords.Add(new StepRecord(steps, loss, stepper.GradientNorm(), stepper.LearningRate(moment)));
        }

        if (callbacks.Count > 0)
        {
            (state.Epoch, state.Steps, state.Loss, state.LearningRate) = (epoch, steps, loss, stepper.LearningRate(moment));
            foreach (TrainingCallback callback in callbacks)
            {
                callback.OnStep(state);
            }
        }
    }

    /// <summary>Adds a finished epoch, and keeps its weights if they are the best so far.</summary>
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

    private Moment Now() => new(steps, stepsPerEpoch) { Losses = log.Losses, Context = context, RunEpochs = Math.Max(1, scheduleEpochs) };

    private StopReason StopAfter(EpochRecord record) =>
        options.Until?.IsReached(record) == true ? StopReason.TargetReached
        : options.EarlyStopping is { } rule && record.Epoch - choice.LastGain >= rule.Patience ? StopReason.EarlyStopping
        : StopReason.Completed;

    /// <summary>Refuses targets and weights that an augmentation must not make.</summary>
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
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The weight of row {row} in epoch {epoch} is {weights[row]}, made by an augmentation; weights are finite numbers of at least 0."));
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

    private void Report(int epoch, int step, double loss, EpochRecord? finished)
    {
        reported = clock.Elapsed;
        double done = epoch - 1 + ((double)step / stepsPerEpoch), total = options.Epochs;
        if (options.MaximumSteps is { } limit)
        {
            total = Math.Min(total, (double)limit / stepsPerEpoch);
        }

        double rate = done * data.Rows / Math.Max(1e-9, reported.TotalSeconds);
        TimeSpan remaining = TimeSpan.FromSeconds(Math.Min(TimeSpan.MaxValue.TotalSeconds / 2, Math.Max(0, total - done) * data.Rows / Math.Max(1e-9, rate)));
        options.Progress!.Report(new TrainingProgress(epoch, options.Epochs, step, stepsPerEpoch, loss, finished?.ValidationLoss ?? log.Last?.ValidationLoss, rate, reported, remaining, finished));
    }

    /// <summary>What to say of a loss that is not finite, or of weights that an update has made so.</summary>
    private TrainingFailedException Failure(int epoch, int batch, double? loss = null)
    {
        failed = true;
        (string place, double largest) = loss is null ? (stepper.NotFinite!.Name, stepper.LargestGradient()) : stepper.Diagnose(isFirst: steps == 0);
        string gradient = double.IsNaN(largest) ? "" : double.IsFinite(largest) ? $", and the largest gradient before was {largest:G3}" : ", and a gradient before was not finite";
        string weights = keptEpoch > 0 ? $"The model has its weights of epoch {keptEpoch}." : "The model has its first weights.";
        string what = loss is { } value
            ? $"The loss became {value} in epoch {epoch}, batch {batch}; the first numbers that are not finite are those of {place}{gradient}. "
            : $"The updates of epoch {epoch} made weights that are not finite; the first are those of {place}{gradient}. ";
        return new TrainingFailedException(
            string.Create(CultureInfo.InvariantCulture, $"{what}{weights} Try a smaller learning rate than {options.Optimizer.LearningRate}, standardized inputs, or a smaller batch."),
            epoch, batch, place, largest, Course(StopReason.Diverged));
    }
}
