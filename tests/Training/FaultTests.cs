using System.Globalization;
using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>Bad input and faults while training: a clear error, and nothing lost.</summary>
public class FaultTests
{
    private static readonly float[,] s_inputs = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    private static readonly float[,] s_xor = { { 0 }, { 1 }, { 1 }, { 0 } };
    private static readonly Network s_small = [new Dense(8, new Tanh()), new Dense(1, new Sigmoid())];
    private static readonly TrainingOptions s_options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.05), Epochs = 20 };

    private static Dataset Data => Dataset.Create(s_inputs, s_xor);

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    public void ALearningRateMustBePositive(double rate)
    {
        Assert.Contains("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam() with { LearningRate = rate });
    }

    /// <summary>What a part makes that is no number is its own fault, and not that of the learning rate.</summary>
    [Theory]
    [InlineData(BadRows.Input, "BadAugmentation sets input 1 of row 1 to NaN in epoch 2")]
    [InlineData(BadRows.Target, "BadAugmentation sets target 0 of row 3 to Infinity in epoch 2")]
    [InlineData(BadRows.Weights, "BadAugmentation sets the weights of all rows in epoch 2 to 0")]
    public void AnAugmentationThatMakesNoRowsIsNamed(BadRows fault, string message)
    {
        Dataset weighted = Dataset.Create<float>([0, 0, 0, 1, 1, 0, 1, 1], 2, [0, 1, 1, 0], 1, new float[] { 1, 1, 2, 1 });
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => s_small.Build<float>(2).Fit(weighted, s_options with { Loss = new MeanSquaredError(), Augmentations = [new BadAugmentation(fault)] }));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void APenaltyWithoutASlopeIsNamed(double slope)
    {
        Model<float> model = s_small.Build<float>(2);
        Assert.Contains("BadPenalty.Slopes returned", Assert.Throws<ArgumentException>(() => model.Fit(Data, s_options with { Regularizer = new BadPenalty(slope) })).Message, StringComparison.Ordinal);
        Assert.All(model.Predict(s_inputs).Cast<float>(), y => Assert.True(float.IsFinite(y)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void AMetricWithoutANameIsNamed(string? name) =>
        Assert.Contains("Nameless has no Name", Assert.Throws<ArgumentException>(() => s_small.Build<float>(2).Fit(Data, s_options with { Validation = Data, Metrics = [new Nameless(name!)] })).Message, StringComparison.Ordinal);

    /// <summary>Callers catch the same on one thread and on several.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WhatAPartThrowsArrivesAsItIs(int threads)
    {
        Dataset many = Dataset.Create(new float[600, 2], new float[600, 1]);
        TimeoutException thrown = Assert.Throws<TimeoutException>(() => s_small.Build<float>(2).Fit(many, s_options with { Loss = new ThrowingLoss(), BatchSize = 600, Threads = threads, ExceedProcessors = true }));
        Assert.Equal("It took too long.", thrown.Message);
        Assert.Contains(nameof(ThrowingLoss), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void NoJobOrLayerMayBeNull()
    {
        TrainingJob<float> job = new(s_small.Build<float>(2), Data, s_options);
        Assert.Contains("jobs[1] is null", Assert.Throws<ArgumentException>(() => Trainer.TrainMany<float>([job, null!])).Message, StringComparison.Ordinal);
        Assert.Contains("Job 0: Options is null", Assert.Throws<ArgumentException>(() => Trainer.TrainMany<float>([job with { Options = null! }])).Message, StringComparison.Ordinal);
        Assert.Contains("HiddenLayers[0] is null", Assert.Throws<ArgumentException>(() => new TableOptions { HiddenLayers = [null!] }).Message, StringComparison.Ordinal);
        Assert.Contains("Augmentations[0] is null", Assert.Throws<ArgumentException>(() => new TableOptions { Augmentations = [null!] }).Message, StringComparison.Ordinal);
        Assert.Contains("arguments[1] is null", Assert.Throws<ArgumentException>(() => Descent.Cli.CommandLine.Run(["list", null!])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatHasNoDerivativeHasNoStrengthToLearn() =>
        Assert.Contains("Step has the derivative 0", Assert.Throws<ArgumentException>(() => new Strength(new Step())).Message, StringComparison.Ordinal);

    [Fact]
    public void ALearningRateMustBeANumber() => Assert.Throws<ArgumentOutOfRangeException>(() => new GradientDescent(double.NaN));

    [Fact]
    public void DivergenceIsCaughtAndTheLastGoodWeightsComeBack()
    {
        Network network = [new Dense(8, new Relu()), new Dense(1)];
        Model<float> model = network.Build<float>(2, 1);
        float[] before = model.GetParameter("layers.0.weight");
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1e10), Epochs = 50 };
        TrainingFailedException failure = Assert.Throws<TrainingFailedException>(() => model.Fit(Data, options));
        Assert.True(failure.Epoch >= 1 && failure.Batch == 1);
        Assert.Contains("learning rate", failure.Message, StringComparison.Ordinal);
        Assert.Contains("epoch", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.LargestGradient > 0);
        Assert.All(model.Predict(s_inputs).Cast<float>(), y => Assert.True(float.IsFinite(y)));
        Assert.Equal(before.Length, model.GetParameter("layers.0.weight").Length);
    }

    [Fact]
    public void LossesThatDoNotFitAreRefusedWithTheFix()
    {
        (Network Network, Loss Loss, string Fix)[] cases =
        [
            ([new Dense(3, new Softmax())], new BinaryCrossEntropy(), "CategoricalCrossEntropy"),
            ([new Dense(3)], new BinaryCrossEntropy(), "Sigmoid"),
            ([new Dense(3, new Tanh())], new BinaryCrossEntropy(), "Sigmoid"),
            ([new Dense(3, new Sigmoid())], new CategoricalCrossEntropy(), "Softmax"),
            ([new Dense(1, new Softmax())], new CategoricalCrossEntropy(), "Sigmoid"),
        ];
        foreach ((Network network, Loss loss, string fix) in cases)
        {
            Model<float> model = network.Build<float>(2);
            float[,] targets = new float[4, model.Outputs];
            ArgumentException refusal = Assert.Throws<ArgumentException>(() => model.Fit(Dataset.Create(s_inputs, targets), s_options with { Loss = loss }));
            Assert.Contains(fix, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TargetsOutsideTheLossAreRefusedWithTheirPlace()
    {
        float[,] targets = { { 0 }, { 1 }, { -1 }, { 0 } };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => s_small.Build<float>(2).Fit(Dataset.Create(s_inputs, targets), s_options));
        Assert.Contains("row 2, column 0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShapesNeverBroadcast()
    {
        Model<float> model = s_small.Build<float>(2);
        Assert.Contains("4 rows", Assert.Throws<ArgumentException>(() => Dataset.Create(s_inputs, new float[3, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("Make the last layer 2 wide", Assert.Throws<ArgumentException>(() => model.Fit(Dataset.Create(s_inputs, new float[4, 2]), s_options)).Message, StringComparison.Ordinal);
        Assert.Contains("inputs: 3", Assert.Throws<ArgumentException>(() => model.Fit(Dataset.Create(new float[4, 3], s_xor), s_options)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Dataset.Create<float>(new float[7], 2, new float[4], 1));
    }

    [Theory]
    [InlineData(new float[] { 1, 1, 1 }, "one per row")]
    [InlineData(new float[] { 1, -1, 1, 1 }, "weights[1]")]
    [InlineData(new float[] { 1, 1, float.NaN, 1 }, "weights[2]")]
    [InlineData(new float[] { 0, 0, 0, 0 }, "All weights are zero")]
    public void UnusableWeightsAreRefused(float[] weights, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Dataset.Create(s_inputs, s_xor, weights)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(new double[] { 1 })]
    [InlineData(new double[] { 1, -1 })]
    [InlineData(new double[] { 0, 0 })]
    [InlineData(new double[] { 1, double.NaN })]
    public void UnusableClassWeightsAreRefused(double[] weights) =>
        Assert.Contains("ClassWeights", Assert.Throws<ArgumentException>(() => s_small.Build<float>(2).Fit(Data, s_options with { ClassWeights = weights })).Message, StringComparison.Ordinal);

    [Fact]
    public void NumbersThatAreNotFiniteNeverEnter()
    {
        float[,] inputs = { { 0, 0 }, { 0, float.NaN } };
        Assert.Contains("inputs[1, 1]", Assert.Throws<ArgumentException>(() => Dataset.Create(inputs, new float[2, 1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1000)]
    public void AnyBatchSizeWorks(int batchSize)
    {
        Model<float> model = s_small.Build<float>(2, 1);
        History history = model.Fit(Data, s_options with { BatchSize = batchSize, Epochs = 400 });
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss);
    }

    [Fact]
    public void NoEpochsNoHiddenLayerOneNeuronWork()
    {
        Network single = [new Dense(1, new Sigmoid())];
        Model<float> model = single.Build<float>(2, 1);
        float[] before = model.GetParameter("layers.0.weight");
        History history = model.Fit(Data, s_options with { Epochs = 0 });
        Assert.Empty(history.Epochs);
        Assert.Equal(before, model.GetParameter("layers.0.weight"));
        Assert.Equal(20, model.Fit(Data, s_options).Epochs.Count);
    }

    [Fact]
    public void TooManyParametersAreRefusedWithTheNumber()
    {
        Network huge = [new Dense(100_000), new Dense(100_000)];
        Assert.Contains("10,000,000,000", Assert.Throws<ArgumentException>(() => huge.Build<float>(10)).Message, StringComparison.Ordinal);
        Network many = [new Dense(40_000), new Dense(40_000), new Dense(40_000)];
        Assert.Contains("one block holds at most", Assert.Throws<ArgumentException>(() => many.Build<float>(10)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellingKeepsTheBestWeightsAndSaysSo()
    {
        using CancellationTokenSource source = new();
        Model<float> model = s_small.Build<float>(2, 1);
        int reports = 0;
        History history = model.Fit(Data, s_options with { Epochs = 1_000_000, Progress = new Callback(_ => { if (++reports == 5) { source.Cancel(); } }) }, source.Token);
        Assert.Equal(StopReason.Cancelled, history.Stop);
        Assert.InRange(history.Epochs.Count, 5, 6);
        Assert.All(model.Predict(s_inputs).Cast<float>(), y => Assert.True(float.IsFinite(y)));
    }

    [Fact]
    public void ACallbacksExceptionArrivesAsItIsAndTheModelStaysWhole()
    {
        Model<float> model = s_small.Build<float>(2, 1);
        InvalidTimeZoneException thrown = Assert.Throws<InvalidTimeZoneException>(() => model.Fit(Data, s_options with { Progress = new Callback(p => throw new InvalidTimeZoneException("mine")) }));
        Assert.Contains(nameof(ACallbacksExceptionArrivesAsItIsAndTheModelStaysWhole), thrown.StackTrace, StringComparison.Ordinal);
        Assert.Equal(20, model.Fit(Data, s_options).Epochs.Count);
    }

    [Fact]
    public void OnlyOneFitAtATimeAndPredictingMeanwhileIsSafe()
    {
        Model<float> model = s_small.Build<float>(2, 1);
        float[] before = [.. model.Predict(s_inputs).Cast<float>()];
        bool looked = false;
        model.Fit(Data, s_options with
        {
            Progress = new Callback(p =>
            {
                Assert.Throws<InvalidOperationException>(() => model.Fit(Data, s_options));
                Assert.Equal(before, model.Predict(s_inputs).Cast<float>());
                looked = true;
            }),
        });
        Assert.True(looked);
        Assert.NotEqual(before, model.Predict(s_inputs).Cast<float>());
    }

    [Fact]
    public void FitStartsAfreshUnlessAWarmStartIsAskedFor()
    {
        Model<float> model = s_small.Build<float>(2, 1);
        model.Fit(Data, s_options);
        float[] once = model.GetParameter("layers.0.weight");
        model.Fit(Data, s_options);
        Assert.Equal(once, model.GetParameter("layers.0.weight"));
        model.Fit(Data, s_options with { WarmStart = true });
        Assert.NotEqual(once, model.GetParameter("layers.0.weight"));
    }

    [Fact]
    public void BestWeightsAreRestored()
    {
        // Far too high a learning rate at the end: the last epochs are worse than the best one.
        Model<float> model = s_small.Build<float>(2, 1);
        History history = model.Fit(Data, s_options with { Epochs = 60, Validation = Data, Optimizer = new GradientDescent(new StepSchedule(0.5, 30, 40)) });
        double best = history.Epochs.Min(e => e.ValidationLoss!.Value);
        Assert.Equal(history.Epochs.Single(e => e.Epoch == history.BestEpoch).ValidationLoss, best);
        float[,] outputs = model.Predict(s_inputs);
        double loss = Enumerable.Range(0, 4).Average(i => -Math.Log(s_xor[i, 0] > 0 ? outputs[i, 0] : 1 - outputs[i, 0]));
        Assert.Equal(best, loss, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void EarlyStoppingCountsEpochsWithoutANewBest(int patience)
    {
        // The validation answers are the opposite of the training answers, so the validation loss soon only rises.
        float[,] opposite = { { 1 }, { 0 }, { 0 }, { 1 } };
        Model<float> model = s_small.Build<float>(2, 1);
        History history = model.Fit(Data, s_options with { Epochs = 500, Validation = Dataset.Create(s_inputs, opposite), EarlyStopping = new EarlyStopping(patience) });
        Assert.Equal(StopReason.EarlyStopping, history.Stop);
        Assert.Equal(history.BestEpoch + patience, history.Epochs.Count);
        Assert.Throws<ArgumentException>(() => model.Fit(Data, s_options with { EarlyStopping = new EarlyStopping() }));
    }

    [Fact]
    public void ALearningRatePrintsInTheInvariantCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("Adam { LearningRate = 0.05, Beta1", new Adam(0.05).ToString()[..33]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Finished is not null)
            {
                action(value);
            }
        }
    }
}
