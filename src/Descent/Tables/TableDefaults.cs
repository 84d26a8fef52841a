using Descent.Data;

namespace Descent;

/// <summary>
/// The default settings for training on a table. The numbers come from 5-fold cross-validations over five seeds on
/// eight small real tables; docs/defaults.md has the results and the command.
/// </summary>
internal static class TableDefaults
{
    /// <summary>The number of rows below which a row is more useful for training than for choosing an epoch: there are no validation rows, and the number of epochs is fixed.</summary>
    internal const int FewRows = 2_000;

    /// <summary>The weakest penalty.</summary>
    internal const double LeastPenalty = 5e-4;

    public static double ValidationFraction(int rows, TableOptions options) =>
        options.Ensemble is not { UsesValidation: false } && (rows >= FewRows || options is { Monitor: not null } or { Until: not null } or { EarlyStopping: not null } or { BalanceValidation: true }) ? 0.1 : 0;

    /// <summary>
    /// Computes λ of ½λw². It is stronger the fewer the rows are, and corresponds to five pseudo-rows for classes and one for numbers. Rare events carry little information per row,
    /// so for counts it corresponds to the number of rows that contain five events, at least one.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">The number of training rows.</param>
    /// <param name="rarity">For counts, the number of rows per event, averaged over the targets.</param>
    private static double Penalty(TaskKind task, int rows, double rarity) =>
        Math.Max(LeastPenalty, (task == TaskKind.Counts ? Math.Max(PseudoRows(task), 5 * rarity) : PseudoRows(task)) / rows);

    /// <summary>Gets the penalty of a task times its training rows; for counts, this is the minimum.</summary>
    internal static double PseudoRows(TaskKind task) => task is TaskKind.Regression or TaskKind.Counts ? 1 : 5;

    /// <summary>Creates the default optimizer, Adam. For counts its rate falls to 0, because with a constant rate the predictions vary more than large counts do.</summary>
    private static Adam Optimizer(TaskKind task) => task == TaskKind.Counts ? new Adam(new CosineSchedule(0.001)) : new Adam();

    public static Network CreateNetwork(Activation last, int outputs, TableOptions options)
    {
        Activation activation = options.Activation ?? (last is Exponential ? new Swish() : new Relu());
        List<Layer> layers = options.HiddenLayers is { } described
            ? [.. Completed(described, activation, options.Initializer)]
            : [.. (options.Layers ?? [64, 64]).Select(width => new Dense(width, activation) { WeightInitializer = options.Initializer })];
        Dense end = new(outputs, last) { WeightInitializer = options.Initializer };
        if (layers is [.., Members members])
        {
            // Members must be the last layer, so each member gets its own output layer.
            layers[^1] = members with { Layers = [.. members.Layers, end] };
        }
        else
        {
            layers.Add(end);
        }

        return Network.Create([.. layers]);
    }

    /// <summary>Completes unspecified settings of layers, including those inside blocks.</summary>
    /// <param name="layers">The layers, one after the other.</param>
    /// <param name="activation">The activation of dense layers that have none and are not followed by one.</param>
    /// <param name="initializer">The initializer of dense layers without one; null leaves it unspecified.</param>
    /// <param name="isFollowed">Whether an activation follows the last layer.</param>
    private static Layer[] Completed(IReadOnlyList<Layer> layers, Activation activation, Initializer? initializer, bool isFollowed = false)
    {
        Layer[] completed = new Layer[layers.Count];
        // From the last to the first, because the following layer decides.
        for (int i = completed.Length - 1; i >= 0; i--)
        {
            bool followed = isFollowed;
            completed[i] = layers[i] is Dense dense
                ? dense with { Activation = dense.Activation ?? (followed ? null : activation), WeightInitializer = dense.WeightInitializer ?? initializer }
                : layers[i].WithInner(inner => Completed(inner, activation, initializer, followed));
            isFollowed = layers[i] is Activation || (isFollowed && layers[i] is not Dense && ReferenceEquals(completed[i], layers[i]));
        }

        return completed;
    }

    /// <summary>Creates warnings about probable mistakes. With a softmax before the last layer, the outputs of its neurons add up to one, so that little information passes through.</summary>
    public static IEnumerable<Notice> Doubts(Network network)
    {
        Layer[] layers = [.. network];
        for (int i = 0; i < layers.Length - 1; i++)
        {
            Layer? activation = layers[i] is Dense { Activation: { } own } ? own : layers[i] as Activation;
            if (activation is Softmax or LogSoftmax && layers.Skip(i + 1).Any(layer => layer is Dense))
            {
                yield return Notice.Warning($"A hidden layer has the activation {(activation is Softmax ? "softmax" : "log-softmax")}, which is meant for the last layer: its outputs add up to one, so little information passes through. Use relu or tanh.", new Remedy(nameof(TableOptions.Activation)));
                yield break;
            }
        }
    }

    public static TrainingOptions Training(Preprocessor preprocessor, Loss loss, int rows, TableOptions options)
    {
        TaskKind task = preprocessor.Task;
        Optimizer optimizer = options.Optimizer ?? Optimizer(task);
        if (optimizer is FullBatchOptimizer && options.BatchSize is not null)
        {
            throw new ArgumentException($"{optimizer.GetType().Name} uses all training rows for every update, so BatchSize has no effect. Remove BatchSize.", nameof(options));
        }

        double rarity = Enumerable.Range(0, preprocessor.OutputNames.Count).Average(target => 1 / preprocessor.TargetScale(target));
        return new TrainingOptions
        {
            Loss = loss,
            Optimizer = options.LearningRate is { } rate ? optimizer with { LearningRate = rate } : optimizer,
            Regularizer = options.Regularizer ?? new L2(Penalty(task, rows, rarity)),
            Clipping = options.Clipping,
            Epochs = options.Epochs ?? 200,
            BatchSize = optimizer is FullBatchOptimizer ? rows : options.BatchSize ?? (rows < 2_000 ? 32 : rows < 20_000 ? 64 : 128),
            Threads = options.Threads,
            Seed = options.Seed,
            Progress = options.Progress,
            Runner = options.Runner,
        };
    }
}
