using System.Text.Json.Serialization;
using Descent.Data;

namespace Descent;

/// <summary>Options for training. Every property except the loss, which depends on the task, has a sensible default.</summary>
public sealed record TrainingOptions
{
    /// <summary>The loss to minimize.</summary>
    public required Loss Loss { get; init; }

    /// <summary>The optimizer, which updates parameters from gradients; default <c>new Adam()</c>.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>The penalty on large parameters; default none.</summary>
    public Regularizer? Regularizer { get; init; }

    /// <summary>The limit on gradients; default none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Groups of parameters that are trained differently, or not at all; if several groups name a parameter, the first one applies. Default none.</summary>
    public IReadOnlyList<ParameterGroup>? Groups { get; init => field = Check.NoNulls(value); }

    /// <summary>The number of passes over the training rows, at least 0; default 100. With a <see cref="FullBatchOptimizer"/>, the number of iterations.</summary>
    public int Epochs { get; init => field = Check.AtLeast(value, 0, nameof(Epochs)); } = 100;

    /// <summary>The number of rows per update, at least 1; default 32. A number larger than that of the training rows means all of them. The last batch of an epoch may be smaller and is used as it is. A <see cref="FullBatchOptimizer"/> always uses all rows.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(value, 1, nameof(BatchSize)); } = 32;

    /// <summary>The number of updates, at least 0, after which training ends, even in the middle of an epoch; default no limit.</summary>
    public long? MaximumSteps { get; init => field = value is null ? null : Check.AtLeast(value.Value, 0L, nameof(MaximumSteps)); }

    /// <summary>The validation rows, on which the model is evaluated after every epoch; default none.</summary>
    [JsonIgnore]
    public Dataset? Validation { get; init; }

    /// <summary>The metrics to compute on the validation rows after every epoch, in addition to the loss; needs <see cref="Validation"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<Metric> Metrics { get; init => field = Check.NoNulls(value); } = [];

    /// <summary>
    /// How metrics interpret targets and outputs. By default it follows from the last layer: classes after a softmax, yes or no after a sigmoid whose targets are all 0 or 1,
    /// otherwise numbers.
    /// </summary>
    public OutcomeForm? Form { get; init => field = value is null ? null : Check.Defined(value.Value, nameof(Form)); }

    /// <summary>
    /// The metric that chooses the best epoch and that <see cref="EarlyStopping"/> monitors; null, the default, for the validation loss. For a score, such as accuracy,
    /// the best value is the highest. Needs <see cref="Validation"/>.
    /// </summary>
    [JsonIgnore]
    public Metric? Monitor { get; init; }

    /// <summary>The goal that ends training after the first epoch that reaches it; default none. Needs <see cref="Validation"/>.</summary>
    [JsonIgnore]
    public MetricGoal? Until { get; init; }

    /// <summary>The rule that stops training before the last epoch; default none. Needs <see cref="Validation"/>.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Whether the model gets the weights of the best epoch by <see cref="Monitor"/>; default yes. Without validation rows it gets the last ones.</summary>
    public bool RestoreBestWeights { get; init; } = true;

    /// <summary>
    /// The weight of each class, by its number, which multiplies the weight of every row of that class. For one output column, class 0
    /// is target 0 and class 1 is target 1; for one-hot targets, the class is the column.
    /// </summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Whether <see cref="ClassWeights"/> also apply to the validation rows, and so to the validation loss; default no.</summary>
    public bool WeightValidation { get; init; }

    /// <summary>
    /// The augmentations, which add or change training rows; default none. Validation rows are never changed.
    /// Each <see cref="Resampling"/> is applied once, in order; <see cref="Mixup"/> and then <see cref="InputNoise"/> are applied before every epoch.
    /// </summary>
    public IReadOnlyList<Augmentation>? Augmentations { get; init => field = Check.NoNulls(value); }

    /// <summary>
    /// Whether an epoch ends with its last full batch, as with PyTorch's <c>drop_last</c>; default no. The remaining rows, which differ from epoch to epoch if rows are
    /// shuffled, are not used in that epoch. If there are fewer rows than <see cref="BatchSize"/>, all of them form a full batch.
    /// </summary>
    public bool DropPartialBatch { get; init; }

