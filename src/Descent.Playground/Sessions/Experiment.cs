using System.Diagnostics;
using Descent.Data;

namespace Descent.Playground;

/// <summary>What a tab works on: a problem, one or two networks, and the plane in which they are shown.</summary>
internal sealed class Experiment : IDisposable
{
    /// <summary>The number of updates after which the other network gets its turn.</summary>
    private const long Stretch = 32;

    /// <summary>The most rows of each kind on the map.</summary>
    private const int ShownRows = 400;

    private readonly List<RecordedTraining> trainings = [];
    private readonly List<FrameBuilder> builders = [];
    private Plane plane;

    private Experiment(PlayState state, PlayProblem problem, IEnumerable<RecordedTraining> first)
    {
        State = state;
        Problem = problem;
        trainings.AddRange(first);
        plane = Show(state.View!);
    }

    public PlayState State { get; private set; }

    public PlayProblem Problem { get; }

    public IReadOnlyList<RecordedTraining> Trainings => trainings;

    /// <summary>The step of the network that is furthest.</summary>
    public long Steps => trainings.Max(training => training.Steps);

    /// <summary>Whether no network is behind a step, except those that have ended.</summary>
    public bool IsAt(long step) => trainings.All(training => training.HasEnded || training.Steps >= step);

    public bool HasEnded => trainings.All(training => training.HasEnded);

    /// <summary>The step of the network that is furthest of those that go on.</summary>
    public long Front => trainings.Where(training => !training.HasEnded).Select(training => training.Steps).DefaultIfEmpty(Steps).Max();

    /// <summary>Prepares the networks of a checked state. If the second one is a branch, it is left out until <see cref="Branch"/> adds it.</summary>
    /// <exception cref="DataException">If the table or the recording is not here or cannot be used.</exception>
    /// <exception cref="ArgumentException">If parts do not fit each other.</exception>
    public static Experiment Of(PlayState state, SharedState shared)
    {
        if (state.Problem!.Kind == "recording")
        {
            TrainingSetup recorded = shared.Recorded ?? throw new DataException("The recording of this link is not open here. Open it with descent play FILE.");
            return new Experiment(state with { Networks = [recorded.State] }, recorded.Problem, [new RecordedTraining(recorded, shared.Options.Recording!)]);
        }

        PlayProblem problem = PlayProblem.Of(state.Problem!, shared.Tables);
        PlayState begun = state.Branch is null ? state : state with { Networks = [state.Networks![0]] };
        // All are prepared before the first one starts, so that nothing is left behind if one cannot be.
        TrainingSetup[] setups = [.. begun.Networks!.Select(network => TrainingSetup.Of(problem, network!, state.Problem!))];
        return new Experiment(begun, problem, [.. setups.Select(setup => new RecordedTraining(setup))]);
    }

    /// <summary>Trains, the network that is behind first, until all are at a step or the time is over.</summary>
    public void Advance(long until, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp();
        while (trainings.Where(training => !training.HasEnded && training.Steps < until).MinBy(training => training.Steps) is { } behind)
        {
            TimeSpan left = time - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            // Two networks take turns in short stretches, so that neither runs away.
            long other = trainings.Where(training => training != behind && !training.HasEnded).Select(training => Math.Max(training.Steps, behind.Steps) + Stretch).DefaultIfEmpty(until).Min();
            behind.Advance(Math.Min(until, other) - behind.Steps, left);
        }
    }

    /// <summary>Adds a second network that continues the first one from a step with other settings, in place of a second one that is there.</summary>
    public void Branch(NetworkState network, long step)
    {
        RecordedTraining first = trainings[0];
        RecordedTraining branch = first.Branch(first.Setup.Branch(network, State.Problem!), step);
        for (int i = trainings.Count - 1; i > 0; i--)
        {
            trainings[i].Dispose();
            trainings.RemoveAt(i);
        }

        trainings.Add(branch);
        State = State with { Networks = [first.Setup.State, branch.Setup.State], Branch = branch.FirstStep };
        plane = Show(State.View!);
    }

    public void Dispose() => trainings.ForEach(training => training.Dispose());

    /// <summary>Changes the plane and the output.</summary>
    public PlaneDocument View(ViewState view)
    {
        State = State with { View = view };
        plane = Show(view);
        return PlaneOf();
    }

    public PlaneDocument PlaneOf()
    {
        TrainingSetup setup = trainings[0].Setup;
        Dataset<float> train = FrameBuilder.Head(setup.Train, ShownRows), unseen = FrameBuilder.Head(setup.Unseen, ShownRows);
        FrameBuilder builder = builders[0];
        double First(double value) => setup.Task is TaskKind.Regression or TaskKind.Counts ? setup.Preprocessor.Unscale((int)State.View!.Output! < setup.Model.Outputs ? (int)State.View.Output : 0, value) : value;
        return new PlaneDocument(
            plane.Horizontal, plane.Vertical, (int)Math.Min(State.View!.Output!.Value, setup.Model.Outputs - 1),
            FrameBuilder.Bytes(plane.Places(train, train.Rows)), FrameBuilder.Bytes(builder.Colors(train)), FrameBuilder.Bytes(plane.Places(unseen, unseen.Rows)), FrameBuilder.Bytes(builder.Colors(unseen)), First(builder.Low), First(builder.High));
    }

