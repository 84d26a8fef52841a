using System.Numerics;
using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Training;

/// <summary>Every state of a recorded run has the bits of a new run that stops there.</summary>
public class RecordingTests
{
    private const int Rows = 53, StepsPerEpoch = 6;
    private static readonly Network s_network = [new Dense(6), new BatchNormalization(), new PRelu(), new Dropout(0.2), new Dense(3)];

    public static TheoryData<string> Optimizers => Subjects.StepwiseNames;

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void EveryStepIsThatOfARunThatStopsThere(string name)
    {
        TrainingOptions options = Options(Subjects.Find<Optimizer>(name)) with { Epochs = 2 };
        Check<float>(options, options);
        Check<double>(options, options);
    }

    [Fact]
    public void NorDoesTheNumberOfThreadsMatter()
    {
        TrainingOptions one = Options(new Adam(0.01)), two = one with { Threads = 2, ExceedProcessors = true };
        Check<float>(one, two);
        Check<float>(two, one);
    }

    [Fact]
    public void SchedulesAugmentationsClippingAndGroupsAreReplayed()
    {
        Schedule plateau = new PlateauSchedule(0.05, 0.5, 0, 0.3);
        TrainingOptions options = Options(new Adam(plateau, new CosineSchedule(0.9, 3, 0.5))) with
        {
            Augmentations = [new InputNoise(0.3), new Mixup(0.5)],
            Clipping = new GradientClipping(0.5),
            Regularizer = new MaxNorm(2, new L1(0.02)),
            Groups = [new ParameterGroup("layers.0.*", FrozenEpochs: 1), new ParameterGroup("layers.4.*", LearningRateFactor: 0.5)],
            DropPartialBatch = true,
        };
        Check<float>(options, options);
        Network drawn = [new Dense(4, new Tanh()) { WeightInitializer = new Randomized(Strength: 0.3) }, new Dense(3)];
        Check<float>(options with { Groups = null }, options with { Groups = null }, drawn);
    }

    [Fact]
    public void AFullBatchOptimizerIsReplayed()
    {
        TrainingOptions options = Options(new Lbfgs()) with { Epochs = 6 };
        Check<double>(options, options, [new Dense(4, new Tanh()), new Dense(3)]);
    }

    [Fact]
    public void EarlyStoppingAndCallbacksEndARecordingWhereTheyEndTheRun()
    {
        TrainingOptions options = Options(new Adam(0.3)) with { Epochs = 60, EarlyStopping = new EarlyStopping(5) };
        RunRecording<float> recording = Recorded<float>(options, out Model<float> model);
        History history = recording.History!;
        Assert.Equal(StopReason.EarlyStopping, history.Stop);
        Assert.Equal(history.Steps, recording.Steps);
        Assert.Equal(history.Epochs, recording.Epochs);
        AssertSame(model, recording.ModelAt(history.BestEpoch * StepsPerEpoch));
        AssertSame(Stopped<float>(options, recording.Steps), recording.ModelAt(recording.Steps));

        recording = Recorded<float>(options with { Callbacks = [new StopAfter(8)] }, out _);
        Assert.Equal((8, StopReason.Cancelled), (recording.Steps, recording.History!.Stop));
        AssertSame(Stopped<float>(options, 8), recording.ModelAt(8));
    }

