using System.Diagnostics;

namespace Descent.Playground;

/// <summary>Where a network is in its training.</summary>
/// <param name="Step">The number of updates.</param>
/// <param name="Epoch">The number of passes over the training rows, with a fraction.</param>
/// <param name="Rate">The learning rate of the last update; NaN before the first.</param>
/// <param name="Ended">Why training does not go on; empty while it does.</param>
internal sealed record CoursePlace(long Step, double Epoch, double Rate, string Ended);

/// <summary>The training of a network, which goes on for short times, and can be looked at as it was after any update.</summary>
internal sealed class Course : IDisposable
{
    private const long MemoryLimit = 24L << 20, StepsPerLook = 4;

    private readonly LiveTraining<float> training;
    private string ended = "";

    /// <summary>Begins a training.</summary>
    public Course(Trainee trainee)
        : this(trainee, trainee.Model.Start(trainee.Train, trainee.Options with { Recorder = new RunRecorder { MemoryLimit = MemoryLimit } }), 0)
    {
    }

    private Course(Trainee trainee, LiveTraining<float> training, long firstStep)
    {
        Trainee = trainee;
        this.training = training;
        FirstStep = firstStep;
    }

    public Trainee Trainee { get; }

    /// <summary>The step with which it began: 0, unless it is a branch.</summary>
    public long FirstStep { get; }

    public long StepsPerEpoch => training.StepsPerEpoch;

    /// <summary>The last step that the settings allow.</summary>
    public long LastStep => StepsPerEpoch * Trainee.Options.Epochs;

    /// <summary>The number of updates made.</summary>
    public long Steps => training.Steps;

    public bool HasEnded => ended.Length > 0;

    /// <summary>The present weights.</summary>
    public Model<float> Model => training.Model;

    public CoursePlace Place => PlaceOf(Steps, Steps == 0 ? double.NaN : training.LearningRate, ended);

    /// <summary>Continues the training from a step with other settings; the layers are the same.</summary>
    public Course Branch(Trainee other, long step)
    {
        step = Math.Clamp(step, 0, Steps);
        return new Course(other, training.Recording!.Branch(step, other.Options), step);
    }

    /// <summary>Makes some updates, as many as fit into a time.</summary>
    public void Advance(long steps, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp(), left = steps;
        using CancellationTokenSource end = new(time);
        try
        {
            // Where there is one thread, no timer fires during updates, so the clock is read between a few of them.
            while (left > 0 && !training.IsOver && Stopwatch.GetElapsedTime(began) < time)
            {
                left -= training.Advance(Math.Min(left, StepsPerLook), end.Token);
            }

            ended = training.IsOver ? "All epochs are done." : "";
        }
        catch (TrainingFailedException fault)
        {
            ended = fault.Message;
        }
    }

    /// <summary>The weights after a step, and the place.</summary>
    public (Model<float> Model, CoursePlace Place) At(long step)
    {
        step = Math.Clamp(step, 0, Steps);
        if (step == Steps)
        {
            return (Model, Place);
        }

        // The update first, because going on by one step costs less than going back.
        double rate = step == 0 ? double.NaN : training.Recording!.StepAt(step).Parameters[0].LearningRate;
        return (training.Recording!.ModelAt(step), PlaceOf(step, rate, ""));
    }

    /// <summary>The last update before a step; null before the first.</summary>
    public RecordedStep<float>? UpdateBefore(long step) => Math.Clamp(step, 0, training.Recording!.Steps) is > 0 and var last ? training.Recording.StepAt(last) : null;

    /// <summary>What is wrong with the training so far; while it goes on, not that it is not finished.</summary>
    public IEnumerable<FindingDocument> Findings()
    {
        if (training.Recording!.Steps < FirstStep + Math.Min(LastStep, 5 * StepsPerEpoch))
        {
            return HasEnded ? Found(training.Recording) : [];
        }

        return Found(training.Recording).Where(finding => HasEnded || finding.Kind is not (nameof(FindingKind.Underfitting) or nameof(FindingKind.PoorConvergence)));
    }

    private IEnumerable<FindingDocument> Found(RunRecording<float> recording) =>
        TrainingDoctor.Examine(recording, Trainee.Preprocessor.InputNames).Findings.Select(finding => new FindingDocument($"{finding.Kind}", finding.Reason, finding.Advice.Select(advice => advice.Text)));

    public void Dispose()
    {
        training.Dispose();
        training.Recording!.Dispose();
    }

    private CoursePlace PlaceOf(long step, double rate, string end) => new(step, (double)step / StepsPerEpoch, rate, end);
}
