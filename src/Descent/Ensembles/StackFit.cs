using Descent.Data;

namespace Descent;

/// <summary>Learns the linear model of a stack.</summary>
internal static class StackFit
{
    /// <summary>The largest number of iterations, of which usually far fewer are needed.</summary>
    private const int MostIterations = 500;

    /// <summary>Learns the linear model.</summary>
    /// <param name="fit">The loss and the last activation.</param>
    /// <param name="predictions">The predictions of each group for rows that its networks were not trained on.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="sizes">The number of networks of each group.</param>
    /// <param name="options">The training options that all groups have in common.</param>
    public static StackCombination Of(LossFit fit, IReadOnlyList<float[]> predictions, Dataset<float> rows, IReadOnlyList<int> sizes, TrainingOptions options)
    {
        int width = rows.TargetColumns, inputs = predictions.Count * width;
        ScoreLink link = ScoreLinks.Of(fit.Last);
        Network network = [new Dense(width, fit.Last)];
        Model<float> model = network.Build<float>(inputs, options.Seed!.Value);
        model.Fit(Dataset.Create(StackCombination.ScoresOf(predictions, link, width), inputs, rows.Targets, width, rows.Weights), new TrainingOptions
        {
            Loss = fit.Loss,
            Optimizer = new Lbfgs(),
            Regularizer = new L2(1.0 / rows.Rows),
            Epochs = MostIterations,
            BatchSize = rows.Rows,
            ClassWeights = options.ClassWeights,
            Form = options.Form,
            Threads = options.Threads,
            Seed = options.Seed,
        });
        return new StackCombination(sizes, [.. model.GetParameter("layers.0.weight").Chunk(inputs)], model.GetParameter("layers.0.bias"), link);
    }
}
