using Descent.Data;

namespace Descent.Playground;

/// <summary>A network that is ready to train, with its rows: everything is decided as for any other table, except for what the state says.</summary>
internal sealed class TrainingSetup
{
    private TrainingSetup(PlayProblem problem, NetworkState state, Preprocessor preprocessor, Model<float> model, Dataset<float> train, Dataset<float> unseen, TrainingOptions options)
    {
        (Problem, State, Preprocessor) = (problem, state, preprocessor);
        (Model, Train, Unseen, Options) = (model, train, unseen, options);
    }

    public PlayProblem Problem { get; }

    public NetworkState State { get; }

    public Schema Schema => Preprocessor.Schema;

    public TaskKind Task => Preprocessor.Task;

    public Preprocessor Preprocessor { get; }

    /// <summary>What is to be said about the table; not what concerns an evaluation, of which there is none here.</summary>
    public IEnumerable<Notice> Notices => [.. Schema.Notices, .. Preprocessor.Notices];

    /// <summary>The model that is trained.</summary>
    public Model<float> Model { get; }

    public Dataset<float> Train { get; }

    public Dataset<float> Unseen { get; }

    public TrainingOptions Options { get; }

    /// <summary>Whether the outputs are scores around 0, with targets -1 and 1, instead of probabilities.</summary>
    public bool HasScores => Options.Loss is Hinge or SquaredHinge;

    /// <summary>Prepares a network.</summary>
    /// <exception cref="DataException">If the table cannot be used, or the loss does not fit it.</exception>
    /// <exception cref="ArgumentException">If the parts of the network do not fit each other.</exception>
    public static TrainingSetup Of(PlayProblem problem, NetworkState state, ProblemState rows)
    {
        // The problem's seed decides which rows are unseen, so that two networks are judged on the same ones.
        ulong seed = (ulong)state.Seed!, splitSeed = (ulong)rows.Seed!;
        double unseen = rows.Unseen!.Value;
        Table table = problem.Table!;
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
        TablePlan prepared = TableTrainer.Prepare(table, problem.Targets, options);
        Split split = Split.For(table, prepared.Schema, 0, unseen, splitSeed);
        Dataset<float> train = prepared.Preprocessor.Transform<float>(table, split.Train), other = prepared.Preprocessor.Transform<float>(table, split.Validation);
        return new TrainingSetup(problem, state, prepared.Preprocessor, prepared.Model.Network.Build<float>(prepared.Model.InputShape, seed), train, other, prepared.Options with
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
        });
    }

    /// <summary>The setup of a recorded training.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="name">Its name on the page.</param>
    /// <exception cref="DataException">If the page cannot show its network or its rows.</exception>
    public static TrainingSetup Of(RunRecording<float> recording, string name)
    {
        Preprocessor preprocessor = recording.Preprocessor ?? throw new DataException($"The rows of the recording '{name}' come from no table, so the page has no names for them.");
        Model<float> model = recording.ModelAt(recording.Steps);
        Layer[] layers = [.. recording.Network];
        bool isDrawable = layers.All(layer => layer is Dense { UseBias: true } or Activation or Dropout or GaussianNoise or BatchNormalization or LayerNormalization)
            && recording.Inputs.Categories.Count == 0 && recording.Inputs.Numbers == preprocessor.InputNames.Count && model.Outputs == recording.Rows.TargetColumns;
        if (!isDrawable)
        {
            throw new DataException($"The page shows networks of dense layers, one after the other, with an output for every target. The recording '{name}' has another one: {string.Join(", ", layers.Select(Catalogue.ToText))}.");
        }

        (PlayState state, _) = StateChecks.Of(new PlayState { Networks = [InitialNetwork.Of(recording.Network, recording.Options, recording.Seed)] });
        return new TrainingSetup(
            new PlayProblem(name, null, preprocessor.Schema.TargetNames, new SchemaOptions(), ""), state.Networks![0]!, preprocessor, model, recording.Rows, recording.Options.Validation?.As<float>() ?? recording.Rows,
            recording.Options with { RestoreBestWeights = false, Threads = 1 });
    }

    /// <summary>The setup of a branch: other settings for the same network.</summary>
    /// <param name="state">The settings; the layers and the first weights stay.</param>
    /// <param name="rows">The problem.</param>
    public TrainingSetup Branch(NetworkState state, ProblemState rows)
    {
        NetworkState own = state with { Layers = State.Layers, Initializer = State.Initializer };
        if (Problem.Table is not null)
        {
            return Of(Problem, own, rows);
        }

        // The form cannot hold every option of a recorded training, so those that the reader leaves as they are stay as they are.
        bool isSameRate = (own.Optimizer, own.Rate, own.Schedule) == (State.Optimizer, State.Rate, State.Schedule);
        return new TrainingSetup(Problem, own, Preprocessor, Model, Train, Unseen, Options with
        {
            Loss = own.Loss == State.Loss ? Options.Loss : Catalogue.Parse<Loss>(own.Loss!),
            Optimizer = isSameRate ? Options.Optimizer : OptimizerOf(own),
            Regularizer = own.Regularizer == State.Regularizer ? Options.Regularizer : own.Regularizer!.Length > 0 ? Catalogue.Parse<Regularizer>(own.Regularizer) : null,
            Clipping = own.Clipping == State.Clipping ? Options.Clipping : own.Clipping > 0 ? new GradientClipping(own.Clipping.Value) : null,
            Epochs = own.Epochs == State.Epochs ? Options.Epochs : (int)own.Epochs!,
            BatchSize = own.Batch == State.Batch ? Options.BatchSize : (int)own.Batch!,
            Seed = own.Seed == State.Seed ? Options.Seed : (ulong)own.Seed!,
        });
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
