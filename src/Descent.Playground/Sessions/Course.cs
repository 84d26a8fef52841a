using System.Diagnostics;

namespace Descent.Playground;

/// <summary>Where a network is in its training.</summary>
/// <param name="Step">The number of updates.</param>
/// <param name="Epoch">The number of passes over the training rows, with a fraction.</param>
/// <param name="Rate">The learning rate of the last update; NaN before the first.</param>
/// <param name="Ended">Why training does not go on; empty while it does.</param>
internal sealed record CoursePlace(long Step, double Epoch, double Rate, string Ended);

/// <summary>
/// The training of a network, which can be continued by some updates at a time, and looked at as it was after any of them. Checkpoints
/// are kept at growing distances; what lies between is computed again, to the same bits.
/// </summary>
internal sealed class Course
{
    private const int MostCheckpoints = 96;

    private readonly Trainee trainee;
    private readonly Model<float> live;
    private readonly SortedList<long, Checkpoint> kept = [];
    private Checkpoint? newest;
    private long spacing = 1;
    private double rate = double.NaN;
    private string ended = "";

    /// <summary>Begins a training, or continues another one with other settings.</summary>
    /// <param name="trainee">The network, its rows and its settings.</param>
    /// <param name="weights">The weights to begin with; null for newly drawn ones.</param>
    public Course(Trainee trainee, Model<float>? weights = null)
    {
        this.trainee = trainee;
        Initial = Copy(trainee.Model);
        if (weights is null)
        {
            // No update, but the initializers that look at the rows.
            Initial.Fit(trainee.Train, trainee.Options with { MaximumSteps = 0 });
        }
        else
        {
            Initial.SetParameters(weights.GetParameters());
        }

        live = Begun();
        StepsPerEpoch = Math.Max(1, (trainee.Train.Rows + trainee.Options.BatchSize - 1) / trainee.Options.BatchSize);
    }

    public Trainee Trainee => trainee;

    public long StepsPerEpoch { get; }

    /// <summary>The last step that the settings allow.</summary>
    public long LastStep => StepsPerEpoch * trainee.Options.Epochs;

    /// <summary>The number of updates made.</summary>
    public long Steps => newest?.Steps ?? 0;

    public bool HasEnded => ended.Length > 0;

    /// <summary>The weights before the first update.</summary>
    public Model<float> Initial { get; }

    /// <summary>The present weights.</summary>
    public Model<float> Model => Steps == 0 ? Initial : live;

    public CoursePlace Place => PlaceOf(Steps, rate, ended);

