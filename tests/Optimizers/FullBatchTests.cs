using System.Numerics;
using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Optimizers;

/// <summary>What a training with all rows at once promises, beside the steps that it takes.</summary>
public class FullBatchTests
{
    // More than two parts.
    private const int Rows = 2_500;

    private static readonly Network s_network = [new Dense(5, new Tanh()), new Dense(4, new PRelu()), new Dense(2)];
    private static readonly TrainingOptions s_options = new() { Loss = new MeanSquaredError(), Optimizer = new Lbfgs(), Regularizer = new L2(0.01), Epochs = 12 };

    public static TheoryData<string> Both => ["lbfgs", "lbfgs:memory=2", "levenberg_marquardt"];

    [Theory]
    [MemberData(nameof(Both))]
    public void ThePartsAreTheWhole(string name)
    {
        Dataset<double> data = Data(Rows, weighted: true);
        Model<double> model = s_network.Build<double>(3, 1);
        CompiledTraining<double> compiled = new(model, s_options with { Optimizer = Catalogue.Parse<Optimizer>(name) });
        using Stepper<double> stepper = new(compiled, data, data.Weights, compiled.Capacity(Rows), threads: 2, model.Block.Copy());
        FullBatchLoss<double> function = new(compiled, model, data, data.Weights, stepper);
        double[] gradient = new double[function.Count], place = new double[function.Count];
        double value = function.Evaluate(gradient);
        Assert.Equal(value, function.Evaluate([]), 1e-14);
        Assert.Equal(model.Loss(data, s_options.Loss) + model.Penalty(s_options.Regularizer!), value, 1e-13);
        Assert.Equal(model.Loss(data, s_options.Loss), function.Loss, 1e-13);
        function.Read(place);
        for (int i = 0; i < place.Length; i++)
        {
            const double h = 1e-5;
            double[] moved = [.. place];
            moved[i] += h;
            function.Write(moved);
            double above = function.Evaluate([]);
            moved[i] -= 2 * h;
            function.Write(moved);
            Assert.Equal((above - function.Evaluate([])) / (2 * h), gradient[i], 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void AnyNumberOfThreadsGivesTheSameBits(string name)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T[][] blocks = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                Model<T> model = s_network.Build<T>(3, 1);
                model.Fit(Data(Rows).As<T>(), s_options with { Optimizer = Catalogue.Parse<Optimizer>(name), Epochs = 6, Threads = threads, ExceedProcessors = true });
                return model.Block.Span.ToArray();
            })];
            Assert.Equal(blocks[0], blocks[1]);
            Assert.Equal(blocks[0], blocks[2]);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void ARunGoesOnFromACheckpointToTheSameBits(string name)
    {
        TrainingOptions options = s_options with { Optimizer = Catalogue.Parse<Optimizer>(name), Validation = Data(40, seed: 9), Epochs = 14, EarlyStopping = new EarlyStopping(10) };
        (Model<float> whole, History course) = Fit<float>(options);
        for (int stop = 1; stop < 14; stop += 4)
        {
            Checkpoint? last = null;
            Fit<float>(options with { MaximumSteps = stop, OnCheckpoint = checkpoint => last = checkpoint });
            last = Checkpoint.Create(last!.State, last.Parameters, last.BestParameters, last.OptimizerSlots);
            (Model<float> resumed, History rest) = Fit<float>(options with { Resume = last });
            Assert.Equal(whole.Block.Span.ToArray(), resumed.Block.Span.ToArray());
            Assert.Equal(course.Epochs.Select(epoch => (epoch.Epoch, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate)), rest.Epochs.Select(epoch => (epoch.Epoch, epoch.Loss, epoch.ValidationLoss, epoch.LearningRate)));
            Assert.Equal((course.Stop, course.BestEpoch, course.InitialLoss), (rest.Stop, rest.BestEpoch, rest.InitialLoss));
        }
    }

