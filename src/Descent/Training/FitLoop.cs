using System.Diagnostics;
using System.Globalization;
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
    private double initialLoss = double.NaN;
    private TimeSpan reported;

    public FitLoop(Model<T> model, Dataset<T> data, TrainingOptions options)
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

    public History Train(CancellationToken cancellation)
    {
        clock.Start();
        StopReason stop = StopReason.Completed;
        try
        {
            // A resumed run may already have reached its end.
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

            // In every case, even after an exception in a callback, the model gets weights that are known to be good.
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

    public void Dispose()
    {
        iteration?.Dispose();
        stepper.Dispose();
    }

    /// <summary>Creates the history so far, with its notices.</summary>
    private History Course(StopReason stop) => new(log.Records, keptEpoch, steps, clock.Elapsed.TotalSeconds, threads, stop)
    {
        InitialLoss = initialLoss,
        Precision = typeof(T) == typeof(double) ? NumericPrecision.Double : NumericPrecision.Single,
        StepRecords = stepRecords,
        Notices = CourseNotices.Of(choice, judge?.Undefined.GetValueOrDefault(choice.Name), log.Count, idleEpochs, threads < options.Threads ? options.Threads : null, threads, paysOff: ThreadsFor(model, stepper.Capacity, options with { Threads = 0, ExceedProcessors = false }) > 1, replacedWeights),
    };

    private StopReason Epoch(int epoch, CancellationToken cancellation)
    {
        TimeSpan began = clock.Elapsed;
        Reorder(epoch);
        fresh?.Refresh(epoch);
        CheckFresh(epoch);
        if (firstRow == 0)
        {
            // A run resumed in the middle of an epoch already has the weights changed at its beginning.
            randomization.Apply(epoch, Now());
        }

        double sum = firstSum;
        int rows = firstRow, step = (rows + batchSize - 1) / batchSize;
        (firstRow, firstSum) = (0, 0);
        StopReason stop = StopReason.Completed;
        TrainingPosition position = default;
        while (rows < rowsPerEpoch && stop == StopReason.Completed)
        {
            int count = Math.Min(batchSize, rowsPerEpoch - rows);
            position = Now();

            // Without a validation loss, only the next loss shows whether an epoch's weights are good.
            bool confirms = keepsLast && rows == 0;
            atRest = false;
            double loss = iteration is null ? stepper.Step(order, rows, count, position, confirms ? kept : null) : Iterate(confirms);
            if (!double.IsFinite(loss))
            {
                throw Failure(epoch, step + 1, loss);
            }

            atRest = true;
            keptEpoch = confirms ? epoch - 1 : keptEpoch;
            if (iteration is { HasMoved: false })
            {
                return Unmoved(epoch);
            }

            initialLoss = steps == 0 ? (iteration?.InitialLoss ?? loss) * (options.Loss.Reduction == Reduction.Sum ? (double)order.Length / count : 1) : initialLoss;
            steps++;
            step++;
            rows += count;
            sum += options.Loss.Reduction == Reduction.Sum ? loss : loss * count;
            AfterStep(epoch, loss, position);
            stop = cancellation.IsCancellationRequested || state.IsStopped ? StopReason.Cancelled : steps >= options.MaximumSteps ? StopReason.MaximumSteps : stop;
            if (options.Progress is not null && clock.Elapsed - reported > s_reportEvery)
            {
                Report(epoch, step, sum / Divisor(rows), finished: null);
            }
        }

        // Checked once per epoch, because a check in every step would cost a noticeable part of the step.
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
            // An interrupted epoch has no validation loss.
            return stop;
        }

        double? validationLoss = validation is null ? null : stepper.Evaluate(validation, validationOrder);
        double rate = Rate(position);
        EpochRecord record = new(epoch, sum / Divisor(rows), validationLoss, rate, (clock.Elapsed - began).TotalSeconds, judge?.Compute() ?? s_noMetrics);
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

    /// <summary>Records an update and calls the callbacks.</summary>
    private void AfterStep(int epoch, double loss, TrainingPosition position)
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

    private TrainingPosition Now() => new(steps, stepsPerEpoch) { Losses = log.Losses, Context = context, RunEpochs = Math.Max(1, scheduleEpochs) };

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

    /// <summary>The learning rate of the failed update.</summary>
    private string RateText() => options.Optimizer.LearningRate is ConstantSchedule constant ? $"{constant}" : string.Create(CultureInfo.InvariantCulture, $"{Rate(Now()):G3}, that of this update");

    /// <summary>Creates the exception for a loss, or for updated weights, that are not finite.</summary>
    private TrainingFailedException Failure(int epoch, int batch, double? loss = null)
    {
        failed = true;
        (string place, double largest) = loss is null ? (stepper.NotFinite!.Name, stepper.LargestGradient()) : stepper.Diagnose(isFirst: steps == 0);
        string gradient = double.IsNaN(largest) ? "" : double.IsFinite(largest) ? $", and the largest gradient of the previous update was {largest:G3}" : ", and a gradient of the previous update was not finite";
        string weights = keptEpoch > 0 ? $"The model has the weights of epoch {keptEpoch}." : "The model has its initial weights.";
        string what = loss is { } value
            ? $"The loss became {value} in epoch {epoch}, batch {batch}; the first values that are not finite are in {place}{gradient}. "
            : $"The updates of epoch {epoch} produced weights that are not finite; the first are in {place}{gradient}. ";
        string advice = iteration is null ? $"a smaller learning rate than {RateText()}, standardized inputs, or a smaller batch" : "standardized inputs, or smaller initial weights";
        return new TrainingFailedException(
            string.Create(CultureInfo.InvariantCulture, $"{what}{weights} Try {advice}."),
            epoch, batch, place, largest, Course(StopReason.Diverged));
    }
}
