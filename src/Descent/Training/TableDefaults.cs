using Descent.Activations;
using Descent.Data.Schemas;
using Descent.Engine;
using Descent.Layers;
using Descent.Losses;
using Descent.Models;
using Descent.Optimizers;
using Descent.Regularizers;

namespace Descent.Training;

/// <summary>What is decided when a table's owner decides nothing. The numbers are measured: see docs/defaults.md.</summary>
internal static class TableDefaults
{
    public static EarlyStopping Stopping { get; } = new(Patience: 20);

    public static double ValidationFraction(int rows) => rows < 200 ? 0 : 0.1;

    public static Network Network(TaskKind task, int outputs, TableOptions options)
    {
        Activation activation = options.Activation ?? new Relu();
        List<Layer> layers = [.. (options.Layers ?? [64, 64]).Select(width => new Dense(width, activation))];
        layers.Add(new Dense(outputs, task switch
        {
            TaskKind.Multiclass => new Softmax(),
            TaskKind.Regression => new Linear(),
            _ => new Sigmoid(),
        }));
        return Models.Network.Create([.. layers]);
    }

    public static TrainingOptions Training(TaskKind task, int rows, TableOptions options)
    {
        Optimizer optimizer = options.Optimizer ?? new Adam();
        return new TrainingOptions
        {
            Loss = task switch
            {
                TaskKind.Multiclass => new CategoricalCrossEntropy(),
                TaskKind.Regression => new MeanSquaredError(),
                _ => new BinaryCrossEntropy(),
            },
            Optimizer = options.LearningRate is { } rate ? optimizer with { LearningRate = rate } : optimizer,
            Regularizer = options.Regularizer ?? new L2(1e-4),
            Epochs = options.Epochs ?? 200,
            BatchSize = options.BatchSize ?? (rows < 2_000 ? 32 : rows < 20_000 ? 64 : 128),
            Threads = options.Threads,
            Seed = options.Seed,
            Progress = options.Progress,
        };
    }
}
