using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>Epochs that end with their last full batch, as PyTorch's <c>drop_last</c> (recipes.py trains so).</summary>
public class PartialBatchTests
{
    private static readonly TrainingOptions s_options = new() { Loss = new MeanSquaredError(), BatchSize = 16, Epochs = 6, Seed = 3, RecordSteps = true, DropPartialBatch = true };

    [Fact]
    public void OnlyFullBatchesAreTakenAndSchedulesEndWithThem()
    {
        (Model<double> _, History full) = Fit(s_options with { Optimizer = new Adam(new CosineSchedule(0.01)) });
        Assert.Equal(6 * 4, full.Steps);

        // Half of the updates are half of the run.
        Assert.Equal(0.005, full.StepRecords[12].LearningRate, 1e-15);
        Assert.Equal(6 * 5, Fit(s_options with { DropPartialBatch = false }).History.Steps);
        Assert.Equal(6, Fit(s_options with { BatchSize = 200 }).History.Steps);
        Assert.Equal(6, Fit(s_options with { BatchSize = 70 }).History.Steps);
    }

    [Fact]
    public void OtherRowsAreLeftOutInEveryEpoch()
    {
        // One row of 70 has a target that no other comes near: an epoch with it has a large loss.
        double[] losses = [.. Fit(s_options with { Optimizer = new GradientDescent(1e-9), Epochs = 60 }).History.Epochs.Select(epoch => epoch.Loss)];
        Assert.InRange(losses.Count(loss => loss < 1e4), 1, 20);
    }

    [Fact]
    public void ACheckpointGoesOnToTheSameBits()
    {
        Checkpoint? cut = null;
        _ = Fit(s_options with { MaximumSteps = 10, OnCheckpoint = c => cut = c });
        (Model<double> resumed, History rest) = Fit(s_options with { Resume = cut });
        (Model<double> whole, History all) = Fit(s_options);
        Assert.Equal(all.Steps, rest.Steps);
        Assert.All(whole.Parameters, parameter => Assert.Equal(whole.GetParameter(parameter.Name), resumed.GetParameter(parameter.Name)));
        Assert.Contains("full ones only", Assert.Throws<ArgumentException>(() => Fit(s_options with { Resume = cut, DropPartialBatch = false })).Message, StringComparison.Ordinal);
    }

    private static (Model<double> Model, History History) Fit(TrainingOptions options)
    {
        double[] inputs = Laws.Samples.Targets("real", 70, 3, 1), targets = Laws.Samples.Targets("real", 70, 1, 2);
        targets[5] = 1e3;
        Network network = [new Dense(4, new Tanh()), new Dense(1)];
        Model<double> model = network.Build<double>(3, seed: 1);
        return (model, model.Fit(Dataset.Create<double>(inputs, 3, targets, 1), options));
    }
}
