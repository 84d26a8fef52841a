using System.Diagnostics;

namespace Descent.Playground;

/// <summary>Where a network is in its training.</summary>
/// <param name="Step">The number of updates.</param>
/// <param name="Epoch">The number of passes over the training rows, with a fraction.</param>
/// <param name="Rate">The learning rate of the last update; NaN before the first.</param>
/// <param name="Ended">Why training does not go on; empty while it does.</param>
internal sealed record TrainingStatus(long Step, double Epoch, double Rate, string Ended);

/// <summary>The training of a network, which goes on for short times, and can be looked at as it was after any update.</summary>
internal sealed class RecordedTraining : IDisposable
{
    private const long MemoryLimit = 24L << 20, StepsPerLook = 4;

    private readonly LiveTraining<float>? live;
    private readonly RunRecording<float> recording;
    private Model<float>? last;
    private string ended = "";

    /// <summary>Begins a training.</summary>
    public RecordedTraining(TrainingSetup setup)
        : this(setup, setup.Model.Start(setup.Train, setup.Options with { Recorder = new RunRecorder { MemoryLimit = MemoryLimit } }))
    {
    }

    /// <summary>Shows a training that has ended.</summary>
    public RecordedTraining(TrainingSetup setup, RunRecording<float> recording)
    {
        (Setup, this.recording) = (setup, recording);
        ended = recording.Failure ?? EndOf(recording.History);
    }

    private RecordedTraining(TrainingSetup setup, LiveTraining<float> live)
    {
        (Setup, this.live) = (setup, live);
        recording = live.Recording!;
        ended = live.IsOver ? EndOf(live.History) : "";
    }

    public TrainingSetup Setup { get; }

    /// <summary>Whether it is only looked at, because it ended before the page was opened.</summary>
    public bool IsReplay => live is null;

    /// <summary>The step with which it began: 0, unless it is a branch or was resumed.</summary>
    public long FirstStep => recording.FirstStep;

    public long StepsPerEpoch => recording.StepsPerEpoch;

    /// <summary>The last step that the settings allow.</summary>
    public long LastStep => IsReplay ? Steps : StepsPerEpoch * Setup.Options.Epochs;

    /// <summary>The number of updates made.</summary>
    public long Steps => recording.Steps;

    public bool HasEnded => ended.Length > 0;

    /// <summary>The present weights.</summary>
    public Model<float> Model => live?.Model ?? (last ??= recording.ModelAt(Steps));

    public TrainingStatus Status => StatusOf(Steps, RateAt(Steps), ended);

    /// <summary>Steps with kept states, of which a curve can be drawn at once: about as many as wanted, with the first and the last.</summary>
    public IEnumerable<long> KeptSteps(int most)
    {
        long[] kept = [.. recording.Checkpoints.Select(checkpoint => checkpoint.Steps)];
        int stride = Math.Max(1, (kept.Length + most - 1) / most);
        return kept.Where((_, i) => i % stride == 0).Append(Steps).Distinct();
    }

    /// <summary>Continues the training from a step with other settings; the layers are the same.</summary>
    public RecordedTraining Branch(TrainingSetup other, long step) => new(other, recording.Branch(Within(step), other.Options with { Recorder = new RunRecorder { MemoryLimit = MemoryLimit } }));

    /// <summary>Makes some updates, as many as fit into a time.</summary>
    public void Advance(long steps, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp(), left = steps;
        using CancellationTokenSource end = new(time);
        try
        {
            // Where there is one thread, no timer fires during updates, so the clock is read between a few of them.
            while (left > 0 && !live!.IsOver && Stopwatch.GetElapsedTime(began) < time)
            {
                left -= live.Advance(Math.Min(left, StepsPerLook), end.Token);
            }

            ended = live!.IsOver ? EndOf(live.History) : "";
        }
        catch (TrainingFailedException fault)
        {
            ended = fault.Message;
        }
    }

    /// <summary>The weights after a step, and the status.</summary>
    public (Model<float> Model, TrainingStatus Status) At(long step)
    {
        step = Within(step);
        if (step == Steps)
        {
            return (Model, Status);
        }

        // The update first, because going on by one step costs less than going back.
        double rate = RateAt(step);
        return (recording.ModelAt(step), StatusOf(step, rate, ""));
    }

    /// <summary>The last update before a step; null before the first.</summary>
    public RecordedStep<float>? UpdateBefore(long step) => Within(step) is var last && last > Earliest ? recording.StepAt(last) : null;

    /// <summary>Explains how an update changed a number: the formula of the optimizer, and the same with the numbers.</summary>
    /// <param name="update">The update.</param>
    /// <param name="parameter">The parameter in it.</param>
    /// <param name="place">The place of the number in the parameter.</param>
    public IReadOnlyList<string> Explain(RecordedStep<float> update, RecordedParameter<float> parameter, int place)
    {
        Optimizer optimizer = Setup.Options.Optimizer;
        if (parameter.Gradient.Length == 0)
        {
            return [RuleOf(optimizer), "All weights are moved together, along one direction.", FormattableString.Invariant($"θ = {parameter.Before[place]:G6} before, {parameter.After[place]:G6} after")];
        }

        TrainingPosition position = new(update.Step - 1, (int)StepsPerEpoch) { RunEpochs = Setup.Options.Epochs, Losses = recording.Epochs.Take(update.Epoch - 1).Select(epoch => epoch.ValidationLoss ?? epoch.Loss).ToArray() };
        UpdateExplanation explanation = UpdateExplanation.Of(parameter, place, optimizer, position);
        return [explanation.Formula ?? RuleOf(optimizer), .. explanation.Lines];
    }

    private static string RuleOf(Optimizer optimizer) => Catalogue.Find(Catalogue.NameOf(optimizer))!.Formula;

    /// <summary>What is wrong with the training so far; while it goes on, not that it is not finished.</summary>
    public IEnumerable<FindingDocument> Findings()
    {
        if (Steps < FirstStep + Math.Min(LastStep, 5 * StepsPerEpoch))
        {
            return HasEnded ? Found() : [];
        }

        return Found().Where(finding => HasEnded || finding.Kind is not (nameof(FindingKind.Underfitting) or nameof(FindingKind.PoorConvergence)));
    }

    public void Dispose()
    {
        live?.Dispose();
        recording.Dispose();
    }

    /// <summary>The earliest step that can be shown: a branch has the steps before it, too.</summary>
    private long Earliest => recording.Origin is { } origin ? origin.FirstStep : FirstStep;

    private long Within(long step) => Math.Clamp(step, Earliest, Steps);

    private double RateAt(long step) => step == Steps && live is { LearningRate: var present } ? present : step <= Earliest ? double.NaN : recording.StepAt(step).Parameters[0].LearningRate;

    private IEnumerable<FindingDocument> Found() =>
        TrainingDoctor.Examine(recording, Setup.Preprocessor.InputNames).Findings.Select(finding => new FindingDocument($"{finding.Kind}", finding.Reason, finding.Advice.Select(advice => advice.Text)));

    private static string EndOf(History? history) => history?.Stop switch
    {
        StopReason.EarlyStopping => "The loss of unseen rows fell no more, so training stopped early.",
        StopReason.Completed => "All epochs are done.",
        StopReason.Diverged => "The loss or the weights became infinite.",
        _ => "The training has ended.",
    };

    private TrainingStatus StatusOf(long step, double rate, string end) => new(step, (double)step / StepsPerEpoch, rate, end);
}
