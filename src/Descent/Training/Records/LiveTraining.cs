using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>
/// A training run that goes on by as many updates as the caller wants, and rests in between, for programs that show it while it runs. It is the run of
/// <see cref="Trainer.Fit{T}(Model{T}, Dataset, TrainingOptions, CancellationToken)"/> with the same options, to the last bit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// After every call the model has the weights of the last update; when training has ended, it has those with which <c>Fit</c> ends. An epoch is evaluated together with its last update.
/// <see cref="Recording"/> is safe from other threads; the other members are for one thread at a time, which need not always be the same.
/// </remarks>
/// <example>
/// <code>
/// using LiveTraining&lt;float&gt; training = model.Start(rows, new TrainingOptions { Loss = new MeanSquaredError() });
/// while (training.Advance(50) > 0)
/// {
///     Show(training.Model, training.History);
/// }
/// </code>
/// </example>
public sealed class LiveTraining<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FitLoop<T> loop;
    private readonly Dataset<T> rows;
    private readonly TrainingOptions options;
    private History? history;

    private LiveTraining(Model<T> model, Dataset<T> rows, TrainingOptions options)
    {
        (Model, this.rows, this.options) = (model, rows, options);
        loop = new FitLoop<T>(model, rows, options) { KeepsStates = true };
        loop.Begin();
        loop.Pause();
        model.Block = loop.Present();
        EndIfOver();
    }

    /// <summary>The model.</summary>
    public Model<T> Model { get; }

    /// <summary>The options.</summary>
    public TrainingOptions Options => options;

    /// <summary>The recording of this run: that of <see cref="TrainingOptions.Recorder"/>; null without a recorder.</summary>
    public RunRecording<T>? Recording => loop.Recording;

    /// <summary>The number of updates made so far, those before a checkpoint or branch included.</summary>
    public long Steps => loop.Steps;

    /// <summary>The number of updates per epoch.</summary>
    public int StepsPerEpoch => loop.StepsPerEpoch;

    /// <summary>The records of the epochs that are finished.</summary>
    public IReadOnlyList<EpochRecord> Epochs => loop.Epochs;

    /// <summary>The loss of the last batch, before its update; NaN before the first update of this run. Penalties are not included.</summary>
    public double Loss => loop.Loss;

    /// <summary>The learning rate of the last update; NaN before the first.</summary>
    public double LearningRate => loop.LearningRate;

    /// <summary>The norm <c>‖g‖₂</c> of all gradients of the last update together, after clipping; NaN before the first and with a <see cref="FullBatchOptimizer"/>.</summary>
    public double GradientNorm => loop.GradientNorm;

    /// <summary>Whether training has ended, so that no update can follow.</summary>
    public bool IsOver => history is not null;

    /// <summary>The history: so far, or of the whole run. Until training has ended, its <see cref="History.Stop"/> is <see cref="StopReason.Cancelled"/>.</summary>
    public History History => history ?? loop.Course(loop.Stop);

    /// <summary>Performs some updates.</summary>
    /// <param name="steps">The largest number of updates, at least 0; default 1.</param>
    /// <param name="pause">Ends this call after the update in progress; training can go on later.</param>
    /// <returns>The number of updates made; fewer than wanted if training ended or was paused, and 0 if it has ended before.</returns>
    /// <exception cref="ObjectDisposedException">If the run was disposed of before it ended.</exception>
    /// <exception cref="TrainingFailedException">If the loss or the weights became infinite or NaN. Training has ended; the model has its last good weights.</exception>
    public long Advance(long steps = 1, CancellationToken pause = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (IsOver)
        {
            return 0;
        }

        long before = loop.Steps;
        try
        {
            loop.Resume();
            while (!loop.IsOver && loop.Steps - before < steps && !pause.IsCancellationRequested)
            {
                loop.Next();
            }
        }
        catch
        {
            history = loop.Course(loop.Stop);
            Close();
            throw;
        }

        loop.Pause();
        if (loop.IsSound)
        {
            Model.Block = loop.Present();
        }

        EndIfOver();
        return loop.Steps - before;
    }

    /// <summary>Trains to the end.</summary>
    /// <param name="pause">Ends this call after the update in progress; training can go on later.</param>
    /// <returns>The history.</returns>
    /// <exception cref="TrainingFailedException">As for <see cref="Advance"/>.</exception>
    public History Complete(CancellationToken pause = default)
    {
        Advance(long.MaxValue, pause);
        return History;
    }

    /// <summary>Creates a branch that continues from the present state with other options, such as another learning rate. This run stays as it is.</summary>
    /// <param name="options">The options of the branch; usually <c>training.Options with { … }</c>. See <see cref="RunRecording{T}.Branch"/>.</param>
    /// <returns>The branch, with a model of its own; the caller must dispose of it.</returns>
    /// <exception cref="ArgumentException">If options, rows and network do not fit each other.</exception>
    public LiveTraining<T> Branch(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        LiveTraining<T> branch = Branch(Model.Network.Build<T>(Model.InputShape, Model.Seed, Model.Plan.LaneBits), rows, loop.Capture(), this.options, options);
        branch.Recording!.Origin = Recording;
        return branch;
    }

    /// <summary>Ends the run, as cancellation does: the model gets the best weights so far.</summary>
    public void Dispose()
    {
        if (!IsOver)
        {
            End();
        }
    }

    /// <summary>Starts a run.</summary>
    internal static LiveTraining<T> Start(Model<T> model, Dataset data, TrainingOptions options)
    {
        model.BeginTraining();
        try
        {
            (Dataset<T> rows, options) = FitChecks.Prepare(model, data, options);
            return new LiveTraining<T>(model, rows, options);
        }
        catch
        {
            model.EndTraining(hasWeights: false);
            throw;
        }
    }

    /// <summary>Starts a run at a state of another one.</summary>
    internal static LiveTraining<T> Branch(Model<T> model, Dataset<T> rows, Checkpoint from, TrainingOptions original, TrainingOptions options)
    {
        if (options.WarmStart || (options.Resume is not null && !ReferenceEquals(options.Resume, original.Resume)))
        {
            throw new ArgumentException("A branch starts from a recorded state, so WarmStart and Resume cannot be set. Remove them.", nameof(options));
        }

        RunRecorder recorder = options.Recorder is { } own && !ReferenceEquals(own, original.Recorder) ? own
            : original.Recorder is { } given ? new RunRecorder { Every = given.Every, MemoryLimit = given.MemoryLimit } : new RunRecorder();
        return Start(model, rows, options with { Resume = from, Continues = Continuation.Branch, BranchOf = original with { BranchOf = null, Resume = null }, Recorder = recorder });
    }

    private void EndIfOver()
    {
        if (loop.IsOver)
        {
            End();
        }
    }

    private void End()
    {
        StopReason stop = loop.Stop;
        Close();
        history = loop.Conclude(stop);
    }

    private void Close()
    {
        loop.Settle();
        loop.Dispose();
        Model.EndTraining(hasWeights: true);
    }
}
