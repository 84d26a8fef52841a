using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>What chooses the best epoch, what ends training, and what is refused before it begins.</summary>
public class MonitorTests
{
    private static readonly Network s_network = [new Dense(6, new Tanh()), new Dense(1, new Sigmoid())];

    private static TrainingOptions Options { get; } = new()
    {
        Loss = new BinaryCrossEntropy(),
        Optimizer = new Adam(0.1),
        BatchSize = 10,
        Epochs = 30,
        Threads = 1,
        Validation = Rows(7, 40),
    };

    /// <summary>Accuracy and loss choose different epochs; each time the model has the weights of the one that was chosen.</summary>
    [Fact]
    public void AScoreThatRisesChoosesItsHighestEpoch()
    {
        (Model<double> model, History history) = Fit(Options with { Monitor = new Accuracy(), Metrics = [new Accuracy(), new RocAuc()] });
        double[] accuracies = [.. history.Epochs.Select(e => e.Metrics["accuracy"])];
        Assert.Equal(1 + Array.IndexOf(accuracies, accuracies.Max()), history.BestEpoch);
        Assert.NotEqual(history.Epochs.MinBy(e => e.ValidationLoss)!.Epoch, history.BestEpoch);
        Dataset<double> rows = Rows(7, 40);
        double own = model.Predict(rows.Inputs.Span).Index().Count(y => y.Item > 0.5 == rows.Targets.Span[y.Index] > 0.5) / 40.0;
        Assert.Equal(accuracies.Max(), own, 1e-12);
        Assert.Equal(["accuracy", "roc_auc"], history.Epochs[0].Metrics.Keys.Order(StringComparer.Ordinal));

        (_, History byLoss) = Fit(Options);
        Assert.Equal(byLoss.Epochs.MinBy(e => e.ValidationLoss)!.Epoch, byLoss.BestEpoch);
    }

    [Fact]
    public void PatienceWatchesTheMonitorAndItsMinimum()
    {
        (_, History history) = Fit(Options with { Epochs = 500, Monitor = new Accuracy(), EarlyStopping = new EarlyStopping(6, 0.05) });
        Assert.Equal(StopReason.EarlyStopping, history.Stop);
        int last = 0;
        double best = double.NegativeInfinity;
        foreach (EpochRecord epoch in history.Epochs.Where(e => e.Metrics["accuracy"] > best + 0.05))
        {
            (best, last) = epoch.Metrics["accuracy"] > best + 0.05 ? (epoch.Metrics["accuracy"], epoch.Epoch) : (best, last);
        }

        Assert.Equal(last + 6, history.Epochs.Count);
    }

    [Fact]
    public void TrainingEndsAsSoonAsTheGoalIsReached()
    {
        (_, History whole) = Fit(Options with { Metrics = [new Accuracy()] });
        double goal = whole.Epochs[6].Metrics["accuracy"], loss = whole.Epochs[4].ValidationLoss!.Value;
        (_, History history) = Fit(Options with { Until = new MetricGoal(goal, new Accuracy()) });
        Assert.Equal(StopReason.TargetReached, history.Stop);
        Assert.Equal(whole.Epochs.First(e => e.Metrics["accuracy"] >= goal).Epoch, history.Epochs.Count);
        Assert.Equal(whole.Epochs.First(e => e.ValidationLoss <= loss).Epoch, Fit(Options with { Until = new MetricGoal(loss) }).History.Epochs.Count);
        Assert.Equal(StopReason.Completed, Fit(Options with { Until = new MetricGoal(0) }).History.Stop);
    }

    [Fact]
    public void AGoalThatNoEpochCanReachIsRefused()
    {
        Assert.Contains("accuracy reaches 1.5, but accuracy is 1 at most", Assert.Throws<ArgumentException>(() => Fit(Options with { Until = new MetricGoal(1.5, new Accuracy()) })).Message, StringComparison.Ordinal);
        Assert.Contains("log_loss is never below 0", Assert.Throws<ArgumentException>(() => Fit(Options with { Until = new MetricGoal(-0.1, new LogLoss()) })).Message, StringComparison.Ordinal);
        Assert.Contains("is never below 0", Assert.Throws<ArgumentException>(() => Fit(Options with { Until = new MetricGoal(-0.1) })).Message, StringComparison.Ordinal);

        // Of these two losses the best value depends on the targets, or is below 0.
        Assert.Null(new MetricGoal(-1).WhyNever(new Poisson()));
        Assert.Null(new MetricGoal(-0.9).WhyNever(new CosineProximity()));
    }

    [Fact]
    public void NoMetricBeatsItsBestValue() => Assert.All(Catalogue.Of(CatalogueKind.Metric), entry =>
    {
        Metric metric = (Metric)entry.Example;
        string range = entry.Range.Split(';')[0];
        Assert.True(metric.HigherIsBetter ? range.Contains($", {metric.Best}]", StringComparison.Ordinal) : range.StartsWith($"[{metric.Best},", StringComparison.Ordinal), $"{metric.Name}: {range}");
    });