    /// <summary>Makes some updates, as many as fit into a time.</summary>
    public void Advance(long steps, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp(), goal = Math.Min(LastStep, Steps + steps);
        while (Steps < goal && !HasEnded && Stopwatch.GetElapsedTime(began) is var gone && gone < time)
        {
            Train(live, newest, goal, time - gone, new Watch(this));
        }

        if (Steps >= LastStep && ended.Length == 0)
        {
            ended = "All epochs are done.";
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

        if (step == 0)
        {
            return (Initial, PlaceOf(0, double.NaN, ""));
        }

        RateOfStep watch = new();
        (Model<float> model, _) = Replayed(step, watch);
        return (model, PlaceOf(step, watch.Rate, ""));
    }

    /// <summary>What happened to a parameter in the update that ended with a step: the values and the optimizer's state before and after, and its gradient.</summary>
    public UpdateFacts? Update(long step, string parameter, int index)
    {
        step = Math.Clamp(step, 0, Steps);
        if (step == 0)
        {
            return null;
        }

        Parameter found = trainee.Model.Parameters.First(known => known.Name == parameter);
        Checkpoint? before = null;
        Model<float> earlier = Initial;
        if (step > 1)
        {
            (earlier, before) = Replayed(step - 1, null);
        }

        Model<float> model = Begun();
        GradientOf watch = new(parameter, index);
        Checkpoint after = Train(model, before, step, TimeSpan.MaxValue, watch) ?? throw new InvalidOperationException("The update cannot be computed again.");
        int place = found.Offset + index;
        return new UpdateFacts(step, earlier.GetParameter(parameter)[index], model.GetParameter(parameter)[index], watch.Gradient, watch.Rate, Slots(before, place), Slots(after, place));
    }

    private CoursePlace PlaceOf(long step, double stepRate, string end) => new(step, (double)step / StepsPerEpoch, stepRate, end);

    private double[] Slots(Checkpoint? checkpoint, int place)
    {
        int size = checkpoint is null ? 0 : checkpoint.Parameters.Length;
        return trainee.Options.Optimizer is FullBatchOptimizer || size == 0 ? [] : [.. Enumerable.Range(0, checkpoint!.OptimizerSlots.Length / size).Select(slot => (double)BitConverter.ToSingle(checkpoint.OptimizerSlots.Span[((slot * size) + (place * sizeof(float)))..]))];
    }

    /// <summary>The model after a step, computed from the last kept checkpoint before it.</summary>
    private (Model<float> Model, Checkpoint? Checkpoint) Replayed(long step, TrainingCallback? watch)
    {
        Checkpoint? from = null;
        foreach ((long at, Checkpoint checkpoint) in kept)
        {
            from = at < step ? checkpoint : from;
        }

        Model<float> model = Begun();
        return (model, Train(model, from, step, TimeSpan.MaxValue, watch));
    }

    /// <summary>A model with the first weights, which another training may begin with.</summary>
    private Model<float> Begun()
    {
        Model<float> model = Copy(trainee.Model);
        model.SetParameters(Initial.GetParameters());
        return model;
    }

    private Checkpoint? Train(Model<float> model, Checkpoint? from, long until, TimeSpan time, TrainingCallback? watch)
    {
        Checkpoint? last = null;
        using CancellationTokenSource? end = time == TimeSpan.MaxValue ? null : new(time > TimeSpan.Zero ? time : TimeSpan.Zero);
        TrainingOptions options = trainee.Options with
        {
            MaximumSteps = until,
            Resume = from,
            WarmStart = true,
            OnCheckpoint = checkpoint => last = checkpoint,
            CheckpointEvery = int.MaxValue,
            Callbacks = watch is null ? null : [watch],
        };
        try
        {
            model.Fit(trainee.Train, options, end?.Token ?? CancellationToken.None);
        }
        catch (TrainingFailedException fault) when (watch is Watch)
        {
            ended = fault.Message;
            last = LastGood(model, from, fault.History.Steps);
        }

        if (watch is Watch && last is not null)
        {
            newest = last;
            Keep(last);
        }

        return last;
    }

    /// <summary>The last state in which everything is a finite number.</summary>
    private Checkpoint? LastGood(Model<float> model, Checkpoint? from, long steps)
    {
        for (long until = steps; until > (from?.Steps ?? 0); until = Math.Min(until - 1, (until + (from?.Steps ?? 0)) / 2))
        {
            try
            {
                return Train(model, from, until, TimeSpan.MaxValue, null);
            }
            catch (TrainingFailedException)
            {
                // The weights were not finite before the loss was: go further back.
            }
        }

        model.SetParameters((from is null ? Initial : Replayed(from.Steps, null).Model).GetParameters());
        return from;
    }

    /// <summary>Keeps a checkpoint if the last one is far enough away; every other one is dropped when there are too many.</summary>
    private void Keep(Checkpoint checkpoint)
    {
        if (kept.Count == 0 || checkpoint.Steps - kept.Keys[^1] >= spacing)
        {
            kept[checkpoint.Steps] = checkpoint;
        }

        if (kept.Count > MostCheckpoints)
        {
            for (int i = kept.Count - 2; i >= 0; i -= 2)
            {
                kept.RemoveAt(i);
            }

            spacing = Math.Max(2 * spacing, 2);
        }
    }

    private static Model<float> Copy(Model<float> model) => model.Network.Build<float>(model.InputShape, model.Seed);

    private sealed class Watch(Course course) : TrainingCallback
    {
        public override void OnStep(TrainingState state) => course.rate = state.LearningRate;
    }

    private sealed class RateOfStep : TrainingCallback
    {
        public double Rate { get; private set; } = double.NaN;

        public override void OnStep(TrainingState state) => Rate = state.LearningRate;
    }

    private sealed class GradientOf(string parameter, int index) : TrainingCallback
    {
        public double Gradient { get; private set; }

        public double Rate { get; private set; }

        public override void OnStep(TrainingState state) => (Gradient, Rate) = (state.GetGradient(parameter)[index], state.LearningRate);
    }
}

/// <summary>What happened to a number in an update.</summary>
internal sealed record UpdateFacts(long Step, double Before, double After, double Gradient, double Rate, IReadOnlyList<double> StateBefore, IReadOnlyList<double> StateAfter);