    /// <summary>A wrong length is refused: neither a whole number of pairs nor one damping.</summary>
    [Theory]
    [InlineData("lbfgs", "12 bytes of optimizer state")]
    [InlineData("levenberg_marquardt", "does not contain the damping")]
    public void ASpoiltStateIsRefused(string name, string words)
    {
        TrainingOptions options = s_options with { Optimizer = Catalogue.Parse<Optimizer>(name) };
        Checkpoint? last = null;
        Fit<float>(options with { MaximumSteps = 2, OnCheckpoint = checkpoint => last = checkpoint });
        Checkpoint spoilt = Checkpoint.Create(last!.State, last.Parameters, last.BestParameters, new byte[12]);
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => Fit<float>(options with { Resume = spoilt })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void AConvergedRunEndsAndStaysWhereItIs(string name)
    {
        Network network = [new Dense(1)];
        Model<double> model = network.Build<double>(3, 2);
        Dataset<double> data = Data(100, outputs: 1);
        List<Checkpoint> seen = [];
        TrainingOptions options = s_options with { Optimizer = Catalogue.Parse<Optimizer>(name), Epochs = 500, OnCheckpoint = seen.Add, CheckpointEvery = 100 };
        History history = model.Fit(data, options);
        Assert.Equal(StopReason.Converged, history.Stop);

        // Four weights: a quadratic takes L-BFGS few iterations, and Gauss and Newton one.
        Assert.InRange(history.Epochs.Count, 1, name == "levenberg_marquardt" ? 3 : 12);
        Assert.Equal(history.Steps, seen[^1].Steps);
        Assert.InRange(model.Gradients(data, options.Loss).Parameters["layers.0.bias"].Cast<double>().Max(Math.Abs), 0, 1e-5);

        double[] found = model.Block.Span.ToArray();
        Checkpoint last = seen[^1];
        History again = model.Fit(data, options with { WarmStart = true, Optimizer = new Lbfgs(Tolerance: 1e-4) });
        Assert.Equal((StopReason.Converged, 0, 0L), (again.Stop, again.Epochs.Count, again.Steps));
        Assert.Equal(found, model.Block.Span.ToArray());
        History resumed = model.Fit(data, options with { Resume = last });
        Assert.Equal((StopReason.Converged, history.Epochs.Count), (resumed.Stop, resumed.Epochs.Count));
        Assert.Equal(found, model.Block.Span.ToArray());
    }

    /// <summary>Where the first steps are far too long, the loss is infinite; it is not an end.</summary>
    [Fact]
    public void ALossThatIsNotFiniteShortensTheStep()
    {
        Network network = [new Dense(1) { UseBias = false }];
        Model<float> model = network.Build<float>(1, 2);
        model.SetParameter("layers.0.weight", [1e-12f]);

        // The slope is tiny, so the first length is huge: squares of 1e26 are infinite in float.
        Dataset<float> data = Dataset.Create<float>([1e13f, 2e13f], 1, [1, 2], 1);
        History history = model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Lbfgs(), Epochs = 50, WarmStart = true });
        Assert.NotEmpty(history.Epochs);
        Assert.InRange(history.Epochs[^1].Loss, 0, 1e-9);
    }

    [Fact]
    public void ALossThatIsNotFiniteAtTheStartIsAFailure()
    {
        Network network = [new Dense(1)];
        Dataset<float> data = Dataset.Create<float>([3e38f, 1, 2], 1, [1, 2, 3], 1);
        TrainingFailedException failure = Assert.Throws<TrainingFailedException>(() => network.Build<float>(1, 2).Fit(data, s_options));
        Assert.Contains("standardized inputs, or smaller initial weights", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("learning rate", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void CallbacksSeeTheWholeGradientAndTheLossAfterTheStep(string name)
    {
        Dataset<double> data = Data(Rows);
        Model<double> model = s_network.Build<double>(3, 1), same = s_network.Build<double>(3, 1);
        Recorder recorder = new();
        History history = model.Fit(data, s_options with { Optimizer = Catalogue.Parse<Optimizer>(name), Epochs = 3, Callbacks = [recorder], RecordSteps = true });
        Assert.Equal(3, recorder.Steps);
        foreach (Parameter parameter in model.Parameters)
        {
            same.SetParameter(parameter.Name, model.GetParameter(parameter.Name));
        }

        Assert.Equal(same.Loss(data, s_options.Loss), recorder.Loss, 1e-13);
        Assert.Equal(recorder.Loss, history.Epochs[^1].Loss);
        Assert.Equal(same.Gradients(data, s_options.Loss).Parameters["layers.0.weight"].Cast<double>(), recorder.Gradient, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(3, history.StepRecords.Count);
        Assert.True(history.InitialLoss > history.Epochs[0].Loss && history.Epochs[0].Loss > history.Epochs[1].Loss);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void FrozenParametersStayAndOthersFollowTheirPenalty(string name)
    {
        TrainingOptions options = s_options with { Optimizer = Catalogue.Parse<Optimizer>(name), Groups = [new ParameterGroup("layers.0.*", Frozen: true), new ParameterGroup("layers.4.weight", DecayFactor: 100)] };
        Model<double> before = s_network.Build<double>(3, 1);
        (Model<double> after, _) = Fit<double>(options);
        (Model<double> free, _) = Fit<double>(s_options with { Optimizer = options.Optimizer });
        Assert.Equal(before.GetParameter("layers.0.weight"), after.GetParameter("layers.0.weight"));
        Assert.NotEqual(before.GetParameter("layers.3.slope"), after.GetParameter("layers.3.slope"));
        Assert.True(after.GetParameter("layers.4.weight").Sum(weight => weight * weight) < 0.5 * free.GetParameter("layers.4.weight").Sum(weight => weight * weight));
    }

    [Fact]
    public void TheMemoryIsThatOfTheMethod()
    {
        Model<float> model = s_network.Build<float>(3, 1);
        long weights = model.Parameters.Sum(parameter => parameter.Count);
        TrainingMemory plain = Memory(new GradientDescent()), pairs = Memory(new Lbfgs(2)), matrices = Memory(new LevenbergMarquardt());
        Assert.Equal(0, plain.Optimizer);
        Assert.Equal(8 * 11 * weights, pairs.Optimizer);
        Assert.Equal(8 * ((2 * weights) + 256) * weights, matrices.Optimizer);
        foreach ((Optimizer optimizer, TrainingMemory memory) in ((Optimizer, TrainingMemory)[])[(new Lbfgs(2), pairs), (new LevenbergMarquardt(), matrices)])
        {
            Checkpoint? last = null;
            Fit<float>(s_options with { Optimizer = optimizer, OnCheckpoint = checkpoint => last = checkpoint });
            Assert.Equal(last!.OptimizerSlots.Length, memory.Checkpoint - plain.Checkpoint);
        }

        // A frame of a part, whatever the batch size.
        Assert.Equal(Memory(new Adam(), 1_024).Frame, pairs.Frame);

        TrainingMemory Memory(Optimizer optimizer, int batchSize = 32) => TrainingMemory.Of(model, Data(Rows), s_options with { Optimizer = optimizer, OnCheckpoint = _ => { }, BatchSize = batchSize });
    }

    private static (Model<T> Model, History History) Fit<T>(TrainingOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = s_network.Build<T>(3, 1);
        return (model, model.Fit(Data(60).As<T>(), options with { Threads = 1 }));
    }

    private static Dataset<double> Data(int rows, int outputs = 2, bool weighted = false, ulong seed = 4) =>
        Dataset.Create(Samples.Targets("real", rows, 3, seed), 3, Samples.Targets("real", rows, outputs, seed + 1), outputs, weighted ? Samples.Weights(rows, 4) : null);

    private sealed class Recorder : TrainingCallback
    {
        public int Steps { get; private set; }

        public double Loss { get; private set; }

        public double[] Gradient { get; private set; } = [];

        public override void OnStep(TrainingState state) => (Steps, Loss, Gradient) = (Steps + 1, state.Loss, state.GetGradient("layers.0.weight"));
    }
}
