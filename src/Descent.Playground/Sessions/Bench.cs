using System.Diagnostics;
using Descent.Data;

namespace Descent.Playground;

/// <summary>What a tab works on: a problem, one or two networks, and the plane in which they are shown.</summary>
internal sealed class Bench : IDisposable
{
    /// <summary>The number of updates after which the other network gets its turn.</summary>
    private const long Stretch = 32;

    /// <summary>The most rows of each kind on the map.</summary>
    private const int ShownRows = 400;

    private readonly List<Course> courses = [];
    private readonly List<FrameMaker> makers = [];
    private Plane plane;

    private Bench(PlayState state, PlayProblem problem, IEnumerable<Course> first)
    {
        State = state;
        Problem = problem;
        courses.AddRange(first);
        plane = Look(state.View!);
    }

    public PlayState State { get; private set; }

    public PlayProblem Problem { get; }

    public IReadOnlyList<Course> Courses => courses;

    /// <summary>The step of the network that is furthest.</summary>
    public long Steps => courses.Max(course => course.Steps);

    public bool HasEnded => courses.All(course => course.HasEnded);

    /// <summary>Prepares the networks of a checked state.</summary>
    /// <exception cref="DataException">If the table cannot be used.</exception>
    /// <exception cref="ArgumentException">If parts do not fit each other.</exception>
    public static Bench Of(PlayState state, TableStore tables)
    {
        PlayProblem problem = PlayProblem.Of(state.Problem!, tables);
        // All are prepared before the first one starts, so that nothing is left behind if one cannot be.
        Trainee[] trainees = [.. state.Networks!.Select(network => Trainee.Of(problem, network!, state.Problem!))];
        return new Bench(state, problem, [.. trainees.Select(trainee => new Course(trainee))]);
    }

    /// <summary>Trains, the network that is behind first, until all are at a step or the time is over.</summary>
    public void Advance(long until, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp();
        while (courses.Where(course => !course.HasEnded && course.Steps < until).MinBy(course => course.Steps) is { } behind)
        {
            TimeSpan left = time - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            // Two networks take turns in short stretches, so that neither runs away.
            long other = courses.Where(course => course != behind && !course.HasEnded).Select(course => Math.Max(course.Steps, behind.Steps) + Stretch).DefaultIfEmpty(until).Min();
            behind.Advance(Math.Min(until, other) - behind.Steps, left);
        }
    }

    /// <summary>Adds a second network that continues the first one from a step with other settings, in place of a second one that is there.</summary>
    public void Branch(NetworkState network, long step)
    {
        Course first = courses[0];
        NetworkState own = network with { Layers = State.Networks![0]!.Layers, Initializer = State.Networks[0]!.Initializer };
        Course branch = first.Branch(Trainee.Of(Problem, own, State.Problem!), step);
        for (int i = courses.Count - 1; i > 0; i--)
        {
            courses[i].Dispose();
            courses.RemoveAt(i);
        }

        courses.Add(branch);
        State = State with { Networks = [State.Networks[0], own] };
        plane = Look(State.View!);
    }

    public void Dispose() => courses.ForEach(course => course.Dispose());

    /// <summary>Changes the plane and the output.</summary>
    public PlaneDocument View(ViewState view)
    {
        State = State with { View = view };
        plane = Look(view);
        return PlaneOf();
    }

    public PlaneDocument PlaneOf()
    {
        Trainee trainee = courses[0].Trainee;
        Dataset<float> train = FrameMaker.Head(trainee.Train, ShownRows), unseen = FrameMaker.Head(trainee.Unseen, ShownRows);
        FrameMaker maker = makers[0];
        double First(double value) => trainee.Task is TaskKind.Regression or TaskKind.Counts ? trainee.Preprocessor.Unscale((int)State.View!.Output! < trainee.Model.Outputs ? (int)State.View.Output : 0, value) : value;
        return new PlaneDocument(
            plane.Horizontal, plane.Vertical, (int)Math.Min(State.View!.Output!.Value, trainee.Model.Outputs - 1),
            FrameMaker.Bytes(plane.Places(train, train.Rows)), FrameMaker.Bytes(maker.Colors(train)), FrameMaker.Bytes(plane.Places(unseen, unseen.Rows)), FrameMaker.Bytes(maker.Colors(unseen)), First(maker.Low), First(maker.High));
    }

