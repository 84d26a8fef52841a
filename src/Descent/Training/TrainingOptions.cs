using System.Text.Json.Serialization;
using Descent.Data;

namespace Descent;

/// <summary>How to train. Every property has a sensible default but the loss, which follows from the task.</summary>
public sealed record TrainingOptions
{
    /// <summary>What to make small.</summary>
    public required Loss Loss { get; init; }

    /// <summary>How gradients change parameters; default <c>new Adam()</c>.</summary>
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>A penalty on large parameters; default none.</summary>
    public Regularizer? Regularizer { get; init; }

    /// <summary>A limit on gradients; default none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Parameters that are trained differently, or not at all; of several groups that name one the first holds. Default none.</summary>
    public IReadOnlyList<ParameterGroup>? Groups { get; init => field = Check.NoNulls(value); }

    /// <summary>Passes through the training rows, at least 0; default 100.</summary>
    public int Epochs { get; init => field = Check.AtLeast(value, 0, nameof(Epochs)); } = 100;

    /// <summary>Rows per update, at least 1; more than there are means all of them; default 32. The last batch of an epoch may be smaller and is used as it is.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(value, 1, nameof(BatchSize)); } = 32;

    /// <summary>Ends training after so many updates, at least 0, even in the middle of an epoch; default no limit.</summary>
    public long? MaximumSteps { get; init => field = value is null ? null : Check.AtLeast(value.Value, 0L, nameof(MaximumSteps)); }

    /// <summary>Rows to judge by after every epoch; default none.</summary>
    [JsonIgnore]
    public Dataset? Validation { get; init; }

    /// <summary>What to compute on the validation rows after every epoch besides the loss; needs <see cref="Validation"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<Metric> Metrics { get; init => field = Check.NoNulls(value); } = [];

    /// <summary>
    /// How metrics read targets and outputs; default what the last layer says: classes after a softmax, yes or no after a sigmoid whose targets are all 0 or 1, else
    /// numbers.
    /// </summary>
    public OutcomeForm? Form { get; init => field = value is null ? null : Check.Defined(value.Value, nameof(Form)); }

    /// <summary>
    /// What chooses the best epoch, and what <see cref="EarlyStopping"/> watches; default null, the validation loss. A score that rises, such as accuracy, is best at
    /// its highest. Needs <see cref="Validation"/>.
    /// </summary>
    [JsonIgnore]
    public Metric? Monitor { get; init; }

    /// <summary>Ends training after the first epoch that is good enough; default never. Needs <see cref="Validation"/>.</summary>
    [JsonIgnore]
    public MetricGoal? Until { get; init; }

    /// <summary>When to stop before the last epoch; default never. Needs <see cref="Validation"/>.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Whether the weights of the best epoch by <see cref="Monitor"/> are the result; default yes. Without validation rows the last ones are.</summary>
    public bool RestoreBestWeights { get; init; } = true;

    /// <summary>
    /// Weight of each class, by its number: multiplies the weight of every row of that class. For one output column class 0
    /// means target 0 and class 1 target 1; for one-hot targets the class is the column.
    /// </summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Whether <see cref="ClassWeights"/> multiply the weights of the validation rows as well, and so their loss; default no.</summary>
    public bool WeightValidation { get; init; }

    /// <summary>
    /// What makes more, or other, training rows out of those there are; default nothing. Validation rows are never touched.
    /// Each <see cref="Resampling"/> happens once, in order; <see cref="Mixup"/> and then <see cref="InputNoise"/> before every epoch.
    /// </summary>
    public IReadOnlyList<Augmentation>? Augmentations { get; init => field = Check.NoNulls(value); }

    /// <summary>
    /// Whether an epoch ends with its last full batch, as PyTorch's <c>drop_last</c>: the rows left over, others in each epoch where rows are shuffled, are not
    /// trained on in it; default no. Fewer rows than a batch are a full one.
    /// </summary>
    public bool DropPartialBatch { get; init; }

    /// <summary>Whether the rows are put in a new random order before every epoch; default yes.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether to go on from the model's present weights instead of drawing fresh ones; default no.</summary>
    public bool WarmStart { get; init; }

    /// <summary>Decides the order of rows and all masks; default the model's seed.</summary>
    public ulong? Seed { get; init; }

    /// <summary>How many threads work on a batch, 0 to 1,024; default 0: as many as pay off. Never more than there are processors. The result is the same to the last bit.</summary>
    public int Threads { get; init => field = Check.Within(value, 0, MostThreads, nameof(Threads)); }

    /// <summary>The largest number that <see cref="Threads"/> may be.</summary>
    internal const int MostThreads = 1024;

    /// <summary>Whether <see cref="Threads"/> counts although there are fewer processors: for tests of what threads must not change.</summary>
    internal bool ExceedProcessors { get; init; }

    /// <summary>
    /// Receives the state of training after every <see cref="CheckpointEvery"/> epochs and when it ends or is cancelled, in the middle of an epoch too, on the
    /// training thread; default nobody. It may keep it: nothing of it changes later.
    /// </summary>
    [JsonIgnore]
    public Action<Checkpoint>? OnCheckpoint { get; init; }

    /// <summary>After how many epochs <see cref="OnCheckpoint"/> hears of training each time, at least 1; default 1.</summary>
    public int CheckpointEvery { get; init => field = Check.AtLeast(value, 1, nameof(CheckpointEvery)); } = 1;

    /// <summary>
    /// Where to go on, instead of beginning; default nowhere. Data, network and options must be those that it was made with, but for the limits of
    /// training: then the result is, to the last bit, that of a run that was never stopped.
    /// </summary>
    [JsonIgnore]
    public Checkpoint? Resume { get; init; }

    /// <summary>Hears of progress, a few times a second and after every epoch, on the training thread.</summary>
    [JsonIgnore]
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Look on after every update and every epoch, and may stop training; default none.</summary>
    [JsonIgnore]
    public IReadOnlyList<TrainingCallback>? Callbacks { get; init => field = Check.NoNulls(value); }

    /// <summary>Whether <see cref="History.StepRecords"/> has the loss and the gradient norm of every update; default no.</summary>
    public bool RecordSteps { get; init; }

    /// <summary>Of a binary task, whether metrics on the validation rows are of the first label, whose probability is one minus the output.</summary>
    internal bool PositiveIsFirst { get; init; }
}