    [Fact]
    public void ACheckpointGoesOnToTheSameBits()
    {
        TrainingOptions options = Options with { Monitor = new Accuracy(), EarlyStopping = new EarlyStopping(9, 0.02), Until = new MetricGoal(0), Optimizer = new Adam(new CosineSchedule(0.1)) };
        (Model<double> whole, History course) = Fit(options);
        foreach (long stop in (long[])[5, 12, 31, 47])
        {
            Checkpoint? cut = null;
            Fit(options with { MaximumSteps = stop, OnCheckpoint = c => cut = c });
            (Model<double> resumed, History rest) = Fit(options with { Resume = Checkpoint.Create(cut!.State, cut.Parameters, cut.BestParameters, cut.OptimizerSlots) });
            Assert.Equal(whole.Block.Span.ToArray(), resumed.Block.Span.ToArray());
            Assert.Equal((course.Stop, course.Steps, course.BestEpoch, course.InitialLoss), (rest.Stop, rest.Steps, rest.BestEpoch, rest.InitialLoss));
        }

        Checkpoint? other = null;
        Fit(options with { MaximumSteps = 12, OnCheckpoint = c => other = c });
        Assert.Contains("best epoch is by Accuracy", Assert.Throws<ArgumentException>(() => Fit(options with { Monitor = null, Resume = other })).Message, StringComparison.Ordinal);

        // More epochs do not stretch a schedule that has been running.
        (_, History longer) = Fit(options with { Epochs = 60, EarlyStopping = null, Resume = other });
        Assert.All(longer.Epochs.Skip(30), e => Assert.Equal(0, e.LearningRate));
        Assert.Contains(longer.Notices, n => n.Text.Contains("was 0 at the end of 30 of 60 epochs", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatWatchesValidationRowsNeedsSome()
    {
        TrainingOptions none = Options with { Validation = null };
        foreach ((TrainingOptions options, string name) in ((TrainingOptions, string)[])[(none with { Metrics = [new Accuracy()] }, "Metrics"), (none with { Monitor = new Accuracy() }, "Monitor"), (none with { Until = new MetricGoal(1) }, "Until"), (none with { EarlyStopping = new EarlyStopping() }, "EarlyStopping")])
        {
            Assert.StartsWith($"{name} needs validation rows, but there are none", Assert.Throws<ArgumentException>(() => Fit(options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MetricsFollowTheTaskNotTheLoss()
    {
        // Squared errors of a sigmoid with targets 0 and 1 are still judged as yes or no.
        (_, History history) = Fit(Options with { Loss = new MeanSquaredError(), Metrics = [new Accuracy(), new RocAuc()] });
        Assert.InRange(history.Epochs[^1].Metrics["roc_auc"], 0.5, 1);

        Assert.Contains("r2", Assert.Throws<ArgumentException>(() => Fit(Options with { Form = OutcomeForm.Regression, Metrics = [new Accuracy(), new RocAuc()] })).Message, StringComparison.Ordinal);
        int reports = 0;
        Assert.Throws<ArgumentException>(() => Fit(Options with { Metrics = [new PoissonDeviance()], Progress = new Counter(() => reports++) }));
        Assert.Equal(0, reports);
        Assert.Contains("named f1", Assert.Throws<ArgumentException>(() => Fit(Options with { Metrics = [new F1(), new F1(Averaging.Macro)] })).Message, StringComparison.Ordinal);
        Assert.Contains("Use Binary", Assert.Throws<ArgumentException>(() => Fit(Options with { Form = OutcomeForm.Multiclass, Metrics = [new Accuracy()] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MetricsOfALogSoftmaxAreThoseOfItsProbabilities()
    {
        double[] inputs = Laws.Samples.Targets("real", 40, 2, 3), labels = [.. inputs.Chunk(2).SelectMany(x => x[0] > x[1] ? (double[])[1, 0] : [0, 1])];
        Dataset<double> rows = Dataset.Create<double>(inputs, 2, labels, 2);
        Network plain = [new Dense(2, new Softmax())], logarithms = [new Dense(2, new LogSoftmax())];
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Epochs = 3, Validation = rows, Metrics = [new LogLoss(), new Brier()] };
        History one = plain.Build<double>(2, 1).Fit(rows, options), other = logarithms.Build<double>(2, 1).Fit(rows, options);
        Assert.Equal(one.Epochs[^1].Metrics["log_loss"], other.Epochs[^1].Metrics["log_loss"], 1e-12);
        Assert.Equal(one.Epochs[^1].Metrics["brier"], other.Epochs[^1].Metrics["brier"], 1e-12);
    }

    [Fact]
    public void ASoftmaxMayComeBeforeAnyParameter()
    {
        foreach (Layer first in (Layer[])[new Relu(), new Tanh(), new Dropout(0.1)])
        {
            foreach (Activation over in (Activation[])[new Softmax(), new LogSoftmax()])
            {
                Network network = [first, over, new Dense(1)];
                Dataset<double> rows = Rows(3, 20);
                History history = network.Build<double>(2, 1).Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2 });
                Assert.True(double.IsFinite(history.Epochs[^1].Loss));
            }
        }
    }

    [Fact]
    public void ClassWeightsReachTheValidationLossOnRequest()
    {
        double[] weights = [0.5, 3];
        (_, History plain) = Fit(Options with { ClassWeights = weights, Epochs = 1 });
        (Model<double> model, History weighted) = Fit(Options with { ClassWeights = weights, WeightValidation = true, Epochs = 1 });
        Dataset<double> rows = Rows(7, 40);
        double loss = model.Predict(rows.Inputs.Span).Index().Average(y => rows.Targets.Span[y.Index] == 1 ? -3 * Math.Log(y.Item) : -0.5 * Math.Log(1 - y.Item));
        Assert.Equal(loss, weighted.Epochs[0].ValidationLoss!.Value, 1e-12);
        Assert.NotEqual(plain.Epochs[0].ValidationLoss, weighted.Epochs[0].ValidationLoss);
    }

    [Fact]
    public void ClassWeightsOfARegressionAreRefused()
    {
        Network line = [new Dense(1)];
        Dataset<double> numbers = Dataset.Create<double>(new double[] { 1, 2, 3 }, 1, new double[] { 0, 1, 2.5 }, 1);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => line.Build<double>(1).Fit(numbers, new TrainingOptions { Loss = new MeanSquaredError(), ClassWeights = [1, 2] }));
        Assert.Contains("target of row 2 is 2.5", refusal.Message, StringComparison.Ordinal);

        // Signs are two classes.
        Dataset<double> signs = Dataset.Create<double>(new double[] { 1, 2, 3 }, 1, new double[] { -1, 1, 1 }, 1);
        line.Build<double>(1).Fit(signs, new TrainingOptions { Loss = new Hinge(), ClassWeights = [1, 2], Epochs = 1 });
    }

    [Fact]
    public void NegativeLimitsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("MaximumSteps", () => Options with { MaximumSteps = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Epochs", () => Options with { Epochs = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("Patience", () => new EarlyStopping(-1));
        Assert.Throws<ArgumentOutOfRangeException>("MinimumDelta", () => new EarlyStopping(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("Threads", () => Options with { Threads = 20_000 });
        Assert.Throws<ArgumentOutOfRangeException>("Value", () => new MetricGoal(double.NaN));
        Assert.Equal(0, Fit(Options with { MaximumSteps = 0 }).History.BestEpoch);
    }

    [Fact]
    public void MoreThreadsThanProcessorsAreNotUsedAndThatIsSaid()
    {
        int wanted = Environment.ProcessorCount + 6;
        (Model<double> one, History usual) = Fit(Options with { Epochs = 2 });
        (Model<double> capped, History history) = Fit(Options with { Epochs = 2, Threads = wanted });
        Assert.Equal(Environment.ProcessorCount, history.Threads);
        Assert.Contains($"{wanted} threads were requested", history.Notices[0].Text, StringComparison.Ordinal);

        // For so small a network several threads are slower than the one that is chosen by default.
        Assert.Equal((1, 0), (usual.Threads, usual.Notices.Count));
        Assert.Equal(Environment.ProcessorCount > 1, history.Notices.Any(notice => notice.Text.Contains("a single thread is usually faster", StringComparison.Ordinal) && notice.Remedies[0] == new Remedy("Threads", value: "0")));

        // All the same bits as with as many threads as asked for.
        (Model<double> more, History forced) = Fit(Options with { Epochs = 2, Threads = wanted, ExceedProcessors = true });
        Assert.Equal(wanted, forced.Threads);
        Assert.Equal(one.Block.Span.ToArray(), capped.Block.Span.ToArray());
        Assert.Equal(one.Block.Span.ToArray(), more.Block.Span.ToArray());
    }

    private static (Model<double> Model, History History) Fit(TrainingOptions options)
    {
        Model<double> model = s_network.Build<double>(2, 5);
        return (model, model.Fit(Rows(1, 60), options));
    }

    private static Dataset<double> Rows(ulong seed, int count)
    {
        double[] inputs = Laws.Samples.Targets("real", count, 2, seed), noise = Laws.Samples.Targets("real", count, 1, seed + 50);
        return Dataset.Create<double>(inputs, 2, (double[])[.. inputs.Chunk(2).Select((x, i) => x[0] + (0.5 * x[1]) + noise[i] > 0 ? 1.0 : 0.0)], 1);
    }

    private sealed class Counter(Action heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard();
    }
}
