using Descent.Data;

namespace Descent;

/// <summary>
/// What is decided when a table's owner decides nothing. The numbers come from 5-fold cross-validations over five seeds on
/// eight small real tables; docs/defaults.md has the figures and the command.
/// </summary>
internal static class TableDefaults
{
    /// <summary>Up to here every row is worth more in training than in choosing an epoch: no validation rows, a fixed number of epochs.</summary>
    internal const int FewRows = 2_000;

    /// <summary>The weakest penalty.</summary>
    internal const double LeastPenalty = 5e-4;

    public static double ValidationFraction(int rows, TableOptions options) =>
        rows >= FewRows || options is { Monitor: not null } or { Until: not null } or { EarlyStopping: not null } or { BalanceValidation: true } ? 0.1 : 0;

    /// <summary>
    /// λ of ½λw²: the fewer the rows, the stronger; five pseudo-rows' worth for classes, one for numbers. Rare events say little per row:
    /// for counts it is as many pseudo-rows as hold five events, at least one.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="rarity">Of counts, the mean over the targets of rows per event.</param>
    private static double Penalty(TaskKind task, int rows, double rarity) =>
        Math.Max(LeastPenalty, (task == TaskKind.Counts ? Math.Max(PseudoRows(task), 5 * rarity) : PseudoRows(task)) / rows);

    /// <summary>The penalty of a task times its training rows; of counts at least.</summary>
    internal static double PseudoRows(TaskKind task) => task is TaskKind.Regression or TaskKind.Counts ? 1 : 5;

    /// <summary>Adam; for counts its rate falls to 0, because a rate that stays leaves more scatter than large counts have themselves.</summary>
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
            // Nothing comes behind members: each has a last layer of its own.
            layers[^1] = members with { Layers = [.. members.Layers, end] };
        }
        else
        {
            layers.Add(end);
        }

        return Network.Create([.. layers]);
    }

    /// <summary>The layers, also those inside of blocks, with what they leave open.</summary>
    /// <param name="layers">Layers one after the other.</param>
    /// <param name="activation">For dense layers without an activation of their own or behind them.</param>
    /// <param name="initializer">For dense layers without one; null leaves it open.</param>
    /// <param name="isFollowed">Whether an activation comes behind the last of them.</param>
    private static Layer[] Completed(IReadOnlyList<Layer> layers, Activation activation, Initializer? initializer, bool isFollowed = false)
    {
        Layer[] completed = new Layer[layers.Count];
        // From the last to the first, as what follows decides.
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

    /// <summary>What is seldom meant: a softmax before the last layer makes its neurons share one unit of output, so that little of the inputs gets through.</summary>
    public static IEnumerable<Notice> Doubts(Network network)
    {
        Layer[] layers = [.. network];
        for (int i = 0; i < layers.Length - 1; i++)
        {
            Layer? activation = layers[i] is Dense { Activation: { } own } ? own : layers[i] as Activation;
            if (activation is Softmax or LogSoftmax && layers.Skip(i + 1).Any(layer => layer is Dense))
            {
                yield return Notice.Warning($"A hidden layer has the activation {(activation is Softmax ? "softmax" : "log-softmax")}, which is meant for the last layer: its outputs add up to one, so little of the inputs gets through. Relu or tanh are usual.", new Remedy(nameof(TableOptions.Activation)));
                yield break;
            }
        }
    }

    public static TrainingOptions Training(Preprocessor preprocessor, Loss loss, int rows, TableOptions options)
    {
        TaskKind task = preprocessor.Task;
        Optimizer optimizer = options.Optimizer ?? Optimizer(task);
        double rarity = Enumerable.Range(0, preprocessor.OutputNames.Count).Average(target => 1 / preprocessor.TargetScale(target));
        return new TrainingOptions
        {
            Loss = loss,
            Optimizer = options.LearningRate is { } rate ? optimizer with { LearningRate = rate } : optimizer,
            Regularizer = options.Regularizer ?? new L2(Penalty(task, rows, rarity)),
            Clipping = options.Clipping,
            Epochs = options.Epochs ?? 200,
            BatchSize = options.BatchSize ?? (rows < 2_000 ? 32 : rows < 20_000 ? 64 : 128),
            Threads = options.Threads,
            Seed = options.Seed,
            Progress = options.Progress,
        };
    }
}