    /// <summary>Whether the rows are shuffled before every epoch; default yes. It makes no difference to a <see cref="FullBatchOptimizer"/>.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether training starts from the model's current weights instead of newly drawn ones; default no.</summary>
    public bool WarmStart { get; init; }

    /// <summary>The seed of the initial weights, the order of rows and all masks; default the model's seed.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The number of threads that work on a batch, 0 to 1,024; 0, the default, chooses as many as are useful. It is limited to the number of processors. The result is the same to the last bit.</summary>
    public int Threads { get; init => field = Check.Within(value, 0, MostThreads, nameof(Threads)); }

    /// <summary>The largest allowed value of <see cref="Threads"/>.</summary>
    internal const int MostThreads = 1024;

    /// <summary>Whether <see cref="Threads"/> may exceed the number of processors; for tests that results do not depend on the number of threads.</summary>
    internal bool ExceedProcessors { get; init; }

    /// <summary>
    /// Receives a checkpoint after every <see cref="CheckpointEvery"/> epochs and when training ends or is canceled, even in the middle of an epoch; default none. It is called on the
    /// training thread. The checkpoint does not change later, so it can be stored.
    /// </summary>
    [JsonIgnore]
    public Action<Checkpoint>? OnCheckpoint { get; init; }

    /// <summary>The number of epochs between two calls of <see cref="OnCheckpoint"/>, at least 1; default 1.</summary>
    public int CheckpointEvery { get; init => field = Check.AtLeast(value, 1, nameof(CheckpointEvery)); } = 1;

    /// <summary>
    /// The checkpoint from which to continue; default none. Data, network and options must be those of the original run, except for the limits of
    /// training. The result is then, to the last bit, that of a run that was never stopped.
    /// </summary>
    [JsonIgnore]
    public Checkpoint? Resume { get; init; }

    /// <summary>Records training, so that the state at every update can be looked at later, and training can branch off from it; default none.</summary>
    [JsonIgnore]
    public RunRecorder? Recorder { get; init; }

    /// <summary>Receives progress reports, a few times per second and after every epoch, on the training thread; default none.</summary>
    [JsonIgnore]
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Callbacks that run after every update and every epoch, and may stop training; default none.</summary>
    [JsonIgnore]
    public IReadOnlyList<TrainingCallback>? Callbacks { get; init => field = Check.NoNulls(value); }

    /// <summary>Where the training runs; null, the default, for this process. The result is the same to the last bit. A training with <see cref="Callbacks"/> of your own or checkpoints always runs in this process.</summary>
    [JsonIgnore]
    public IJobRunner? Runner { get; init; }

    /// <summary>The rows from which the training and validation rows were selected, with their numbers, so that many trainings on parts of the same rows send them once; null if they are rows of their own.</summary>
    internal RowSelection? Selection { get; init; }

    /// <summary>Whether something in this process watches the training or keeps its state.</summary>
    internal bool IsBoundToProcess => OnCheckpoint is not null || Recorder is not null || Resume is not null || Callbacks?.All(callback => callback.CanFollow) == false;

    /// <summary>Whether <see cref="History.StepRecords"/> records the loss and the gradient norm of every update; default no.</summary>
    public bool RecordSteps { get; init; }

    /// <summary>How <see cref="Resume"/> relates to this run.</summary>
    internal Continuation Continues { get; init; }

    /// <summary>The options of the run from which this one branches off.</summary>
    internal TrainingOptions? BranchOf { get; init; }

    /// <summary>Whether, for a binary task, metrics on the validation rows treat the first label as positive, whose probability is one minus the output.</summary>
    internal bool PositiveIsFirst { get; init; }
}

/// <summary>How a run relates to the checkpoint from which it starts.</summary>
internal enum Continuation
{
    /// <summary>It is the same run, which is checked.</summary>
    SameRun,

    /// <summary>It is the same run, which is known.</summary>
    Replay,

    /// <summary>It may have other options.</summary>
    Branch,
}