    /// <summary>The networks at a step; below 0 for the present.</summary>
    public FramesDocument Frames(long number, long step, bool isFull, bool isRunning) => new(number, [.. trainings.Select((training, i) =>
    {
        // Beside a branch, a training of the past is shown as it was at the same step.
        long shown = step < 0 && training.IsReplay && trainings.Count > 1 ? trainings[1].Steps : step;
        (Model<float> model, TrainingStatus status) = shown < 0 ? (training.Model, training.Status) : training.At(shown);
        return builders[i].Build(model, status, isFull);
    })], isRunning, step >= 0 && step < Steps);

    public ReadyDocument Ready(IReadOnlyList<string> notes)
    {
        TrainingSetup setup = trainings[0].Setup;
        Preprocessor preprocessor = setup.Preprocessor;
        ILookup<string, EncodedColumn> encoded = preprocessor.Features.ToLookup(feature => feature.Name, StringComparer.Ordinal);
        return new ReadyDocument(State, notes, new ProblemDocument(
            Problem.Title, Word(setup.Task), setup.Schema.TaskReason, Problem.Ceiling, preprocessor.InputNames, preprocessor.OutputNames, preprocessor.Labels,
            setup.Schema.Columns.Select(column => Document(column, encoded[column.Name].FirstOrDefault())),
            Problem.Targets, setup.Train.Rows, setup.Unseen.Rows, setup.Task is TaskKind.Regression or TaskKind.Counts ? "R²" : "accuracy", SuitableLosses.Of(setup.Task), setup.Notices.Select(notice => notice.Text).Distinct(StringComparer.Ordinal)),
            trainings.Select(Document));
    }

    /// <summary>The curves of a training of the past; empty for others, whose curves grow with their frames.</summary>
    private IEnumerable<PointDocument> History(RecordedTraining training)
    {
        const int points = 120;
        FrameBuilder builder = builders[0];
        return !training.IsReplay ? [] : [.. training.KeptSteps(points).Select(training.At).Select(at => builder.Point(at.Model, at.Status))];
    }

    /// <summary>Explains the last update of a weight before a step.</summary>
    public WeightDocument? Weight(int network, int layer, int index, long step)
    {
        if (network < 0 || network >= trainings.Count)
        {
            return null;
        }

        RecordedTraining training = trainings[network];
        Model<float> model = training.Setup.Model;
        Parameter[] edges = [.. FrameBuilder.EdgesOf(model)];
        if (layer < 0 || (2 * layer) + 1 >= edges.Length)
        {
            return null;
        }

        bool isBias = index < 0;
        Parameter parameter = edges[(2 * layer) + (isBias ? 1 : 0)];
        int place = isBias ? -1 - index : index;
        if (place >= parameter.Count)
        {
            return null;
        }

        string from = isBias ? "the bias" : layer == 0 ? training.Setup.Preprocessor.InputNames[place % parameter.Columns] : $"neuron {(place % parameter.Columns) + 1} of layer {layer}";
        string to = $"{((2 * layer) + 2 >= edges.Length ? "output" : $"layer {layer + 1}, neuron")} {(isBias ? place : place / parameter.Columns) + 1}";
        RecordedStep<float>? update = training.UpdateBefore(step < 0 ? training.Steps : step);
        if (update is null)
        {
            return new WeightDocument(network, $"{from} → {to}", 0, [FormattableString.Invariant($"θ = {training.Model.GetParameter(parameter.Name)[place]:G6}, the first weight, before any update")]);
        }

        return new WeightDocument(network, $"{from} → {to}", update.Step, training.Explain(update, update[parameter.Name], place));
    }

    private Plane Show(ViewState view)
    {
        Plane chosen = Plane.Of(trainings[0].Setup, view.Axes?.Select(axis => axis).ToArray());
        builders.Clear();
        builders.AddRange(trainings.Select(training => new FrameBuilder(training.Setup, chosen, (int)view.Output!)));
        return chosen;
    }

    private static ColumnDocument Document(ColumnSchema column, EncodedColumn? feature) =>
        new(column.Name, Word(column.Kind), column.Reason, column.Missing, column.Distinct, feature?.Values ?? "", feature?.WithoutValue ?? "", feature?.InputNames ?? []);

    private NetworkDocument Document(RecordedTraining training)
    {
        TrainingSetup setup = training.Setup;
        Model<float> model = setup.Model;
        List<LayerDocument> layers = [];
        int at = 0;
        Parameter[] edges = [.. FrameBuilder.EdgesOf(model)];
        for (int i = 0; i < edges.Length; i += 2)
        {
            layers.Add(new LayerDocument(i + 2 < edges.Length ? $"layer {(i / 2) + 1}" : "output", edges[i].Columns, edges[i].Rows, at, at + edges[i].Count, i + 2 >= edges.Length));
            at += edges[i].Count + edges[i + 1].Count;
        }

        Layer last = model.Network[^1];
        return new NetworkDocument(
            layers, model.ParameterCount, Catalogue.ToText(setup.Options.Loss), Catalogue.ToText(setup.Options.Optimizer), Catalogue.NameOf(last is Dense { Activation: { } own } ? own : last), training.StepsPerEpoch, training.FirstStep, training.LastStep, History(training));
    }

    private static string Word(Enum value) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
