namespace Descent.Tests.Training;

/// <summary>A training that rests between its updates is that of Fit; a branch of it is one that always had the other options from there.</summary>
public class LiveTrainingTests
{
    private static readonly Network s_network = [new Dense(6), new BatchNormalization(), new PRelu(), new Dropout(0.2), new Dense(3)];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void ItIsTheRunOfFit(int atATime)
    {
        TrainingOptions options = RecordingTests.Options(new Adam(new PlateauSchedule(0.05, 0.5, 0))) with { Epochs = 9, EarlyStopping = new EarlyStopping(4), Augmentations = [new InputNoise(0.1)] };
        Model<float> whole = s_network.Build<float>(4, 3), model = s_network.Build<float>(4, 3);
        History history = whole.Fit(RecordingTests.Data(1, 53), options);
        using LiveTraining<float> training = model.Start(RecordingTests.Data(1, 53), options);
        long steps = 0;
        for (long made; (made = training.Advance(atATime)) > 0; steps += made)
        {
            if (!training.IsOver)
            {
                RecordingTests.AssertSame(RecordingTests.Stopped<float>(options, training.Steps), model);
            }
        }

        Assert.True(training.IsOver);
        RecordingTests.AssertSame(whole, model);
        Assert.Equal((history.Steps, history.Stop, history.BestEpoch), (steps, training.History.Stop, training.History.BestEpoch));
        Assert.Equal(history.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)), training.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)));
        Assert.Equal(0, training.Advance());
    }

    [Fact]
    public void ItCanBeScrubbedWhileItRuns()
    {
        TrainingOptions options = RecordingTests.Options(new Momentum()) with { Recorder = new RunRecorder { Every = 5 } };
        using LiveTraining<float> training = s_network.Build<float>(4, 3).Start(RecordingTests.Data(1, 53), options);
        Assert.Equal((0, 6), (training.Recording!.Steps, training.StepsPerEpoch));
        RecordingTests.AssertSame(training.Model, training.Recording.ModelAt(0));
        Assert.True(double.IsNaN(training.Loss));
        Assert.Equal(13, training.Advance(13));
        Assert.Equal((13, 2, 13), (training.Recording.Steps, training.Recording.Epochs.Count, training.History.Steps));
        RecordedStep<float> seventh = training.Recording.StepAt(7);
        RecordingTests.AssertSame(RecordingTests.Stopped<float>(options with { Recorder = null }, 7), training.Recording.ModelAt(7));
        training.Advance(2);
        Assert.Equal((training.Loss, training.LearningRate), (training.Recording.StepAt(15).Loss, 0.01));
        Assert.Equal(seventh["layers.0.weight"].After, training.Recording.StepAt(7)["layers.0.weight"].After);

        // The model is taken while it is trained, and free afterwards; the weights are then those that Fit ends with.
        Assert.Throws<InvalidOperationException>(() => training.Model.Fit(RecordingTests.Data(1, 53), options));
        training.Dispose();
        Assert.Equal(StopReason.Cancelled, training.Recording.History!.Stop);
        RecordingTests.AssertSame(training.Recording.ModelAt(training.History.BestEpoch * 6), training.Model);
        training.Model.Fit(RecordingTests.Data(1, 53), options with { Epochs = 1 });
    }

    [Fact]
    public void APauseIsNotAnEnd()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        TrainingOptions options = RecordingTests.Options(new Adam());
        using LiveTraining<float> training = s_network.Build<float>(4, 3).Start(RecordingTests.Data(1, 53), options);
        Assert.Equal(0, training.Advance(5, source.Token));
        Assert.False(training.IsOver);
        Assert.Equal(StopReason.Completed, training.Complete().Stop);
        Model<float> whole = s_network.Build<float>(4, 3);
        whole.Fit(RecordingTests.Data(1, 53), options);
        RecordingTests.AssertSame(whole, training.Model);
    }

    [Fact]
    public void AFailureEndsIt()
    {
        Network network = [new Dense(3)];
        using LiveTraining<float> training = network.Build<float>(4, 3).Start(RecordingTests.Data(1, 53), RecordingTests.Options(new GradientDescent(1e6)));
        Assert.Throws<TrainingFailedException>(() => training.Advance(100));
        Assert.Equal((true, StopReason.Diverged, 0), (training.IsOver, training.History.Stop, training.Advance()));
        Assert.All(training.Model.GetParameter("layers.0.weight"), weight => Assert.True(float.IsFinite(weight)));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    public void ABranchWithTheSameOptionsRepeatsTheRun(long step)
    {
        foreach (Optimizer optimizer in (Optimizer[])[new Adam(new CosineSchedule(0.05)), new Hypergradient(new Nesterov(0.01)), new Nadam(0.01, new PlateauSchedule(0.9, 0.9, 0))])
        {
            TrainingOptions options = RecordingTests.Options(optimizer);
            RunRecording<float> recording = RecordingTests.Recorded<float>(options, out Model<float> whole);
            using LiveTraining<float> branch = recording.Branch(step, recording.Options);
            branch.Complete();
            RecordingTests.AssertSame(whole, branch.Model);
            Assert.Same(recording, branch.Recording!.Origin);
            Assert.Equal(step, branch.Recording.FirstStep);
            RecordingTests.AssertSame(recording.ModelAt(step - 2), branch.Recording.ModelAt(step - 2));
            Assert.Equal(recording.StepAt(step).Loss, branch.Recording.StepAt(step).Loss);
            RecordingTests.AssertSame(recording.ModelAt(step + 3), branch.Recording.ModelAt(step + 3));
        }
    }

    /// <summary>The reference is a run with a rate, a penalty and a number of epochs that always depended on the step in this way.</summary>
    [Fact]
    public void ABranchHasTheOtherOptionsFromThere()
    {
        TrainingOptions options = RecordingTests.Options(new Adam(0.01)) with { RestoreBestWeights = false };
        RunRecording<double> recording = RecordingTests.Recorded<double>(options, out _);
        using LiveTraining<double> branch = recording.Branch(9, options with { Optimizer = new Adam(0.002), Epochs = 6 });
        Assert.Equal(27, branch.Advance(1000));
        Model<double> reference = s_network.Build<double>(4, 3);
        reference.Fit(RecordingTests.Data(1, 53), options with { Optimizer = new Adam(new PiecewiseConstantSchedule([0.01, 0.002], [9.0 / 6])), Epochs = 6 });
        RecordingTests.AssertSame(reference, branch.Model);
    }

    /// <summary>Another optimizer begins with an empty state, and counts its updates from there: the first step of Adam has the length of the rate.</summary>
    [Fact]
    public void AnotherOptimizerBeginsAnew()
    {
        TrainingOptions options = RecordingTests.Options(new Momentum(0.01)) with { Regularizer = null };
        RunRecording<double> recording = RecordingTests.Recorded<double>(options, out _);
        foreach (Optimizer optimizer in (Optimizer[])[new Adam(0.003), new Nadam(0.003, new PlateauSchedule(0.9, 0.9, 1)), new Hypergradient(new Adam(0.003))])
        {
            using LiveTraining<double> branch = recording.Branch(9, options with { Optimizer = optimizer });
            branch.Advance(2);
            RecordedParameter<double> weights = branch.Recording!.StepAt(10)["layers.0.weight"];
            Assert.Equal(1, weights.Updates);
            Assert.All(weights.State[0].Before, value => Assert.Equal(0, value));
            if (optimizer is not Nadam)
            {
                Assert.All(weights.After.Zip(weights.Before, (after, before) => Math.Abs(after - before)), size => Assert.Equal(weights.LearningRate, size, 1e-4 * weights.LearningRate));
            }

            Assert.Equal(2, branch.Recording.StepAt(11)["layers.0.weight"].Updates);

            // A checkpoint of a branch resumes the branch.
            RecordingTests.AssertSame(branch.Recording.ModelAt(11), branch.Recording.ModelAt(11));
            branch.Complete();
            branch.Recording.ModelAt(9);
            RecordingTests.AssertSame(branch.Recording.ModelAt(branch.Steps), Last(branch));
        }

        static Model<double> Last(LiveTraining<double> branch)
        {
            using LiveTraining<double> again = branch.Recording!.Branch(15, branch.Options with { RestoreBestWeights = false });
            again.Complete();
            return again.Model;
        }
    }

    [Fact]
    public void AnotherBatchSizeEndsItsEpochAtTheSamePlace()
    {
        TrainingOptions options = RecordingTests.Options(new Adam(0.01));
        RunRecording<double> recording = RecordingTests.Recorded<double>(options, out _);
        using LiveTraining<double> branch = recording.Branch(8, options with { BatchSize = 20, Epochs = 5 });
        Assert.Equal(3, branch.StepsPerEpoch);

        // 18 of 53 rows were used, 35 remain: two batches.
        branch.Advance(2);
        Assert.Equal(2, branch.Epochs.Count);
        Assert.Equal([20, 15], new[] { 9L, 10 }.Select(step => branch.Recording!.StepAt(step).Rows.Count));
        Assert.Empty(branch.Recording!.StepAt(9).Rows.Intersect(recording.StepAt(7).Rows.Concat(recording.StepAt(8).Rows)));
        Assert.Equal(10, branch.Recording.StepAt(10)["layers.0.weight"].Updates);
        branch.Complete();
        Assert.Equal((5, 8 + 2 + 9), (branch.Epochs.Count, branch.Steps));
    }

    [Fact]
    public void WhatABranchCannotHaveIsRefused()
    {
        TrainingOptions options = RecordingTests.Options(new Adam(0.01));
        RunRecording<double> recording = RecordingTests.Recorded<double>(options, out _);
        Assert.Contains("WarmStart", Assert.Throws<ArgumentException>(() => recording.Branch(8, options with { WarmStart = true })).Message, StringComparison.Ordinal);
        Assert.Contains("end of an epoch", Assert.Throws<ArgumentException>(() => recording.Branch(11, options with { BatchSize = 40, DropPartialBatch = true })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => recording.Branch(25, options));
    }
}
