using Descent.Data;

namespace Descent;

/// <summary>Options for training on a table. None is required: settings that are not specified follow from the data and are reported in notices.</summary>
public sealed record TableOptions
{
    /// <summary>The kinds and roles of columns that should not be inferred from the data.</summary>
    public SchemaOptions Schema { get; init; } = new();

    /// <summary>The schema options, with a preference for the task of the model from which training starts, and for counts if the loss implies them.</summary>
    internal SchemaOptions SchemaForTask => Schema.Task is not null ? Schema
        : Schema with { PrefersCounts = Schema.PrefersCounts || Loss is Poisson, Preference = Transfer is { } start ? new TaskPreference(start.Source.Preprocessor.Task, !start.NewHead) : null };

    /// <summary>Options for the conversion of columns to numbers.</summary>
    public PreprocessorOptions Preprocessing { get; init; } = new();

    /// <summary>
    /// The amount of computation. The default is <see cref="Descent.Effort.Normal"/> or, if any option describes a network or its training, <see cref="Descent.Effort.Quick"/>, which
    /// trains exactly that network.
    /// </summary>
    public Effort? Effort { get; init => field = value is null ? null : Check.Defined(value.Value, nameof(Effort)); }

    /// <summary>The only recipe to train; null, the default, to choose among those of the effort.</summary>
    public Recipe? Recipe { get; init; }

