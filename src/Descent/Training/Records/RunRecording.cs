using System.Globalization;
using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// A recorded training run, in which every update can be looked at again, and from every update of which training can continue with other options.
/// All members are safe from several threads, also while the run goes on.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// The state after any update is computed from the nearest kept state before it (see <see cref="RunRecorder"/>), so it has the same bits as that of a new run that stops there.
/// Going forward by a few steps is fast; going back costs at most as many updates as lie between two kept states. <c>RunRecordingFile</c> in Descent.Formats stores a recording in a file.
/// </remarks>
public sealed partial class RunRecording<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RecordingStates states;
    private readonly Lock replaying = new();
    private readonly int laneBits;
    private Replay<T>? replay;
    private IReadOnlyList<EpochRecord> epochs = [];
    private History? history;
    private long steps;

    internal RunRecording(Network network, InputShape inputs, ulong seed, int laneBits, Dataset<T> rows, TrainingOptions options, int stepsPerEpoch, RecordingStates states, long steps, IReadOnlyList<EpochRecord> epochs)
    {
        (Network, Inputs, Seed, this.laneBits) = (network, inputs, seed, laneBits);
        (Rows, Options, StepsPerEpoch, this.states) = (rows, options, stepsPerEpoch, states);
        (this.steps, this.epochs) = (steps, epochs);
    }

    /// <summary>The network that was trained.</summary>
    public Network Network { get; }

    /// <summary>Its inputs.</summary>
    public InputShape Inputs { get; }

    /// <summary>The seed of its model.</summary>
    public ulong Seed { get; }

    /// <summary>The training rows.</summary>
    public Dataset<T> Rows { get; }

    /// <summary>The options of the run, with its validation rows.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The number of updates per epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The number of updates before the recording: 0, unless the run was resumed or is a branch.</summary>
    public long FirstStep => states.All[0].Steps;

    /// <summary>The number of updates so far.</summary>
    public long Steps => Volatile.Read(ref steps);

    /// <summary>The records of the epochs that are finished.</summary>
    public IReadOnlyList<EpochRecord> Epochs => Volatile.Read(ref epochs);

    /// <summary>The history of the run, when it has ended or failed; until then null.</summary>
    public History? History => Volatile.Read(ref history);

    /// <summary>The message of the failure if the loss or the weights became infinite or NaN; otherwise null. The update that failed is not recorded.</summary>
    public string? Failure { get; private set; }

    /// <summary>The preprocessor of the table whose training was recorded; null for rows that come from no table.</summary>
    public Preprocessor? Preprocessor { get; internal set; }

    /// <summary>The recording from which this one branched off; null if it is no branch, or was read from a file.</summary>
    public RunRecording<T>? Origin { get; internal set; }

    /// <summary>The states that are kept, in ascending order of their steps.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => states.All;

    /// <summary>Computes the model as it was after some updates. Its weights have the same bits as those of a run that stops there and keeps its last weights.</summary>
    /// <param name="step">The number of updates, from <see cref="FirstStep"/> to <see cref="Steps"/>, or earlier if there is an <see cref="Origin"/>; 0 for the initial weights.</param>
    /// <returns>A model of its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If the step was not recorded.</exception>
    public Model<T> ModelAt(long step) => At(step, from => from.ModelAt(step), (loop, model) => loop.CopyOf(model));

    /// <summary>Computes the complete state after some updates.</summary>
    /// <param name="step">The number of updates, as for <see cref="ModelAt"/>.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If the step was not recorded.</exception>
    public Checkpoint CheckpointAt(long step) => At(step, from => from.CheckpointAt(step), (loop, _) => loop.Capture());

    /// <summary>Computes an update again, with all numbers that determined it.</summary>
    /// <param name="step">The number of the update, from <see cref="FirstStep"/> + 1 to <see cref="Steps"/>, or earlier if there is an <see cref="Origin"/>.</param>
    /// <returns>The update.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If the update was not recorded.</exception>
    public RecordedStep<T> StepAt(long step)
    {
        long first = Origin is null ? FirstStep : 0;
        return step > first && step <= Steps
            ? At(step - 1, from => from.StepAt(step), (loop, _) => loop.Record())
            : throw new ArgumentOutOfRangeException(nameof(step), step, string.Create(CultureInfo.InvariantCulture, $"The updates of this recording are {first + 1:N0} to {Steps:N0}."));
    }

    /// <summary>Continues training from a step with other options: another learning rate, optimizer, penalty, batch size, number of epochs, seed …</summary>
    /// <param name="step">The number of updates after which the branch begins, as for <see cref="ModelAt"/>.</param>
    /// <param name="options">The options of the branch; usually <c>recording.Options with { … }</c>. With the same options, the branch repeats the run.</param>
    /// <returns>The training, which has made no update of its own yet; the caller must dispose of it. Its recording has this one as <see cref="Origin"/>.</returns>
    /// <remarks>
    /// The rest of the epoch follows the new options at once. The optimizer continues with its state if the branch has the same kind of optimizer for the same parameters; otherwise it begins
    /// anew, and its corrections count updates from there. Schedules continue at the position of the step.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">If the step was not recorded.</exception>
    /// <exception cref="ArgumentException">If options, rows and network do not fit each other.</exception>
    public LiveTraining<T> Branch(long step, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        LiveTraining<T> branch = LiveTraining<T>.Branch(NewModel(), Rows, CheckpointAt(step), Options, options);
        branch.Recording!.Origin = this;
        branch.Recording.Preprocessor = Preprocessor;
        return branch;
    }

    /// <summary>Releases the threads with which steps are computed again. The recording can still be used; they are then started anew.</summary>
    public void Dispose()
    {
        lock (replaying)
        {
            replay?.Dispose();
            replay = null;
        }
    }

    /// <summary>Takes note of an update.</summary>
    internal void Follow(FitLoop<T> loop)
    {
        if (states.IsDue(loop.Steps) && loop.IsSound && !loop.IsCut)
        {
            states.Add(loop.Capture());
        }

        Volatile.Write(ref epochs, loop.Epochs);
        Volatile.Write(ref steps, loop.Steps);
    }

    /// <summary>Takes note of the end.</summary>
    internal void End(History history) => Volatile.Write(ref this.history, history);

    /// <summary>Takes note of a failure.</summary>
    internal void Fail(string message, History history)
    {
        Failure = message;
        End(history);
    }

    private Model<T> NewModel() => Network.Build<T>(Inputs, Seed, laneBits);

    private TResult At<TResult>(long step, Func<RunRecording<T>, TResult> earlier, Func<FitLoop<T>, Model<T>, TResult> read)
    {
        if (step < FirstStep && Origin is { } origin)
        {
            return earlier(origin);
        }

        if (step < FirstStep || step > Steps)
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, string.Create(CultureInfo.InvariantCulture, $"This recording has the states after {FirstStep:N0} to {Steps:N0} updates."));
        }

        lock (replaying)
        {
            Checkpoint nearest = states.Before(step);
            if (replay is null || replay.Steps > step || replay.Steps < nearest.Steps)
            {
                replay?.Dispose();
                replay = new Replay<T>(NewModel(), Rows, Options, nearest);
            }

            try
            {
                return read(replay.GoTo(step), replay.Model);
            }
            catch
            {
                replay.Dispose();
                replay = null;
                throw;
            }
        }
    }
}
