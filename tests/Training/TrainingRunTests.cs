using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Training;

/// <summary>Training step by step in the caller's hands, and looking on while a whole training runs.</summary>
public class TrainingRunTests
{
    private static readonly Network s_network = [new Dense(6, new Tanh()), new BatchNormalization(), new Dropout(0.1), new Dense(2)];
    private static readonly TrainingOptions s_options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(0.01), BatchSize = 16, Epochs = 3, Shuffle = false };

    /// <summary>The same batches in the same order make the same weights as Fit, to the last bit.</summary>
    [Fact]
    public void StepsAreThoseOfFit()
    {
        Dataset<float> rows = Rows(40);
        Model<float> whole = s_network.Build<float>(4, seed: 3), parts = s_network.Build<float>(4, seed: 3);
        History history = whole.Fit(rows, s_options with { RecordSteps = true });
        List<double> losses = [], norms = [];
        using (TrainingRun<float> run = parts.Begin(s_options, stepsPerEpoch: 3))
        {
            for (int epoch = 0; epoch < 3; epoch++)
            {
                foreach ((int start, int count) in ((int, int)[])[(0, 16), (16, 16), (32, 8)])
                {
                    losses.Add(run.Step(Part(rows, start, count)));
                    norms.Add(run.GradientNorm);
                }
            }

            Assert.Equal((9, 0.01), (run.Steps, run.LearningRate));
        }

        Assert.Equal(history.StepRecords.Select(step => step.Loss), losses);
        Assert.Equal(history.StepRecords.Select(step => step.GradientNorm), norms);
        Assert.Equal(Enumerable.Range(1, 9).Select(i => (long)i), history.StepRecords.Select(step => step.Step));
        Assert.All(whole.Parameters, parameter => Assert.Equal(whole.GetParameter(parameter.Name), parts.GetParameter(parameter.Name)));
    }

    [Fact]
    public void TheModelGetsTheWeightsWhenAskedToAndAtTheEnd()
    {
        Dataset<float> rows = Rows(16);
        Model<float> model = s_network.Build<float>(4, seed: 3);
        float[] first = model.GetParameter("layers.0.weight");
        TrainingRun<float> run = model.Begin(s_options);
        double before = run.Evaluate(rows);
        run.Step(rows);
        Assert.Equal(first, model.GetParameter("layers.0.weight"));
        run.Update();
        float[] second = model.GetParameter("layers.0.weight");
        Assert.NotEqual(first, second);
        for (int step = 0; step < 30; step++)
        {
            run.Step(rows);
        }

        Assert.InRange(run.Evaluate(rows), 0, before);
        Assert.Throws<InvalidOperationException>(() => model.Fit(rows, s_options));
        run.Dispose();
        run.Dispose();
        Assert.NotEqual(second, model.GetParameter("layers.0.weight"));
        Assert.Throws<ObjectDisposedException>(() => run.Step(rows));
        model.Fit(rows, s_options);
    }

    [Fact]
    public void ALossThatIsNotFiniteEndsTheRunWithTheLastGoodWeights()
    {
        Network network = [new Dense(1)];
        Model<float> model = network.Build<float>(1);
        Dataset<float> rows = Dataset.Create<float>(new float[] { 1e15f, 1 }, 1, new float[] { 0, 0 }, 1);
        TrainingRun<float> run = model.Begin(new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1), BatchSize = 2 });
        Assert.Throws<TrainingFailedException>(() =>
        {
            for (int step = 0; step < 5; step++)
            {
                run.Step(rows);
            }
        });
        Assert.All(model.GetParameter("layers.0.weight"), weight => Assert.True(float.IsFinite(weight)));
        Assert.Throws<ObjectDisposedException>(() => run.Evaluate(rows));
        run.Dispose();
    }

    [Fact]
    public void WhatBelongsToWholeEpochsIsRefused()
    {
        Model<float> model = s_network.Build<float>(4);
        Assert.Contains("Validation", Assert.Throws<ArgumentException>(() => model.Begin(s_options with { Validation = Rows(4) })).Message, StringComparison.Ordinal);
        Assert.Contains("Augmentations", Assert.Throws<ArgumentException>(() => model.Begin(s_options with { Augmentations = [new Mixup()] })).Message, StringComparison.Ordinal);
        Assert.Contains("MaximumSteps", Assert.Throws<ArgumentException>(() => model.Begin(s_options with { MaximumSteps = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("RecordSteps", Assert.Throws<ArgumentException>(() => model.Begin(s_options with { RecordSteps = true })).Message, StringComparison.Ordinal);
        Model<float> disturbed = Network.Create([new Dense(2, WeightInitializer: new Randomized())]).Build<float>(4);
        Assert.Contains("layers.0.weight", Assert.Throws<ArgumentException>(() => disturbed.Begin(s_options)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Begin(s_options, stepsPerEpoch: 0));
        using TrainingRun<float> run = model.Begin(s_options);
        Assert.Contains("at most 16 rows", Assert.Throws<ArgumentException>(() => run.Step(Rows(17))).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(run.LearningRate) && double.IsNaN(run.GradientNorm));
    }

    [Fact]
    public void CallbacksSeeEveryStepAndMayStop()
    {
        Watcher watcher = new(stopAt: 5);
        Model<float> model = s_network.Build<float>(4, seed: 3);
        History history = model.Fit(Rows(40), s_options with { Callbacks = [watcher], RecordSteps = true });
        Assert.Equal((5, StopReason.Cancelled), (history.Steps, history.Stop));
        Assert.Equal(history.StepRecords.Select(step => step.Loss), watcher.Losses);
        Assert.Equal(history.StepRecords.Select(step => step.GradientNorm), watcher.Norms);
        Assert.Equal([1], watcher.Epochs);
        Assert.Same(history, watcher.End);

        // The norm is that of the gradients one by one, and a callback that does nothing changes nothing.
        Assert.Equal(watcher.Norms[^1], Math.Sqrt(watcher.LastGradients.Sum(g => g * g)), 1e-5 * watcher.Norms[^1]);
        Model<float> plain = s_network.Build<float>(4, seed: 3), watched = s_network.Build<float>(4, seed: 3);
        plain.Fit(Rows(40), s_options);
        watched.Fit(Rows(40), s_options with { Callbacks = [new Watcher(stopAt: 1000)] });
        Assert.All(plain.Parameters, parameter => Assert.Equal(plain.GetParameter(parameter.Name), watched.GetParameter(parameter.Name)));
    }

    [Fact]
    public void WeightsThatWereSetAreNotReplacedWithoutAWord()
    {
        Model<float> model = s_network.Build<float>(4, seed: 3);
        model.SetParameter("layers.0.bias", [1, 2, 3, 4, 5, 6]);
        Assert.Single(model.Fit(Rows(16), s_options).Notices, notice => notice.Text.Contains("WarmStart", StringComparison.Ordinal));
        Assert.Empty(model.Fit(Rows(16), s_options).Notices);
        model.SetParameter("layers.0.bias", [1, 2, 3, 4, 5, 6]);
        Assert.Empty(model.Fit(Rows(16), s_options with { WarmStart = true }).Notices);

        // Only what is replaced: a frozen array stays, one in a group is drawn anew as all others.
        model.SetParameter("layers.0.bias", [1, 2, 3, 4, 5, 6]);
        Assert.Empty(model.Fit(Rows(16), s_options with { Groups = [new ParameterGroup("layers.0.bias", Frozen: true)] }).Notices);
        model.SetParameter("layers.0.bias", [1, 2, 3, 4, 5, 6]);
        Assert.Single(model.Fit(Rows(16), s_options with { Groups = [new ParameterGroup("*.bias", LearningRateFactor: 2)] }).Notices);

        // A training that was refused has replaced nothing.
        model.SetParameter("layers.0.bias", [1, 2, 3, 4, 5, 6]);
        Assert.Throws<ArgumentException>(() => model.Fit(Dataset.Create<float>([1, 2], 1, [1, 2], 1), s_options));
        model.Begin(s_options).Dispose();
        Assert.Single(model.Fit(Rows(16), s_options).Notices);

        Network members = [new Members(2, [new Dense(3, new Relu()), new Dense(2)])];
        Assert.Single(members.Build<float>(4).Member(0).Fit(Rows(16), s_options).Notices);
    }

    [Fact]
    public void APlateauIsOneOfTheLossesOfStepByStep()
    {
        // Rows whose answers are noise of either sign around what is predicted: nothing can be gained, so the rate falls.
        Model<double> model = Network.Create([new Dense(1, UseBias: false, WeightInitializer: new Zeros())]).Build<double>(1);
        Dataset<double> rows = Dataset.Create<double>([1, 1], 1, [1, -1], 1);
        using TrainingRun<double> run = model.Begin(s_options with { Optimizer = new GradientDescent(new PlateauSchedule(0.1, 0.5, 2)) }, stepsPerEpoch: 2);
        double[] rates = new double[12];
        for (int step = 0; step < rates.Length; step++)
        {
            run.Step(rows);
            rates[step] = run.LearningRate;
        }

        double[] losses = [1, 1, 1, 1, 1, 1];
        Assert.All(rates.Index(), at => Assert.Equal(new PlateauSchedule(0.1, 0.5, 2).At(new TrainingPosition(at.Index, 2) { Losses = losses.AsMemory(0, at.Index / 2) }), at.Item));
        Assert.True(rates[^1] < rates[0]);
    }

    private static Dataset<float> Rows(int rows) =>
        Dataset.Create<float>([.. Samples.Targets("real", rows, 4, 1).Select(x => (float)x)], 4, [.. Samples.Targets("real", rows, 2, 2).Select(x => (float)x)], 2);

    private static Dataset<float> Part(Dataset<float> rows, int start, int count) =>
        Dataset.Create<float>(rows.Inputs.Slice(start * 4, count * 4), 4, rows.Targets.Slice(start * 2, count * 2), 2);

    private sealed class Watcher(int stopAt) : TrainingCallback
    {
        public List<double> Losses { get; } = [];

        public List<double> Norms { get; } = [];

        public List<int> Epochs { get; } = [];

        public double[] LastGradients { get; private set; } = [];

        public History? End { get; private set; }

        public override void OnStep(TrainingState state)
        {
            Losses.Add(state.Loss);
            Norms.Add(state.GradientNorm());
            LastGradients = [.. ((string[])["layers.0.weight", "layers.0.bias", "layers.2.scale", "layers.2.shift", "layers.4.weight", "layers.4.bias"]).SelectMany(state.GetGradient)];
            if (state.Steps == stopAt)
            {
                Assert.Equal(12, state.GetParameter("layers.4.weight").Length);
                Assert.Throws<ArgumentException>(() => state.GetGradient("layers.9.weight"));
                state.Stop();
            }
        }

        public override void OnEpoch(TrainingState state, EpochRecord record) => Epochs.Add(record.Epoch);

        public override void OnEnd(History history) => End = history;
    }
}