    /// <summary>
    /// The approximate time that training may take; null, the default, to use the effort instead. Work is distributed among recipes by the measured speed of the machine, first to those of the normal effort and
    /// then to larger ones, so the model differs from machine to machine. <see cref="TableTraining.Plan"/> records what was done, and <see cref="Plan"/> repeats it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">If the time is not above 0.</exception>
    public TimeSpan? Time { get; init => field = value is not { } time || time > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Time), value, "Time must be above 0."); }

    /// <summary>The exact plan to execute, such as <see cref="TableTraining.Plan"/> of another training run; null, the default, to use the effort instead.</summary>
    public EnsemblePlan? Plan { get; init; }

    /// <summary>
    /// The method to train several networks, as the other options describe them, and to combine their predictions; null, the default, for none. It cannot be combined with an effort above
    /// <see cref="Descent.Effort.Quick"/>, a recipe, a time or a plan, which choose the networks themselves.
    /// </summary>
    public EnsembleMethod? Ensemble { get; init; }

    /// <summary>Receives a report of each finished network of <see cref="Ensemble"/>; default none.</summary>
    public IProgress<MemberProgress>? MemberProgress { get; init; }

    /// <summary>The trained model from which training starts; null, the default, for new weights. Its network is trained, so no other one can be described, and columns are matched by name.</summary>
    public TransferOptions? Transfer { get; init; }

    /// <summary>Whether a network or its training is described, beyond loss and weights.</summary>
    internal bool NamesNetwork => DescribesNetwork || TrainingSettings.Any();

    /// <summary>Whether the layers of a network are described.</summary>
    internal bool DescribesNetwork => Layers is not null || HiddenLayers is not null || Activation is not null || Initializer is not null;

    /// <summary>The names of the specified settings that describe the training of a network.</summary>
    internal IEnumerable<string> TrainingSettings => new (string Name, bool IsGiven)[]
    {
        (nameof(Optimizer), Optimizer is not null), (nameof(LearningRate), LearningRate is not null), (nameof(Epochs), Epochs is not null), (nameof(BatchSize), BatchSize is not null),
        (nameof(Regularizer), Regularizer is not null), (nameof(Clipping), Clipping is not null), (nameof(Augmentations), Augmentations is not null), (nameof(Monitor), Monitor is not null),
        (nameof(Until), Until is not null), (nameof(EarlyStopping), EarlyStopping is not null), (nameof(ValidationFraction), ValidationFraction is not null),
        (nameof(Precision), Precision == NumericPrecision.Double),
    }.Where(setting => setting.IsGiven).Select(setting => setting.Name);

    /// <summary>Receives a report before each recipe is tried; default none.</summary>
    public IProgress<RecipeProgress>? Trials { get; init; }

    /// <summary>The widths of the hidden layers; for a single network, the default is 64, 64. Empty means no hidden layers: a linear or logistic model.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>
    /// The hidden layers one by one, including normalization, dropout and others; replaces <see cref="Layers"/>. A dense layer
    /// gets <see cref="Activation"/> unless it has its own activation or one follows before the next dense layer.
    /// </summary>
    public IReadOnlyList<Layer>? HiddenLayers { get; init => field = Check.NoNulls(value); }

    /// <summary>The activation of the hidden layers; for a single network, the default is relu, and for counts swish.</summary>
    public Activation? Activation { get; init; }

    /// <summary>The weight initializer of all dense layers that do not have their own; the default depends on their activations.</summary>
    public Initializer? Initializer { get; init; }

    /// <summary>The loss; the default follows from the task. The last layer and the coding of the labels follow from loss and task; a loss for another task is rejected.</summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// The levels of the quantiles to predict of each target, distinct, each above 0 and below 1, such as 0.1, 0.5, 0.9; they are kept in ascending order. Null, the default, to predict one number instead. Quantiles
    /// replace <see cref="Loss"/> by <see cref="Descent.Quantiles"/>, which also chooses epochs and shares. Targets must be numbers or counts.
    /// </summary>
    public IReadOnlyList<double>? Quantiles { get; init => field = value is null ? null : Descent.Quantiles.Checked([.. value.Order()]); }

    /// <summary>The loss determined by the options; null if it follows from the task.</summary>
    internal Loss? ChosenLoss => Quantiles is { } levels ? new Quantiles(levels) : Loss;

    /// <summary>The optimizer; for a single network, the default is Adam with <see cref="LearningRate"/>, and for counts its rate follows a cosine schedule.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The learning rate, a number or a schedule; null, the default, for that of the optimizer.</summary>
    public Schedule? LearningRate { get; init; }

    /// <summary>
    /// The type of the numbers with which a single network is trained; default single. <see cref="NumericPrecision.Double"/> gives a <see cref="FullBatchOptimizer"/> the digits to go on to its tolerance. The saved model keeps
    /// single precision: its weights are rounded after training, so its predictions differ from those of training by about one part in ten million.
    /// </summary>
    public NumericPrecision Precision { get; init => field = Check.Defined(value, nameof(Precision)); }

    /// <summary>The maximum number of passes over the training rows; for a single network, the default is 200.</summary>
    public int? Epochs { get; init => field = value is null ? null : Check.AtLeast(value.Value, 0, nameof(Epochs)); }

    /// <summary>The number of rows per update; for a single network, the default follows from the number of training rows.</summary>
    public int? BatchSize { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(BatchSize)); }

    /// <summary>The penalty on large weights; for a single network, the default is a weak L2 penalty.</summary>
    public Regularizer? Regularizer { get; init; }

    /// <summary>The limit on gradients; default none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>The share of the rows held out for the test; default 0.2. It is ignored if <see cref="Test"/> is set.</summary>
    public double TestFraction { get; init => field = Check.Fraction(value, nameof(TestFraction)); } = 0.2;

    /// <summary>The test rows, if they come in a separate table; default none.</summary>
    public Table? Test { get; init; }

    /// <summary>Whether an unseen category or label in <see cref="Test"/> is an error; default no: a row with an unseen label counts as wrong.</summary>
    public bool Strict { get; init; }

    /// <summary>The label of a binary task to which precision, recall, F1, PR-AUC and <see cref="Threshold"/> refer; default the rarer one in the table, or the second one if both are equally frequent.</summary>
    public string? PositiveLabel { get; init; }

    /// <summary>The lowest probability at which the positive label of a binary task is predicted, above 0 and below 1; default 0.5. Training itself does not use it.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// The metric for which the threshold is the best one on predictions of training rows by networks that were not trained on them; null, the default, for <see cref="Threshold"/>, which cannot be combined
    /// with it. With several recipes these are the predictions of their folds; for a single network, five copies of it are trained on folds. Test rows are never used.
    /// </summary>
    public Metric? ThresholdMetric { get; init; }

    /// <summary>The costs of the errors of a binary task, whose mean becomes a score and is saved with the model; null, the default, for none. They choose the threshold only if a <see cref="MeanCost"/> of the same costs is <see cref="ThresholdMetric"/>.</summary>
    public ErrorCosts? Costs { get; init; }

    /// <summary>
    /// The share of all rows held out for validation, which chooses the best epoch. The default follows from the number of rows; it is 0.1 if <see cref="Monitor"/>, <see cref="Until"/> or
    /// <see cref="EarlyStopping"/> is set.
    /// </summary>
    public double? ValidationFraction { get; init => field = value is null ? null : Check.Fraction(value.Value, nameof(ValidationFraction)); }

    /// <summary>The metric that chooses the best epoch on the validation rows; null, the default, for the loss.</summary>
    public Metric? Monitor { get; init; }

    /// <summary>The goal on the validation rows that ends training after the first epoch that reaches it; default none.</summary>
    public MetricGoal? Until { get; init; }

    /// <summary>The rule that stops training before the last epoch; by default, if there are validation rows, 20 epochs without a new best.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The rule that is used if <see cref="EarlyStopping"/> is not set.</summary>
    public static EarlyStopping DefaultStopping { get; } = new(Patience: 20);

    /// <summary>The number of training rows from which, by default, a tenth of them is used for validation: 2,000. With fewer rows, every row is more useful for training.</summary>
    public const int FewRows = TableDefaults.FewRows;

    /// <summary>Gets the strength of the default penalty times the number n of training rows. The default is L2 with a strength of 5/n for classes and 1/n for numbers.</summary>
    /// <param name="task">The task.</param>
    /// <returns>5 or 1; for counts, 1 is the minimum.</returns>
    public static double PseudoRows(TaskKind task) => TableDefaults.PseudoRows(task);

    /// <summary>Whether class weights also apply to the validation loss; default no.</summary>
    public bool BalanceValidation { get; init; }

    /// <summary>Whether rare classes get a larger weight, n/(k·count); default no.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>The weight of each class by its label, above 0; a class without one has the weight 1. Null, the default, for no weights, or for those of <see cref="BalanceClasses"/>, which cannot be combined with these.</summary>
    /// <exception cref="ArgumentOutOfRangeException">If a weight is not a finite number above 0.</exception>
    public IReadOnlyDictionary<string, double>? ClassWeights { get; init => field = value is null ? null : Checked(value); }

    /// <summary>The augmentations, which add or change training rows; default none. Validation and test rows are never changed.</summary>
    public IReadOnlyList<Augmentation>? Augmentations { get; init => field = Check.NoNulls(value); }

    /// <summary>The seed of all random numbers; default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of threads per training run; 0, the default, chooses as many as are useful.</summary>
    public int Threads { get; init => field = Check.Within(value, 0, TrainingOptions.MostThreads, nameof(Threads)); }

    /// <summary>Records the training of a single network; default none. Without an effort it means <see cref="Descent.Effort.Quick"/>, and it cannot be combined with what trains several networks.</summary>
    public RunRecorder? Recorder { get; init; }
    /// <summary>Where networks are trained; null, the default, for this process. The result is the same to the last bit.</summary>
    public IJobRunner? Runner { get; init; }

    /// <summary>Receives progress reports; default none.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    private static Dictionary<string, double> Checked(IReadOnlyDictionary<string, double> weights)
    {
        foreach ((string label, double weight) in weights)
        {
            if (weight is not (> 0 and < double.PositiveInfinity))
            {
                throw new ArgumentOutOfRangeException(nameof(weights), weight, $"The weight of class \"{label}\" must be a finite number above 0.");
            }
        }

        return new Dictionary<string, double>(weights, StringComparer.Ordinal);
    }
}