    [Fact]
    public void MemoryIsBounded()
    {
        TrainingOptions options = Options(new Adam()) with { Epochs = 20 };
        RunRecording<float> all = Recorded<float>(options, out _, new RunRecorder { Every = 1 });
        Assert.Equal(121, all.Checkpoints.Count);
        int size = all.Checkpoints[0].Parameters.Length + all.Checkpoints[0].BestParameters.Length + all.Checkpoints[0].OptimizerSlots.Length;
        RunRecording<float> few = Recorded<float>(options, out _, new RunRecorder { Every = 1, MemoryLimit = 9 * size });
        Assert.Equal([0L, 16, 32, 48, 64, 80, 96, 112], few.Checkpoints.Select(checkpoint => checkpoint.Steps));
        RunRecording<float> fewest = Recorded<float>(options, out _, new RunRecorder { MemoryLimit = 0 });
        Assert.Equal(2, fewest.Checkpoints.Count);

        // Forward, backward, again.
        foreach (long step in (long[])[3, 120, 119, 47, 48, 48, 0])
        {
            AssertSame(all.ModelAt(step), few.ModelAt(step));
            AssertSame(all.ModelAt(step), fewest.ModelAt(step));
        }

        Assert.Contains("0 to 120", Assert.Throws<ArgumentOutOfRangeException>(() => few.ModelAt(121)).Message, StringComparison.Ordinal);
        Assert.Contains("1 to 120", Assert.Throws<ArgumentOutOfRangeException>(() => few.StepAt(0)).Message, StringComparison.Ordinal);
    }

