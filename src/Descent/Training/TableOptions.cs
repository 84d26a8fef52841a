using Descent.Activations;
using Descent.Augmentations;
using Descent.Data.Preprocessing;
using Descent.Data.Schemas;
using Descent.Data.Tables;
using Descent.Engine;
using Descent.Initializers;
using Descent.Losses;
using Descent.Optimizers;
using Descent.Regularizers;
using Descent.Schedules;

namespace Descent.Training;

/// <summary>How to train on a table. Nothing is required: what is left open is decided from the data, and said.</summary>
public sealed record TableOptions
{
    /// <summary>What the columns are, where the guess is not right.</summary>
    public SchemaOptions Schema { get; init; } = new();

    /// <summary>How columns become numbers.</summary>
    public PreprocessorOptions Preprocessing { get; init; } = new();

    /// <summary>Widths of the hidden layers; default 64, 64. Empty means none: a linear or logistic model.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>
    /// The hidden layers one by one, normalization, dropout and so on among them; takes the place of <see cref="Layers"/>. A dense layer
    /// gets <see cref="Activation"/> unless it has an activation of its own or one follows before the next dense layer.
    /// </summary>
    public IReadOnlyList<Layer>? HiddenLayers { get; init; }

    /// <summary>Activation of the hidden layers; default relu.</summary>
    public Activation? Activation { get; init; }

    /// <summary>How the weights of all dense layers are drawn that have no initializer of their own; default what suits their activations.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>Default follows from the task. It must fit the last activation: sigmoid, softmax, or linear for a regression.</summary>
    public Loss? Loss { get; init; }

    /// <summary>Default: Adam with <see cref="LearningRate"/>.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>Learning rate of the optimizer, a number or a schedule, when it should not be the optimizer's own.</summary>
    public Schedule? LearningRate { get; init; }

    /// <summary>Passes through the training rows at most; default follows from their number.</summary>
    public int? Epochs { get; init; }

    /// <summary>Rows per update; default follows from their number.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Default: a light L2.</summary>
    public Regularizer? Regularizer { get; init; }

    /// <summary>A limit on gradients; default none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Share of the rows kept for the final judgement; default 0.2. Not used when <see cref="Test"/> is given.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Rows for the final judgement, when they come in a table of their own.</summary>
    public Table? Test { get; init; }

    /// <summary>Share of all rows kept to choose the best epoch; default follows from their number.</summary>
    public double? ValidationFraction { get; init; }

    /// <summary>Whether rare classes get a larger weight, n/(k·count); default no.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>What makes more, or other, training rows out of those there are; default nothing. Validation and test rows are never touched.</summary>
    public IReadOnlyList<Augmentation>? Augmentations { get; init; }

    /// <summary>Decides every random number; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads per training run; default 0: as many as pay off.</summary>
    public int Threads { get; init; }

    /// <summary>Hears of progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
