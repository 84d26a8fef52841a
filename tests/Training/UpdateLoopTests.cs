using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Training;

public class UpdateLoopTests
{
    private static readonly Network s_network = [new Dense(5, new PRelu()), new Dense(2)];

    private static readonly TrainingOptions s_options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(0.01), BatchSize = 8, Threads = 1 };

    private static Dataset<float> Rows(int count) => Dataset.Create<float>([.. Samples.Targets("real", count, 3, 1).Select(v => (float)v)], 3, [.. Samples.Targets("real", count, 2, 2).Select(v => (float)v)], 2);

    /// <summary>Batches in the order of the rows, a smaller one last, and round again: bit for bit what the caller's own loop does.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ItIsTheLoopOneWouldWrite(int threads)
    {
        Dataset<float> rows = Rows(21);
        Model<float> loop = s_network.Build<float>(3, 4), own = s_network.Build<float>(3, 4);
        List<double> losses = [], expected = [];
        using (UpdateLoop<float> updates = new(loop, rows, s_options with { Threads = threads }))
        {
            Assert.Equal(threads, updates.Threads);
            losses.AddRange(Enumerable.Range(0, 7).Select(_ => updates.Step()));
            Assert.Equal(7, updates.Steps);
        }

        using (TrainingRun<float> run = own.Begin(s_options, stepsPerEpoch: 3))
        {
            expected.AddRange(Enumerable.Range(0, 7).Select(step => run.Step(rows.Select([.. Enumerable.Range(step % 3 * 8, step % 3 == 2 ? 5 : 8)]))));
        }

        Assert.Equal(expected, losses);
        Assert.Equal(own.GetParameters().SelectMany(p => p.Value), loop.GetParameters().SelectMany(p => p.Value));
        Assert.Equal(own.Predict(rows.Inputs.Span), loop.Predict(rows.Inputs.Span));
    }

    [Fact]
    public void TheLossOfTheFirstBatchIsThatOfTheModel()
    {
        Dataset<float> rows = Rows(21);
        Model<float> model = s_network.Build<float>(3, 4);
        double expected = model.Loss(rows.Select([.. Enumerable.Range(0, 8)]), s_options.Loss);
        using UpdateLoop<float> updates = new(model, rows, s_options);
        Assert.Equal(expected, updates.Loss(), 1e-6);
        Assert.Equal(expected, updates.Step(), 1e-6);
        Assert.True(updates.Loss() < expected);
    }

    [Fact]
    public void AModelIsTrainedOnce()
    {
        Model<float> model = s_network.Build<float>(3);
        using (UpdateLoop<float> updates = new(model, Rows(8), s_options))
        {
            Assert.Throws<InvalidOperationException>(() => new UpdateLoop<float>(model, Rows(8), s_options));
        }

        Assert.Contains("expects 3 inputs", Assert.Throws<ArgumentException>(() => new UpdateLoop<float>(model, Dataset.Create<float>([1f], 1, [1f], 1), s_options)).Message, StringComparison.Ordinal);
        model.Fit(Rows(8), s_options with { Epochs = 1 });
    }
}
