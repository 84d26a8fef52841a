using Descent.Data;

namespace Descent.Playground;

/// <summary>What a tab works on: a problem, one or two networks, and the plane in which they are shown.</summary>
internal sealed class Bench
{
    private readonly List<(Course Course, long Offset)> courses = [];
    private readonly List<FrameMaker> makers = [];
    private Plane plane;

    private Bench(PlayState state, PlayProblem problem, IEnumerable<Course> first)
    {
        State = state;
        Problem = problem;
        courses.AddRange(first.Select(course => (course, 0L)));
        plane = Look(state.View!);
    }

    public PlayState State { get; private set; }

    public PlayProblem Problem { get; }

    public IReadOnlyList<(Course Course, long Offset)> Courses => courses;

    /// <summary>The step of the network that is furthest.</summary>
    public long Steps => courses.Max(each => each.Offset + each.Course.Steps);

    public bool HasEnded => courses.All(each => each.Course.HasEnded);

    /// <summary>Prepares the networks of a checked state.</summary>
    /// <exception cref="DataException">If the table cannot be used.</exception>
    /// <exception cref="ArgumentException">If parts do not fit each other.</exception>
    public static Bench Of(PlayState state, TableStore tables)
    {
        PlayProblem problem = PlayProblem.Of(state.Problem!, tables);
        return new Bench(state, problem, [.. state.Networks!.Select(network => new Course(Trainee.Of(problem, network!, state.Problem!.Unseen!.Value)))]);
    }

    /// <summary>Trains, the network that is behind first, until all are at a step or the time is over.</summary>
    public void Advance(long until, TimeSpan time)
    {
        long began = Environment.TickCount64;
        while (courses.Where(each => !each.Course.HasEnded && each.Offset + each.Course.Steps < until).OrderBy(each => each.Offset + each.Course.Steps).FirstOrDefault() is { Course: { } behind } next)
        {
            TimeSpan left = time - TimeSpan.FromMilliseconds(Environment.TickCount64 - began);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            // Two networks take turns in short stretches, so that neither runs away.
            long own = next.Offset + behind.Steps, other = courses.Count == 1 ? until : Math.Max(own, courses.Where(each => each.Course != behind && !each.Course.HasEnded).Select(each => each.Offset + each.Course.Steps).DefaultIfEmpty(until).Min()) + 64;
            behind.Advance(Math.Min(until, other) - own, left);
        }
    }

    /// <summary>Adds a second network that continues the first one from a step with other settings, in place of a second one that is there.</summary>
    public void Branch(NetworkState network, long step, PlayState state)
    {
        (Course first, long offset) = courses[0];
        Course branch = new(Trainee.Of(Problem, network, state.Problem!.Unseen!.Value), first.At(step - offset).Model);
        courses.RemoveRange(1, courses.Count - 1);
        courses.Add((branch, step));
        State = State with { Networks = [State.Networks![0], network] };
        plane = Look(State.View!);
    }

    /// <summary>Changes the plane and the output.</summary>
    public PlaneDocument View(ViewState view)
    {
        State = State with { View = view };
        plane = Look(view);
        return PlaneOf();
    }

    public PlaneDocument PlaneOf()
    {
        Trainee trainee = courses[0].Course.Trainee;
        Dataset<float> train = FrameMaker.Head(trainee.Train, StateChecks.MostPoints), unseen = FrameMaker.Head(trainee.Unseen, StateChecks.MostPoints);
        FrameMaker maker = makers[0];
        double First(double value) => trainee.Task is TaskKind.Regression or TaskKind.Counts ? trainee.Preprocessor.Unscale((int)State.View!.Output! < trainee.Model.Outputs ? (int)State.View.Output : 0, value) : value;
        return new PlaneDocument(
            plane.Horizontal, plane.Vertical, (int)Math.Min(State.View!.Output!.Value, trainee.Model.Outputs - 1),
            FrameMaker.Bytes(plane.Places(train, train.Rows)), FrameMaker.Bytes(maker.Colors(train)), FrameMaker.Bytes(plane.Places(unseen, unseen.Rows)), FrameMaker.Bytes(maker.Colors(unseen)), First(maker.Low), First(maker.High));
    }

    /// <summary>The networks at a step; below 0 for the present.</summary>
    public FramesDocument Frames(long number, long step, bool isFull, bool isRunning) => new(number, [.. courses.Select((each, i) =>
    {
        (Model<float> model, CoursePlace place) = step < 0 ? (each.Course.Model, each.Course.Place) : each.Course.At(step - each.Offset);
        return makers[i].Make(model, place with { Step = place.Step + each.Offset, Epoch = (double)(place.Step + each.Offset) / each.Course.StepsPerEpoch }, isFull);
    })], isRunning, step >= 0 && step < Steps);

    public ReadyDocument Ready(IReadOnlyList<string> notes)
    {
        Trainee trainee = courses[0].Course.Trainee;
        Preprocessor preprocessor = trainee.Preprocessor;
        ILookup<string, EncodedColumn> encoded = preprocessor.Features.ToLookup(feature => feature.Name, StringComparer.Ordinal);
        return new ReadyDocument(State, notes, new ProblemDocument(
            Problem.Title, Word(trainee.Task), trainee.Schema.TaskReason, Problem.Ceiling, preprocessor.InputNames, preprocessor.OutputNames, preprocessor.Labels,
            trainee.Schema.Columns.Select(column => Document(column, encoded[column.Name].FirstOrDefault())),
            Problem.Targets, trainee.Train.Rows, trainee.Unseen.Rows, trainee.Task is TaskKind.Regression or TaskKind.Counts ? "R²" : "accuracy", FittingLosses.Of(trainee.Task), trainee.Notices.Select(notice => notice.Text)),
            courses.Select(each => Document(each.Course)));
    }

    /// <summary>Explains the last update of a weight before a step.</summary>
    public WeightDocument? Weight(int network, int layer, int index, long step)
    {
        if (network < 0 || network >= courses.Count)
        {
            return null;
        }

        (Course course, long offset) = courses[network];
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
        UpdateFacts? facts = course.Update(step < 0 ? course.Steps : step - offset, parameter.Name, place);
        return new WeightDocument(network, $"{from} → {to}", (facts?.Step ?? 0) + offset, facts is null ? [$"θ = {course.Initial.GetParameter(parameter.Name)[place]:G6}: the first weights, before any update"] : UpdateStory.Of(course.Trainee, facts, !isBias));
    }

    private Plane Look(ViewState view)
    {
        Plane chosen = Plane.Of(courses[0].Course.Trainee, view.Axes?.Select(axis => axis).ToArray());
        makers.Clear();
        makers.AddRange(courses.Select(each => new FrameMaker(each.Course.Trainee, chosen, (int)view.Output!)));
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
            layers, model.ParameterCount, Catalogue.ToText(trainee.Options.Loss), Catalogue.ToText(trainee.Options.Optimizer), Catalogue.NameOf(last is Dense { Activation: { } own } ? own : last), course.StepsPerEpoch, course.LastStep, Exports.Command(trainee));
    }

    private static string Word(Enum value) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