    /// <summary>The networks at a step; below 0 for the present.</summary>
    public FramesDocument Frames(long number, long step, bool isFull, bool isRunning) => new(number, [.. courses.Select((course, i) =>
    {
        (Model<float> model, CoursePlace place) = step < 0 ? (course.Model, course.Place) : course.At(step);
        return makers[i].Make(model, place, isFull);
    })], isRunning, step >= 0 && step < Steps);

    public ReadyDocument Ready(IReadOnlyList<string> notes)
    {
        Trainee trainee = courses[0].Trainee;
        Preprocessor preprocessor = trainee.Preprocessor;
        ILookup<string, EncodedColumn> encoded = preprocessor.Features.ToLookup(feature => feature.Name, StringComparer.Ordinal);
        return new ReadyDocument(State, notes, new ProblemDocument(
            Problem.Title, Word(trainee.Task), trainee.Schema.TaskReason, Problem.Ceiling, preprocessor.InputNames, preprocessor.OutputNames, preprocessor.Labels,
            trainee.Schema.Columns.Select(column => Document(column, encoded[column.Name].FirstOrDefault())),
            Problem.Targets, trainee.Train.Rows, trainee.Unseen.Rows, trainee.Task is TaskKind.Regression or TaskKind.Counts ? "R²" : "accuracy", FittingLosses.Of(trainee.Task), trainee.Notices.Select(notice => notice.Text).Distinct(StringComparer.Ordinal)),
            courses.Select(Document));
    }

    /// <summary>Explains the last update of a weight before a step.</summary>
    public WeightDocument? Weight(int network, int layer, int index, long step)
    {
        if (network < 0 || network >= courses.Count)
        {
            return null;
        }

        Course course = courses[network];
        Model<float> model = course.Trainee.Model;
        Parameter[] edges = [.. FrameMaker.EdgesOf(model)];
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

        string from = isBias ? "the bias" : layer == 0 ? course.Trainee.Preprocessor.InputNames[place % parameter.Columns] : $"neuron {(place % parameter.Columns) + 1} of layer {layer}";
        string to = $"{((2 * layer) + 2 >= edges.Length ? "output" : $"layer {layer + 1}, neuron")} {(isBias ? place : place / parameter.Columns) + 1}";
        RecordedStep<float>? update = course.UpdateBefore(step < 0 ? course.Steps : step);
        return update is null
            ? new WeightDocument(network, $"{from} → {to}", 0, [FormattableString.Invariant($"θ = {course.Model.GetParameter(parameter.Name)[place]:G6}, the first weight, before any update")])
            : new WeightDocument(network, $"{from} → {to}", update.Step, UpdateStory.Of(course.Trainee.Options, update[parameter.Name], place, !isBias));
    }

    private Plane Look(ViewState view)
    {
        Plane chosen = Plane.Of(courses[0].Trainee, view.Axes?.Select(axis => axis).ToArray());
        makers.Clear();
        makers.AddRange(courses.Select(course => new FrameMaker(course.Trainee, chosen, (int)view.Output!)));
        return chosen;
    }

    private static ColumnDocument Document(ColumnSchema column, EncodedColumn? feature) =>
        new(column.Name, Word(column.Kind), column.Reason, column.Missing, column.Distinct, feature?.Values ?? "", feature?.WithoutValue ?? "", feature?.InputNames ?? []);

    private static NetworkDocument Document(Course course)
    {
        Trainee trainee = course.Trainee;
        Model<float> model = trainee.Model;
        List<LayerDocument> layers = [];
        int at = 0;
        Parameter[] edges = [.. FrameMaker.EdgesOf(model)];
        for (int i = 0; i < edges.Length; i += 2)
        {
            layers.Add(new LayerDocument(i + 2 < edges.Length ? $"layer {(i / 2) + 1}" : "output", edges[i].Columns, edges[i].Rows, at, at + edges[i].Count, i + 2 >= edges.Length));
            at += edges[i].Count + edges[i + 1].Count;
        }

        Layer last = model.Network[^1];
        return new NetworkDocument(
            layers, model.ParameterCount, Catalogue.ToText(trainee.Options.Loss), Catalogue.ToText(trainee.Options.Optimizer), Catalogue.NameOf(last is Dense { Activation: { } own } ? own : last), course.StepsPerEpoch, course.LastStep);
    }

    private static string Word(Enum value) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