    /// <summary>The numbers of a step give the new weights by the formula of the paper.</summary>
    [Fact]
    public void AStepHasTheNumbersOfItsFormula()
    {
        TrainingOptions options = Options(new Adam(new CosineSchedule(0.01, 4))) with { Groups = [new ParameterGroup("layers.4.*", LearningRateFactor: 0.5)] };
        RunRecording<double> recording = Recorded<double>(options, out _);
        Dataset<double> rows = Data(1, Rows);
        foreach (long step in (long[])[1, 9, 24])
        {
            RecordedStep<double> update = recording.StepAt(step);
            Assert.Equal((step, (step + StepsPerEpoch - 1) / StepsPerEpoch), (update.Step, update.Epoch));
            Assert.Equal(step % StepsPerEpoch == 0 ? 8 : 9, update.Rows.Count);
            Assert.Equal(update.Rows.Count, update.Rows.Distinct().Count());
            Assert.Equal(0.01 * (1 + Math.Cos(Math.PI * (step - 1) / StepsPerEpoch / 4)) / 2, update["layers.0.weight"].LearningRate, 1e-15);
            Assert.Equal(update["layers.0.weight"].LearningRate / 2, update["layers.4.weight"].LearningRate, 1e-15);
            foreach (RecordedParameter<double> parameter in update.Parameters)
            {
                Assert.Equal(parameter.After, recording.ModelAt(step).GetParameter(parameter.Name));
                if (parameter.Gradient.Length == 0)
                {
                    Assert.Contains("running", parameter.Name, StringComparison.Ordinal);
                    continue;
                }

                Assert.Equal(["m", "v"], parameter.State.Select(state => state.Name));
                Assert.Equal(step, parameter.Updates);
                for (int i = 0; i < parameter.Before.Length; i++)
                {
                    double gradient = parameter.Gradient[i] + (parameter.QuadraticPenalty * parameter.Before[i]);
                    double mean = (0.9 * parameter.State[0].Before[i]) + (0.1 * gradient), square = (0.999 * parameter.State[1].Before[i]) + (0.001 * gradient * gradient);
                    Assert.Equal(mean, parameter.State[0].After[i], 1e-13);
                    Assert.Equal(square, parameter.State[1].After[i], 1e-13);
                    double expected = parameter.Before[i] - (parameter.LearningRate * (mean / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(square / (1 - Math.Pow(0.999, step))) + 1e-8));
                    Assert.Equal(expected, parameter.After[i], 1e-12);
                }
            }

            Assert.Equal(0.01, update["layers.0.weight"].QuadraticPenalty, 1e-15);
        }

        // The gradient is that of the rows it names. Without dropout, Gradients computes the same from the model before.
        RunRecording<double> plain = Recorded<double>(Options(new GradientDescent()) with { Regularizer = null }, out _, network: [new Dense(3, new Tanh()), new Dense(3)]);
        RecordedStep<double> recorded = plain.StepAt(10);
        BatchGradients<double> own = plain.ModelAt(9).Gradients(rows.Select([.. recorded.Rows]), new MeanSquaredError());
        Assert.Equal(own.Loss, recorded.Loss, 1e-12);
        Assert.All(own.Parameters, pair => Assert.All(pair.Value.Zip(recorded[pair.Key].Gradient), two => Assert.Equal(two.First, two.Second, 1e-12)));
        Assert.Contains("layers.0.bias, ", Assert.Throws<ArgumentException>(() => recorded["bias"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADivergedRunIsRecordedToItsLastGoodStep()
    {
        RunRecorder recorder = new() { Every = 1 };
        Network network = [new Dense(3)];
        TrainingFailedException failure = Assert.Throws<TrainingFailedException>(() => network.Build<float>(4, 3).Fit(Data(1, Rows), Options(new GradientDescent(1e6)) with { Recorder = recorder }));
        RunRecording<float> recording = recorder.GetRecording<float>();
        Assert.Equal(failure.Message, recording.Failure);
        Assert.Equal(StopReason.Diverged, recording.History!.Stop);
        Assert.InRange(recording.Steps, 2, 20);
        Assert.True(recording.StepAt(2).Loss > 1e6 * recording.StepAt(1).Loss);
    }

    [Fact]
    public void ARecorderWithoutRecordingSaysSo()
    {
        RunRecorder recorder = new();
        Assert.Contains("Recorder", Assert.Throws<InvalidOperationException>(recorder.GetRecording<float>).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunRecorder { Every = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunRecorder { MemoryLimit = -1 });
    }

    internal static Dataset<double> Data(ulong seed, int rows) => Dataset.Create<double>(Samples.Targets("real", rows, 4, seed), 4, Samples.Targets("real", rows, 3, seed + 1), 3);

    internal static TrainingOptions Options(Optimizer optimizer) => new()
    {
        Loss = new MeanSquaredError(),
        Optimizer = optimizer,
        Regularizer = optimizer is FullBatchOptimizer ? null : new L2(0.01),
        BatchSize = 9,
        Epochs = 4,
        Validation = Data(5, 20),
        Threads = 1,
    };

    internal static RunRecording<T> Recorded<T>(TrainingOptions options, out Model<T> model, RunRecorder? recorder = null, Network? network = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        recorder ??= new RunRecorder { Every = 4 };
        model = (network ?? s_network).Build<T>(4, 3);
        model.Fit(Data(1, Rows), options with { Recorder = recorder });
        return recorder.GetRecording<T>();
    }

    internal static Model<T> Stopped<T>(TrainingOptions options, long steps, Network? network = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = (network ?? s_network).Build<T>(4, 3);
        model.Fit(Data(1, Rows), options with { MaximumSteps = steps, RestoreBestWeights = false });
        return model;
    }

    internal static void AssertSame<T>(Model<T> expected, Model<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Assert.Equal(expected.Block.Span.ToArray(), actual.Block.Span.ToArray());

    private static void Check<T>(TrainingOptions recorded, TrainingOptions fresh, Network? network = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RunRecording<T> recording = Recorded<T>(recorded, out Model<T> model, network: network);
        Model<T> plain = (network ?? s_network).Build<T>(4, 3);
        History history = plain.Fit(Data(1, Rows), fresh);
        AssertSame(plain, model);
        Assert.Equal(history.Steps, recording.Steps);
        for (long step = 1; step <= recording.Steps; step++)
        {
            AssertSame(Stopped<T>(fresh, step, network), recording.ModelAt(step));
        }

        // A state in the middle, after later ones.
        AssertSame(Stopped<T>(fresh, 3, network), recording.ModelAt(3));
    }

    private sealed class StopAfter(long steps) : TrainingCallback
    {
        public override void OnStep(TrainingState state)
        {
            if (state.Steps == steps)
            {
                state.Stop();
            }
        }
    }
}
