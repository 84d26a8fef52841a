using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Descent.Augmentations;
using Descent.Data;
using Descent.Engine;
using Descent.Metrics;
using Descent.Models;
using Descent.Numerics.Memory;
using Descent.Numerics.Random;
using Descent.Schedules;

namespace Descent.Training;

/// <summary>One training run: epochs, validation, the best weights, reports.</summary>
internal sealed partial class Run<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Below this much work per step (multiply-adds), a second thread costs more than it saves.</summary>
    private const long WorkForThreads = 1L << 22;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(200);

    private readonly Model<T> model;
    private readonly Dataset<T> data;
    private readonly Dataset<T>? validation;
    private readonly TrainingOptions options;
    private readonly Stepper<T> stepper;
    private readonly EpochRows<T>? fresh;
    private readonly ulong seed;
    private readonly int batchSize, stepsPerEpoch, threads;
    private readonly int[] order, validationOrder;
    private readonly List<EpochRecord> records = [];
    private readonly Stopwatch clock = new();
    private readonly AlignedBlock<T> kept;
    private readonly Randomization<T> randomization;

    private Frame<T>? judging;
    private double[] judged = [];
    private int keptEpoch;
    private long steps;
    private TimeSpan reported;

    public Run(Model<T> model, Dataset<T> data, TrainingOptions options)
    {
        seed = options.Seed ?? model.Seed;
        data = Augmentation.Resampled(data, options.Augmentations, seed);
        ReadOnlyMemory<T> weights = FitChecks.Weights(data, options.ClassWeights);
        fresh = EpochRows<T>.Of(data, weights, options.Augmentations, seed);
        (data, weights) = fresh is null ? (data, weights) : (fresh.Data, fresh.Weights);
        this.model = model;
        this.data = data;
        this.options = options;
        validation = options.Validation?.As<T>();
        batchSize = Math.Min(options.BatchSize, data.Rows);
        stepsPerEpoch = (data.Rows + batchSize - 1) / batchSize;
        FitChecks.Memory(model, data, options);
        threads = ThreadsFor(model, batchSize, options);
        AlignedBlock<T> parameters = options.WarmStart ? model.Block.Copy() : model.Plan.Parameters.Initialize<T>(seed);
        kept = parameters.Copy();
        stepper = new Stepper<T>(model, data, weights, options, batchSize, threads, parameters);
        order = new int[data.Rows];
        if (options.OnCheckpoint is not null || options.Resume is not null)
        {
            identity = RunIdentity.Of(model, data, validation, options, batchSize, seed);
        }

        if (options.Resume is { } checkpoint)
        {
            Restore(checkpoint);
        }
        else if (!options.WarmStart && model.Plan.Parameters.InOrder.Any(p => p.Initializer.Find<Initializers.Dynamic>() is not null))
        {
            // Rows in the order of an epoch before the first: a file's first rows may be all of one class.
            Reorder(0);
            stepper.ScaleToData(order, batchSize);
            parameters.Span.CopyTo(kept.Span);
        }

        if (options.Augmentations?.OfType<Mixup>().Any() == true)
        {
            // Mixed targets lie between the labels, which not every loss takes: better said now than trained wrongly.
            fresh!.Refresh(1);
            FitChecks.Targets(options.Loss, data, "mixed training");
        }

        randomization = new Randomization<T>(model.Plan.Parameters, parameters, seed);
        validationOrder = [.. Enumerable.Range(0, validation?.Rows ?? 0)];
    }

    /// <summary>How many threads work on a batch.</summary>
    public static int ThreadsFor(Model<T> model, int batchSize, TrainingOptions options) =>
        options.Threads > 0 ? options.Threads : 3 * model.Plan.MultiplyAdds * batchSize < WorkForThreads ? 1 : Environment.ProcessorCount;

    public History Train(CancellationToken cancellation)
    {
        clock.Start();
        StopReason stop = StopReason.Completed;
        try
        {
            if (options.Resume is not null)
            {
                stop = steps >= options.MaximumSteps ? StopReason.MaximumSteps : HasStoodStill(records.Count) ? StopReason.EarlyStopping : stop;
            }

            for (int epoch = firstEpoch; epoch <= options.Epochs && stop == StopReason.Completed; epoch++)
            {
                stop = Epoch(epoch, cancellation);
                if (stop is StopReason.Completed && HasStoodStill(epoch))
                {
                    stop = StopReason.EarlyStopping;
                }

                Hand(epoch, stop);
            }
        }
        finally
        {
            // Whatever happened, a callback's exception included: the model gets weights that are known to be good.
            model.Block = kept;
        }

        return new History(records, keptEpoch, steps, clock.Elapsed.TotalSeconds, threads, stop);
    }

    public void Dispose() => stepper.Dispose();

    private StopReason Epoch(int epoch, CancellationToken cancellation)
    {
        TimeSpan began = clock.Elapsed;
        Reorder(epoch);
        fresh?.Refresh(epoch);
        if (firstRow == 0)
        {
            // A run that goes on in the middle of an epoch has the weights that its beginning made.
            randomization.Apply(epoch, new Moment(steps, stepsPerEpoch) { Losses = judged.AsMemory(0, records.Count) });
        }

        double sum = firstSum;
        int rows = firstRow, step = (rows + batchSize - 1) / batchSize;
        (firstRow, firstSum) = (0, 0);
        StopReason stop = StopReason.Completed;
        Moment moment = default;
        while (rows < order.Length && stop == StopReason.Completed)
        {
            int count = Math.Min(batchSize, order.Length - rows);
            moment = new Moment(steps, stepsPerEpoch) { Losses = judged.AsMemory(0, records.Count) };
            double loss = stepper.Step(order, rows, count, moment);
            if (!double.IsFinite(loss))
            {
                throw Failure(epoch, step + 1, loss);
            }

            steps++;
            step++;
            rows += count;
            sum += options.Loss.Reduction == Losses.Reduction.Sum ? loss : loss * count;
            stop = cancellation.IsCancellationRequested ? StopReason.Cancelled : steps >= options.MaximumSteps ? StopReason.MaximumSteps : stop;
            if (options.Progress is not null && clock.Elapsed - reported > ReportEvery)
            {
                Report(epoch, step, sum / Divisor(rows), finished: null);
            }
        }

        if (rows < order.Length && options.OnCheckpoint is not null)
        {
            Remember(epoch - 1, rows, sum);
        }

        if (stop == StopReason.Cancelled && rows < order.Length)
        {
            // A cut epoch has no validation loss to judge by; without validation rows its weights are simply the last good ones.
            KeepIfBest(null, epoch - 1);
            return stop;
        }

        double? validationLoss = validation is null ? null : stepper.Evaluate(validation, validationOrder);
        EpochRecord record = new(epoch, sum / Divisor(rows), validationLoss, stepper.LearningRate(moment), (clock.Elapsed - began).TotalSeconds, Judge());
        KeepIfBest(validationLoss, epoch);
        records.Add(record);
        if (judged.Length < records.Count)
        {
            Array.Resize(ref judged, Math.Max(16, 2 * judged.Length));
        }

        judged[records.Count - 1] = validationLoss ?? record.Loss;
        if (options.Progress is not null)
        {
            Report(epoch, step, record.Loss, record);
        }

        return stop;
    }

    private double Divisor(int rows) => options.Loss.Reduction == Losses.Reduction.Sum ? 1 : rows;

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

    /// <summary>Keeps a copy of the weights if they are the best so far, or, where nothing can be compared, because they are the newest.</summary>
    private void KeepIfBest(double? validationLoss, int epoch)
    {
        bool compare = validation is not null && options.RestoreBestWeights && records.Count > 0;
        if (compare && !(validationLoss < records.Min(r => r.ValidationLoss)))
        {
            return;
        }

        stepper.Parameters.Span.CopyTo(kept.Span);
        keptEpoch = epoch;
    }

    private bool HasStoodStill(int epoch) => options.EarlyStopping is { } rule && epoch - BestEpoch(rule.MinimumDelta) >= rule.Patience;

    /// <summary>The last epoch that beat all before it by more than <paramref name="delta"/>.</summary>
    private int BestEpoch(double delta)
    {
        double best = double.PositiveInfinity;
        int at = 0;
        foreach (EpochRecord record in records)
        {
            if (record.ValidationLoss < best - delta)
            {
                (best, at) = (record.ValidationLoss.Value, record.Epoch);
            }
        }

        return at;
    }

    private Dictionary<string, double> Judge()
    {
        Dictionary<string, double> values = [];
        if (validation is not null && options.Metrics.Count > 0)
        {
            T[] outputs = new T[validation.Targets.Length];
            judging ??= new Frame<T>(model.Plan, Plan<T>.Chunk, training: false, members: 1) { Parameters = stepper.Parameters };
            model.Plan.Predict(judging, validation.Inputs.Span, outputs);
            Outcome outcome = Outcome.From<T>(Form, validation.Targets.Span, outputs, validation.TargetColumns, validation.Weights.Span);
            foreach (Metric metric in options.Metrics)
            {
                values[metric.Name] = metric.Compute(outcome);
            }
        }

        return values;
    }

    private OutcomeForm Form => options.Loss switch
    {
        Losses.CategoricalCrossEntropy => OutcomeForm.Multiclass,
        Losses.BinaryCrossEntropy => data.TargetColumns == 1 ? OutcomeForm.Binary : OutcomeForm.Multilabel,
        _ => OutcomeForm.Regression,
    };

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
        options.Progress!.Report(new TrainingProgress(epoch, options.Epochs, step, stepsPerEpoch, loss, finished?.ValidationLoss ?? records.LastOrDefault()?.ValidationLoss, rate, reported, remaining, finished));
    }

    private TrainingFailedException Failure(int epoch, int batch, double loss)
    {
        (string layer, double largest) = stepper.Diagnose();
        string message = string.Create(CultureInfo.InvariantCulture, $"The loss became {loss} in epoch {epoch}, batch {batch}; the first numbers that are not finite are those of {layer}, and the largest gradient before was {largest:G3}. ");
        string weights = keptEpoch > 0 ? $"The model has its weights of epoch {keptEpoch}." : "The model has its first weights.";
        return new TrainingFailedException(message + weights + $" Try a smaller learning rate than {options.Optimizer.LearningRate}, standardized inputs, or a smaller batch.", epoch, batch, layer, largest);
    }
}
