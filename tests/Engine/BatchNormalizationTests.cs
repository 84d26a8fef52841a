using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Laws;

namespace Descent.Tests.Engine;

/// <summary>What a batch does to the network around a batch normalization: gradients, running statistics, padding, phases.</summary>
public class BatchNormalizationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    public void GradientsEqualFiniteDifferences(int samples)
    {
        // Two samples are normalized to almost ±1, whatever they are: a larger ε keeps the function smooth enough for differences.
        BatchNormalization layer = new(Epsilon: samples < 16 ? 0.3 : 1e-5);
        foreach (Network network in (Network[])[
            [new Dense(5), layer, new Tanh(), new Dense(3)],
            [new Dense(5, new Tanh()), layer, new Dense(4), layer, new Swish(), new Dense(3)],
            [layer, new Dense(3)],
            [new Dense(5), layer, layer, new Swish(Learnable: true), new Dropout(0.3), new Dense(3), layer],
            [new Dense(5), new LayerNormalization(0.1), new GaussianNoise(0.2), layer, new Tanh(), new LayerNormalization(0.1)]])
        {
            double worst = FiniteDifferences.Check(network, 4, samples, new MeanSquaredError(), "real", weighted: samples == 17);
            output.WriteLine($"{network}: worst relative error {worst:G3}");
        }
    }

    [Fact]
    public void RunningStatisticsAreAveragesOfBatches()
    {
        Network network = [new BatchNormalization(0.25), new Dense(1)];
        Probe<double> probe = new(network, 1, 16, new MeanSquaredError(), 1);
        probe.SetBatch([1, 2, 6], [0, 0, 0], [1, 100, 0]);
        probe.Loss();

        // Mean 3; squared distances 4, 1, 9: unbiased variance 7. Weights of rows do not matter.
        Assert.Equal(0.75, State(probe, "layers.0.running_mean"), 1e-15);
        Assert.Equal(0.75 + (0.25 * 7), State(probe, "layers.0.running_variance"), 1e-15);
        probe.Frame.Learning = false;
        probe.Loss();
        Assert.Equal(0.75, State(probe, "layers.0.running_mean"), 1e-15);
    }

    [Fact]
    public void ABatchOfOneRowUsesRunningStatisticsAndLeavesThemAlone()
    {
        Network network = [new Dense(4), new BatchNormalization(), new Tanh(), new Dense(2)];
        Probe<double> probe = new(network, 3, 16, new MeanSquaredError(), 1);
        probe.SetBatch(Samples.Targets("real", 16, 3, 1), Samples.Targets("real", 16, 2, 2));
        probe.Loss();
        double[] before = probe.Parameters.Span.ToArray();
        probe.SetBatch([0.3, -2, 1], [0.5, 0.5]);
        double loss = probe.Gradient();
        Assert.Equal(before, probe.Parameters.Span.ToArray());
        Assert.All(probe.Plan.Parameters.InOrder.Where(p => p.Trains), p => Assert.Contains(probe.Gradients.Span.Slice(p.Offset, p.Count).ToArray(), g => g != 0));
        probe.Frame.Learning = false;
        Assert.Equal(probe.Loss(), loss);
    }

    [Fact]
    public void AnEarlierLargerBatchLeavesNoTrace()
    {
        Network network = [new BatchNormalization(), new Dense(5), new BatchNormalization(), new Relu(), new Dense(2)];
        Probe<double> used = new(network, 3, 300, new MeanSquaredError(), 1), fresh = new(network, 3, 17, new MeanSquaredError(), 1);
        double[] inputs = Samples.Targets("real", 300, 3, 1), targets = Samples.Targets("real", 300, 2, 2);
        used.SetBatch(inputs, targets);
        used.Gradient();
        Array.ForEach([.. used.Plan.Ops.Select(op => op.Output)], slot => Fill(used.Frame.Value(slot)));
        used.SetBatch(inputs.AsSpan(0, 51), targets.AsSpan(0, 34));
        fresh.SetBatch(inputs.AsSpan(0, 51), targets.AsSpan(0, 34));
        Assert.Equal(fresh.Gradient(), used.Gradient());
        Assert.Equal(fresh.Gradients.Span.ToArray(), used.Gradients.Span.ToArray());

        static void Fill(Matrix<double> matrix)
        {
            for (int row = 0; row < matrix.Rows; row++)
            {
                matrix.PaddedRow(row).Fill(double.NaN);
            }
        }
    }

    [Fact]
    public void StateHasNoGradientNoPenaltyAndNoOptimizer()
    {
        Network network = [new Dense(4), new BatchNormalization(), new Dense(3)];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Momentum(), Regularizer = new L2(0.5, AllParameters: true), BatchSize = 20 };
        Model<double> model = network.Build<double>(4, 3);
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = Laws.Training.Stepper(model, options, 20, 1, parameters);
        stepper.Gradient([.. Enumerable.Range(0, 20)], 0, 20);
        double[] moved = State(parameters);
        parameters.Span.Clear();
        model.Block.Span.CopyTo(parameters.Span);
        stepper.Step([.. Enumerable.Range(0, 20)], 0, 20, default);
        Assert.Equal(moved, State(parameters));
        Assert.All(State(stepper.Gradients), value => Assert.Equal(0, value));
        Assert.Equal((4 * 4) + 4 + 8 + 12 + 3, model.ParameterCount);

        double[] State(AlignedBlock<double> block) => block.Span[model.Plan.Parameters.Trainable..].ToArray();
    }

    [Fact]
    public void TheBestEpochComesBackWithItsRunningStatistics()
    {
        Network network = [new Dense(8), new BatchNormalization(), new Relu(), new Dropout(0.2), new Dense(2)];
        Dataset<double> train = Dataset.Create<double>(Samples.Targets("real", 90, 3, 1), 3, Samples.Targets("real", 90, 2, 2), 2);
        Dataset<double> valid = Dataset.Create<double>(Samples.Targets("real", 50, 3, 3), 3, Samples.Targets("real", 50, 2, 4), 2);
        Model<double> model = network.Build<double>(3, 5);
        History history = model.Fit(train, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new AdamW(0.02), BatchSize = 16, Epochs = 15, Validation = valid });
        Assert.InRange(history.BestEpoch, 1, 14);
        double[] outputs = model.Predict(valid.Inputs.Span);
        double loss = outputs.Zip(valid.Targets.ToArray(), (a, b) => (a - b) * (a - b)).Average();
        Assert.Equal(history.Epochs[history.BestEpoch - 1].ValidationLoss!.Value, loss, 1e-12);
        Assert.Equal(outputs[..2], model.Predict(valid.Inputs.Span[..3]));
    }

    [Fact]
    public void AVarianceBelowZeroIsRefused()
    {
        Network network = [new Dense(2), new BatchNormalization()];
        Model<float> model = network.Build<float>(2);
        Assert.Contains("running_variance", Assert.Throws<ArgumentException>(() => model.SetParameter("layers.1.running_variance", [1, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("running_mean", string.Join(' ', model.Parameters.Where(p => !p.Trains).Select(p => p.Name)), StringComparison.Ordinal);
    }

    [Fact]
    public void PhasesAreAsFewAsPossible()
    {
        // Forward to the normalization, its rows, the rest and the loss and back, its rows: the first layer has nothing to do in the backward pass.
        Network plain = [new Dense(2), new Dropout(0.5), new LayerNormalization(), new Dense(2)], cut = [new Dense(2), new BatchNormalization(), new Relu(), new Dense(2)];
        Assert.Equal(1, plain.Compile<float>(2, LaneWidth.Current).Phases(learning: true, gradient: true, columns: 64, members: 2));
        Assert.Equal(4, cut.Compile<float>(2, LaneWidth.Current).Phases(learning: true, gradient: true, columns: 64, members: 2));
        Assert.Equal(3, cut.Compile<float>(2, LaneWidth.Current).Phases(learning: true, gradient: false, columns: 64, members: 2));
        Assert.Equal(1, cut.Compile<float>(2, LaneWidth.Current).Phases(learning: false, gradient: false, columns: 64, members: 2));
        Assert.Contains("4 phases", cut.Build<float>(2).Explain(64, new MeanSquaredError()), StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralThreadsShareOutLargeMatricesOfSmallBatches()
    {
        // Gathering, the first matrix and its activation, the second one, the rest and the loss; back the second one.
        Network network = [new Dense(128, new Relu()), new Dense(128, new Relu()), new Dense(3)];
        Plan<float> plan = network.Compile<float>(128, LaneWidth.Current, new MeanSquaredError());
        Assert.Equal(5, plan.Phases(learning: true, gradient: true, columns: 64, members: 2));
        Assert.Equal(1, plan.Phases(learning: true, gradient: true, columns: 64, members: 1));
        Assert.Equal(1, plan.Phases(learning: true, gradient: true, columns: 4096, members: 2));
    }

    [Fact]
    public void WeightsAreDrawnForTheActivationBehind()
    {
        Network near = [new Dense(6), new Relu()], far = [new Dense(6), new BatchNormalization(), new Dropout(0.1), new Relu()], other = [new Dense(6), new Tanh()];
        Assert.Equal(near.Build<double>(5).GetParameter("layers.0.weight"), far.Build<double>(5).GetParameter("layers.0.weight"));
        Assert.NotEqual(near.Build<double>(5).GetParameter("layers.0.weight"), other.Build<double>(5).GetParameter("layers.0.weight"));
    }

    private static double State(Probe<double> probe, string name) =>
        probe.Parameters.Span[probe.Plan.Parameters.InOrder.Single(p => p.Name == name).Offset];
}
