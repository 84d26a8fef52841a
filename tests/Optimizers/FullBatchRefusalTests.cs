using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Optimizers;

/// <summary>What does not go together with a training with all rows at once is refused, with the reason.</summary>
public class FullBatchRefusalTests
{
    private static readonly Network s_network = [new Dense(4, new Tanh()), new Dense(2)];
    private static readonly TrainingOptions s_options = new() { Loss = new MeanSquaredError(), Optimizer = new Lbfgs() };

    [Fact]
    public void LayersThatChangeTheFunctionAreRefused()
    {
        Refuses("Dropout draws other masks", s_options, [new Dropout(0.1), new Dense(2)]);
        Refuses("GaussianNoise draws", s_options, [new Residual([new GaussianNoise(), new Dense(3)]), new Dense(2)]);
        Refuses("BatchNormalization depends on which rows", s_options, [new Dense(3), new BatchNormalization(), new Dense(2)]);
        Refuses("layers.1.slope has bounds", s_options, [new Dense(3, new PRelu(Lowest: 0)), new Dense(2)]);
        Refuses("changes it before an epoch", s_options, [new Dense(3) { WeightInitializer = new Randomized() }, new Dense(2)]);
    }

    [Fact]
    public void OptionsThatChangeTheFunctionAreRefused()
    {
        Refuses("Lbfgs needs the gradient as it is", s_options with { Clipping = new GradientClipping(1) });
        Refuses("DropPartialBatch", s_options with { DropPartialBatch = true });
        Refuses("InputNoise draws other rows", s_options with { Augmentations = [new InputNoise()] });
        Refuses("'layers.0.*' has a factor of it", s_options with { Groups = [new ParameterGroup("layers.0.*", LearningRateFactor: 0.5)] });
        Refuses("a number of L2 is a CosineSchedule", s_options with { Regularizer = new L2(new CosineSchedule(0.1)) });
        Refuses("a number of MaxNorm is a StepSchedule", s_options with { Regularizer = new MaxNorm(3, new L2(new StepSchedule(0.1))) });
        Refuses("does not support limits, such as those of MaxNorm", s_options with { Regularizer = new MaxNorm() });
        Refuses("L1 penalizes absolute values", s_options with { Regularizer = new L1(0.1) });
        Refuses("the derivative of the loss MeanAbsoluteError jumps", s_options with { Loss = new MeanAbsoluteError() });
        Refuses("the derivative of the loss Quantile jumps", s_options with { Loss = new Quantile(0.3) });
        Refuses("ElasticNet penalizes absolute values", s_options with { Regularizer = new ElasticNet(0.1, 0.1) });
    }

    [Fact]
    public void ThereIsNoLearningRate()
    {
        Assert.Contains("Lbfgs has no learning rate", Assert.Throws<ArgumentException>("LearningRate", () => new Lbfgs() with { LearningRate = 0.1 }).Message, StringComparison.Ordinal);
        Assert.Contains("LevenbergMarquardt has none", Assert.Throws<ArgumentException>("Inner", () => new Hypergradient(new LevenbergMarquardt())).Message, StringComparison.Ordinal);
        Assert.Contains("no learning rate", Assert.Throws<ArgumentException>(() => s_network.Build<double>(3).FindLearningRate(Data(2), s_options, new LearningRateRange())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThereAreNoSingleUpdates()
    {
        Assert.Contains("Use Fit", Assert.Throws<ArgumentException>(() => new UpdateLoop<double>(s_network.Build<double>(3), Data(2), s_options)).Message, StringComparison.Ordinal);
        Model<double> model = s_network.Build<double>(3);
        Assert.Contains("Use Fit", Assert.Throws<ArgumentException>(() => model.Begin(s_options)).Message, StringComparison.Ordinal);

        // It is free again.
        model.Fit(Data(2), s_options with { Epochs = 1 });
    }

    [Fact]
    public void LeastSquaresNeedSquaredErrorsAndFewWeights()
    {
        TrainingOptions options = s_options with { Optimizer = new LevenbergMarquardt() };
        Refuses("but the loss is Huber", options with { Loss = new Huber() });
        Refuses("but the loss is LogCosh", options with { Loss = new LogCosh() });
        Refuses("cannot train Members", options, [new Members(2, [new Dense(3, new Tanh()), new Dense(2)])]);
        Refuses("4,105 weights would need 265 MiB. It supports up to 4,096 weights, which need 264 MiB", options, [new Dense(683, new Tanh()), new Dense(2) { UseBias = false }, new Dense(1, new Tanh()), new Dense(2)]);
        Refuses("a Damping of 0.1, above its LargestDamping of 0.01", options with { Optimizer = new LevenbergMarquardt(0.1, LargestDamping: 0.01) });
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.All<(string Name, Func<object> Make)>(
            [
                ("Memory", () => new Lbfgs(0)), ("Memory", () => new Lbfgs(1_001)), ("LineSearchSteps", () => new Lbfgs(LineSearchSteps: 0)), ("Tolerance", () => new Lbfgs(Tolerance: -1)),
                ("Damping", () => new LevenbergMarquardt(0)), ("Increase", () => new LevenbergMarquardt(Increase: 1)), ("Decrease", () => new LevenbergMarquardt(Decrease: 1)), ("Decrease", () => new LevenbergMarquardt(Decrease: 0)),
                ("LargestDamping", () => new LevenbergMarquardt(LargestDamping: -1)), ("Tolerance", () => new LevenbergMarquardt() with { Tolerance = -1 }), ("Memory", () => new Lbfgs() with { Memory = 0 }),
            ],
            entry => Assert.Throws<ArgumentOutOfRangeException>(entry.Name, entry.Make));
    }

    private static void Refuses(string words, TrainingOptions options, Network? network = null) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => (network ?? s_network).Build<double>(3).Fit(Data(2), options with { Epochs = 2 })).Message, StringComparison.Ordinal);

    private static Dataset<double> Data(int outputs) => Dataset.Create<double>(Samples.Targets("real", 30, 3, 5), 3, Samples.Targets("real", 30, outputs, 6), outputs);
}
