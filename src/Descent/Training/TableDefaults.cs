using Descent.Activations;
using Descent.Data.Schemas;
using Descent.Engine;
using Descent.Layers;
using Descent.Losses;
using Descent.Models;
using Descent.Optimizers;
using Descent.Regularizers;

namespace Descent.Training;

/// <summary>
/// What is decided when a table's owner decides nothing. The numbers come from 5-fold cross-validations over five seeds on
/// eight small real tables; docs/defaults.md has the figures and the command.
/// </summary>
internal static class TableDefaults
{
    /// <summary>Up to here every row is worth more in training than in choosing an epoch: no validation rows, a fixed number of epochs.</summary>
    private const int FewRows = 2_000;

    public static double ValidationFraction(int rows, TableOptions options) =>
        rows >= FewRows || options is { Monitor: not null } or { Until: not null } or { EarlyStopping: not null } or { BalanceValidation: true } ? 0.1 : 0;

    /// <summary>λ of ½λw²: the fewer the rows, the stronger; five pseudo-rows' worth for classes, one for numbers.</summary>
    public static double Penalty(TaskKind task, int rows) => Math.Max(5e-4, (task == TaskKind.Regression ? 1.0 : 5.0) / rows);

    public static Network Network(TaskKind task, int outputs, TableOptions options)
    {
        Activation activation = options.Activation ?? new Relu();
        List<Layer> layers = options.HiddenLayers is { } described
            ? [.. described.Select((layer, i) => layer is Dense { Activation: null } dense && !IsActivated(described, i) ? dense with { Activation = activation } : layer)]
            : [.. (options.Layers ?? [64, 64]).Select(width => new Dense(width, activation))];
        layers.Add(new Dense(outputs, task switch
        {
            TaskKind.Multiclass => new Softmax(),
            TaskKind.Regression => new Linear(),
            _ => new Sigmoid(),
        }));
        return Models.Network.Create([.. layers.Select(layer => layer is Dense { WeightInitializer: null } dense ? dense with { WeightInitializer = options.Initializer } : layer)]);
    }

    /// <summary>Whether an activation stands between a layer and the next dense one.</summary>
    private static bool IsActivated(IReadOnlyList<Layer> layers, int index) => layers.Skip(index + 1).TakeWhile(layer => layer is not Dense).Any(layer => layer is Activation);

    public static TrainingOptions Training(TaskKind task, int rows, TableOptions options)
    {
        Optimizer optimizer = options.Optimizer ?? new Adam();
        return new TrainingOptions
        {
            Loss = options.Loss ?? task switch
            {
                TaskKind.Multiclass => new CategoricalCrossEntropy(),
                TaskKind.Regression => new MeanSquaredError(),
                _ => new BinaryCrossEntropy(),
            },
            Optimizer = options.LearningRate is { } rate ? optimizer with { LearningRate = rate } : optimizer,
            Regularizer = options.Regularizer ?? new L2(Penalty(task, rows)),
            Clipping = options.Clipping,
            Epochs = options.Epochs ?? 200,
            BatchSize = options.BatchSize ?? (rows < 2_000 ? 32 : rows < 20_000 ? 64 : 128),
            Threads = options.Threads,
            Seed = options.Seed,
            Progress = options.Progress,
        };
    }
}
