using Descent.Data;

namespace Descent.Playground;

/// <summary>A network that is ready to train, with its rows: everything is decided as for any other table, except for what the state says.</summary>
internal sealed class Trainee
{
    private readonly TablePlan plan;

    private Trainee(PlayProblem problem, NetworkState state, TablePlan plan, Dataset<float> train, Dataset<float> unseen, TrainingOptions options, bool hasScores)
    {
        Problem = problem;
        State = state;
        this.plan = plan;
        Model = plan.Model.Network.Build<float>(plan.Model.InputShape, options.Seed!.Value);
        Train = train;
        Unseen = unseen;
        Options = options;
        HasScores = hasScores;
    }

    public PlayProblem Problem { get; }

    public NetworkState State { get; }

    public Schema Schema => plan.Schema;

    public TaskKind Task => plan.Schema.Task;

    public Preprocessor Preprocessor => plan.Preprocessor;

    /// <summary>What is to be said about the table; not what concerns an evaluation, of which there is none here.</summary>
    public IEnumerable<Notice> Notices => [.. plan.Schema.Notices, .. plan.Preprocessor.Notices];

    /// <summary>The model that is trained.</summary>
    public Model<float> Model { get; }

    public Dataset<float> Train { get; }

    public Dataset<float> Unseen { get; }

    public TrainingOptions Options { get; }

    /// <summary>Whether the outputs are scores around 0, with targets -1 and 1, instead of probabilities.</summary>
    public bool HasScores { get; }

    /// <summary>Prepares a network.</summary>
    /// <exception cref="DataException">If the table cannot be used, or the loss does not fit it.</exception>
    /// <exception cref="ArgumentException">If the parts of the network do not fit each other.</exception>
    public static Trainee Of(PlayProblem problem, NetworkState state, ProblemState rows)
    {
        // The problem's seed decides which rows are unseen, so that two networks are judged on the same ones.
        ulong seed = (ulong)state.Seed!, splitSeed = (ulong)rows.Seed!;
        double unseen = rows.Unseen!.Value;
        Optimizer optimizer = OptimizerOf(state);
        TableOptions options = new()
        {
            Effort = Effort.Quick,
            Schema = problem.Schema,
            HiddenLayers = HiddenLayers(state),
            Initializer = state.Initializer is { Length: > 0 } initializer ? Catalogue.Parse<Initializer>(initializer) : null,
            Loss = state.Loss is { Length: > 0 } loss ? Catalogue.Parse<Loss>(loss) : null,
            Optimizer = optimizer,
            TestFraction = 0,
            ValidationFraction = unseen,
            Seed = splitSeed,
            Threads = 1,
        };
        TablePlan prepared = TableTrainer.Prepare(problem.Table, problem.Targets, options);
        Split split = Split.For(problem.Table, prepared.Schema, 0, unseen, splitSeed);
        Dataset<float> train = prepared.Preprocessor.Transform<float>(problem.Table, split.Train), other = prepared.Preprocessor.Transform<float>(problem.Table, split.Validation);
        return new Trainee(problem, state, prepared, train, other, prepared.Options with
        {
            Regularizer = state.Regularizer is { Length: > 0 } penalty ? Catalogue.Parse<Regularizer>(penalty) : null,
            Clipping = state.Clipping > 0 ? new GradientClipping(state.Clipping.Value) : null,
            Epochs = (int)state.Epochs!,
            BatchSize = optimizer is FullBatchOptimizer ? train.Rows : (int)state.Batch!,
            // They choose nothing, but the doctor compares the losses.
            Validation = other,
            Monitor = null,
            Until = null,
            EarlyStopping = null,
            RestoreBestWeights = false,
            Metrics = [],
            Progress = null,
            Seed = seed,
            Threads = 1,
        }, prepared.Options.Loss is Hinge or SquaredHinge);
    }

    private static List<Layer> HiddenLayers(NetworkState state)
    {
        List<Layer> layers = [];
        foreach (LayerState layer in state.Layers!.Select(layer => layer!))
        {
            Activation activation = Catalogue.Parse<Activation>(layer.Activation!);
            if (layer.Normalization!.Length > 0)
            {
                layers.AddRange([new Dense((int)layer.Units!), Catalogue.Parse<Layer>(layer.Normalization), activation]);
            }
            else
            {
                layers.Add(new Dense((int)layer.Units!, activation));
            }

            if (layer.Dropout > 0)
            {
                layers.Add(new Dropout(layer.Dropout.Value));
            }
        }

        return layers;
    }

    /// <summary>The optimizer, with the learning rate or the schedule that starts with it.</summary>
    private static Optimizer OptimizerOf(NetworkState state)
    {
        Optimizer optimizer = Catalogue.Parse<Optimizer>(state.Optimizer!);
        return optimizer is FullBatchOptimizer ? optimizer : optimizer with { LearningRate = ScheduleOf(state.Schedule!, state.Rate!.Value) };
    }

    /// <summary>A schedule whose first option, the rate with which it begins or its highest one, is the given rate.</summary>
    /// <exception cref="FormatException">If the other options cannot be read.</exception>
    public static Schedule ScheduleOf(string text, double rate)
    {
        if (text.Length == 0)
        {
            return rate;
        }

        string name = text.Split(':', '(')[0], rest = text[name.Length..].Trim(':', '(', ')', ' ');
        CatalogueEntry entry = Catalogue.Find(name, typeof(Schedule))!;
        return entry.Example switch
        {
            MultiStepSchedule example => rest.Length > 0 ? Catalogue.Parse<Schedule>(FormattableString.Invariant($"{entry.Name}({rate},{rest})")) : example with { Initial = rate },
            PiecewiseConstantSchedule example => example with { Values = [.. example.Values.Select(value => value * rate / example.Values[0])] },
            _ => Catalogue.Parse<Schedule>(FormattableString.Invariant($"{entry.Name}({entry.Options[0].Name}={rate}{(rest.Length > 0 ? "," : "")}{rest})")),
        };
    }
}
