namespace Descent.Cli.Verbs;

/// <summary>A verb that trains on a table.</summary>
internal abstract class TrainingVerb : Verb
{
    protected TrainingVerb(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description, examples) => Add(Data);

    protected Argument<string> Data { get; } = new("DATA") { Description = TableOptionSet.PathHelp };

    protected Option<string> Target { get; } = new("--target") { Description = "The column to predict; several are separated by commas.", HelpName = "COL[,COL]", Required = true };

    protected TrainingOptionSet Training { get; } = new();

    protected DecisionOptionSet Decision { get; } = new();

    protected ColumnOptionSet Columns { get; } = new();

    protected TableOptionSet Tables { get; } = new();

    /// <summary>Adds the options in the order of the help page: the target, those of the verb alone, and those that training verbs share.</summary>
    protected void AddAll(IReadOnlyList<Option> own, bool holdsOut = true, bool trains = true) =>
        Add([Target, .. own, .. Training.All(holdsOut, trains), .. trains ? Decision.All : [], .. Columns.All, .. Columns.Splits, .. Tables.All]);

    /// <summary>Reads the table and the names of the targets.</summary>
    protected (Table Table, IReadOnlyList<string> Targets) Read(Call call)
    {
        Table table = Tables.Read(call, call.Value(Data)!);
        return (table, ColumnOptionSet.Names(table, call.Value(Target)!, Target.Name));
    }

    /// <summary>Reads a table named by an option; null if it is not given.</summary>
    protected Table? Read(Call call, Option<string?> option) => call.Value(option) is { } path ? Tables.Read(call, path, isData: false) : null;

    /// <summary>Takes the first free folder of runs that is named after the data and the targets.</summary>
    protected Runs.RunFolder NextFolder(Call call) => Runs.RunFolder.TakeNext(call.Value(Data)!, call.Value(Target)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Trains on the cluster that an option names, if it is given, and leaves the cluster at the end.</summary>
    protected T OnCluster<T>(Call call, Option<string?> cluster, Func<IJobRunner?, T> train)
    {
        IJobRunner? runner = ClusterChoice.Connect(call, cluster, call.Value(Data)!);
        try
        {
            return train(runner);
        }
        finally
        {
            ClusterChoice.End(call, runner);
        }
    }

    /// <summary>The options of the training.</summary>
    protected TableOptions OptionsOf(Call call, Table table) => Decision.With(call, Training.Options(call)) with { Schema = Columns.Options(call, table) };
}

/// <summary>A verb that uses a saved model with a table.</summary>
internal abstract class ModelVerb : Verb
{
    protected ModelVerb(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description, examples) => Add(Model, Data);

    protected Argument<string> Model { get; } = new("MODEL") { Description = "The file of a model, or the folder of a run." };

    protected Argument<string> Data { get; } = new("DATA") { Description = TableOptionSet.PathHelp };

    protected Option<int?> Member { get; } = MemberChoice.Option("Of a model of several networks, use that one alone, counted from 1, without the calibration of all of them.");

    protected DecisionOptionSet Decision { get; } = new("as saved with the model");

    protected TableOptionSet Tables { get; } = new();

    /// <summary>Loads the model, or the chosen network of it.</summary>
    protected TableModel LoadModel(Call call, List<Notice>? notices = null) => Decision.With(call, MemberChoice.Of(call, Member, Runs.RunFiles.Load(call.Value(Model)!)), notices);

    /// <summary>Loads the model and reads the table.</summary>
    /// <returns>Both, and the decisions made for them.</returns>
    protected (TableModel Model, Table Table, List<Notice> Notices) Load(Call call)
    {
        List<Notice> notices = [];
        TableModel model = LoadModel(call, notices);
        Table table = Tables.Read(call, call.Value(Data)!, model.Preprocessor.Schema);
        return (model, table, [.. notices, .. table.Notices]);
    }
}
