using Descent.Data;

namespace Descent;

/// <summary>How to train on a table. Nothing is required: what is left open is decided from the data, and said.</summary>
public sealed record TableOptions
{
    /// <summary>What the columns are, where the guess is not right.</summary>
    public SchemaOptions Schema { get; init; } = new();

    /// <summary>What the columns are, where the loss says something about it as well.</summary>
    internal SchemaOptions SchemaForLoss => Loss is Poisson && Schema.Task is null ? Schema with { PrefersCounts = true } : Schema;

    /// <summary>How columns become numbers.</summary>
    public PreprocessorOptions Preprocessing { get; init; } = new();

    /// <summary>
    /// How much is computed. Default: <see cref="Descent.Effort.Normal"/>, or, where anything below describes a network or its training, <see cref="Descent.Effort.Quick"/>, which
    /// trains exactly that network.
    /// </summary>
    public Effort? Effort { get; init => field = value is null ? null : Check.Defined(value.Value, nameof(Effort)); }

    /// <summary>The one recipe to train by; default null: the effort's own choice among several.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>
    /// The time that training may take, about; null, the default, for what the effort says. Recipes are given work by the measured speed of the machine, those of the normal effort first and
    /// larger ones with what is left, so the model differs from machine to machine; <see cref="TableTraining.Plan"/> says what was done, and <see cref="Plan"/> repeats it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">If it is not above 0.</exception>
    public TimeSpan? Time { get; init => field = value is not { } time || time > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Time), value, "Time must be above 0."); }

    /// <summary>Exactly what to train, as <see cref="TableTraining.Plan"/> of another training says; null, the default, for what the effort says.</summary>
    public EnsemblePlan? Plan { get; init; }

    /// <summary>Whether a network or its training is described, beyond loss and weights.</summary>
    internal bool NamesNetwork => DescribesNetwork || TrainingSettings.Any();

    /// <summary>Whether the layers of a network are described.</summary>
    internal bool DescribesNetwork => Layers is not null || HiddenLayers is not null || Activation is not null || Initializer is not null;

    /// <summary>The settings of a network's training that are given, by their names.</summary>
    internal IEnumerable<string> TrainingSettings => new (string Name, bool IsGiven)[]
    {
        (nameof(Optimizer), Optimizer is not null), (nameof(LearningRate), LearningRate is not null), (nameof(Epochs), Epochs is not null), (nameof(BatchSize), BatchSize is not null),
        (nameof(Regularizer), Regularizer is not null), (nameof(Clipping), Clipping is not null), (nameof(Augmentations), Augmentations is not null), (nameof(Monitor), Monitor is not null),
        (nameof(Until), Until is not null), (nameof(EarlyStopping), EarlyStopping is not null), (nameof(ValidationFraction), ValidationFraction is not null),
    }.Where(setting => setting.IsGiven).Select(setting => setting.Name);

    /// <summary>Hears which recipe is tried.</summary>
    public IProgress<RecipeProgress>? Trials { get; init; }

    /// <summary>Widths of the hidden layers; of a single network by default 64, 64. Empty means none: a linear or logistic model.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>
    /// The hidden layers one by one, normalization, dropout and so on among them; takes the place of <see cref="Layers"/>. A dense layer
    /// gets <see cref="Activation"/> unless it has an activation of its own or one follows before the next dense layer.
    /// </summary>
    public IReadOnlyList<Layer>? HiddenLayers { get; init => field = Check.NoNulls(value); }

    /// <summary>Activation of the hidden layers; of a single network by default relu, for counts swish.</summary>
    public Activation? Activation { get; init; }

    /// <summary>How the weights of all dense layers are drawn that have no initializer of their own; default what suits their activations.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>Default follows from the task. The last layer and the coding of the labels follow from both; a loss for another task is refused.</summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// Levels of the quantiles to predict of each target, each above 0 and below 1 and once, such as 0.1, 0.5, 0.9; kept in rising order. Default null: no quantiles but one number. They
    /// take the place of <see cref="Loss"/>, which is <see cref="Descent.Quantiles"/> then, and choose epochs and shares by it; targets must be numbers or counts.
    /// </summary>
    public IReadOnlyList<double>? Quantiles { get; init => field = value is null ? null : Descent.Quantiles.Checked([.. value.Order()]); }

    /// <summary>What training makes small, where anything says so.</summary>
    internal Loss? ChosenLoss => Quantiles is { } levels ? new Quantiles(levels) : Loss;

    /// <summary>Of a single network by default Adam with <see cref="LearningRate"/>; for counts its rate falls along a cosine.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>Learning rate of the optimizer, a number or a schedule, when it should not be the optimizer's own.</summary>
    public Schedule? LearningRate { get; init; }

    /// <summary>Passes through the training rows at most; of a single network by default 200.</summary>
    public int? Epochs { get; init => field = value is null ? null : Check.AtLeast(value.Value, 0, nameof(Epochs)); }

    /// <summary>Rows per update; of a single network the default follows from their number.</summary>
    public int? BatchSize { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(BatchSize)); }

    /// <summary>Of a single network by default a light L2.</summary>
    public Regularizer? Regularizer { get; init; }

    /// <summary>A limit on gradients; default none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Share of the rows kept for the final judgement; default 0.2. Not used when <see cref="Test"/> is given.</summary>
    public double TestFraction { get; init => field = Check.Fraction(value, nameof(TestFraction)); } = 0.2;

    /// <summary>Rows for the final judgement, when they come in a table of their own.</summary>
    public Table? Test { get; init; }

    /// <summary>Whether a category or label in <see cref="Test"/> that training has not seen is an error; by default a row with such a label counts as wrong.</summary>
    public bool Strict { get; init; }

    /// <summary>Of a binary task, the label that precision, recall, F1, PR-AUC and <see cref="Threshold"/> are about; default the rarer one in the table, of equals the second.</summary>
    public string? PositiveLabel { get; init; }

    /// <summary>Of a binary task, the probability from which on the positive label is predicted, above 0 and below 1; default 0.5. Training itself does not use it.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// Share of all rows kept to choose the best epoch; default follows from their number. 0.1 where <see cref="Monitor"/>, <see cref="Until"/> or
    /// <see cref="EarlyStopping"/> look at them.
    /// </summary>
    public double? ValidationFraction { get; init => field = value is null ? null : Check.Fraction(value.Value, nameof(ValidationFraction)); }

    /// <summary>What chooses the best epoch on the validation rows; default null, the loss.</summary>
    public Metric? Monitor { get; init; }

    /// <summary>Ends training after the first epoch that is good enough for the validation rows; default never.</summary>
    public MetricGoal? Until { get; init; }

    /// <summary>When training stops before the last epoch; default after 20 epochs without a new best where there are validation rows.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The rule that <see cref="EarlyStopping"/> stands for when it is left out.</summary>
    public static EarlyStopping DefaultStopping { get; } = new(Patience: 20);

    /// <summary>From so many training rows on a tenth of them chooses the epoch where nothing else is said; below, every row is worth more in training: 2,000.</summary>
    public const int FewRows = TableDefaults.FewRows;

    /// <summary>The penalty that is taken where none is said, times the training rows: L2 with a strength of 5/n for classes and 1/n for numbers.</summary>
    /// <param name="task">The task.</param>
    /// <returns>5 or 1; of counts the least that it is.</returns>
    public static double PseudoRows(TaskKind task) => TableDefaults.PseudoRows(task);

    /// <summary>Whether the weights of <see cref="BalanceClasses"/> count in the validation loss as well; default no.</summary>
    public bool BalanceValidation { get; init; }

    /// <summary>Whether rare classes get a larger weight, n/(k·count); default no.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>What makes more, or other, training rows out of those there are; default nothing. Validation and test rows are never touched.</summary>
    public IReadOnlyList<Augmentation>? Augmentations { get; init => field = Check.NoNulls(value); }

    /// <summary>Decides every random number; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads per training run; default 0: as many as pay off.</summary>
    public int Threads { get; init => field = Check.Within(value, 0, TrainingOptions.MostThreads, nameof(Threads)); }

    /// <summary>Hears of progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
