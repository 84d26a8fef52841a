namespace Descent.Cli.Verbs;

/// <summary>Trains a saved model further on new rows, with the settings of its run, and compares it with the model before.</summary>
internal sealed class RetrainVerb : ModelVerb
{
    private readonly Option<string?> place = Choice.Text("--out", "DIR", "The folder for the new run. Default: the first free runs/DATA-TARGET-N.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the run in --out.");
    private readonly Option<int?> epochs = Choice.Whole("--epochs", "The most passes through the training rows; 0 keeps the weights. Default: as in the run of the model.", 0);
    private readonly Option<double?> learningRate = Choice.Real("--learning-rate", "Size of a step, such as a tenth of the first training's. Default: as in the run of the model.", "above 0", x => x > 0);
    private readonly Option<double?> testFraction = Choice.Real("--test-fraction", "Fraction of the rows held out for the scores before and after; 0 holds out none.", "from 0 up to, not including, 1", x => x is >= 0 and < 1, 0.2);
    private readonly Option<double?> validationFraction = Choice.Real("--validation-fraction", "Fraction of the rows that choose the best epoch. Default: none below 2,000 rows, else 0.1.", "from 0 up to, not including, 1", x => x is >= 0 and < 1);
    private readonly Option<int?> threads = Choice.Whole("--threads", "How many threads work, at most one per processor; 0 means as many as pay off. The result is the same.", 0, otherwise: 0, most: 1024);
    private readonly TransferOptionSet layers = new();

    public RetrainVerb()
        : base("retrain", "Trains a model further on new rows, and compares it with the model before on rows that are held out.",
            new("retrain runs/iris-species-1 more-flowers.csv", "The same network, trained further on new rows:"),
            new("retrain runs/iris-species-1 more-flowers.csv --epochs 50 --learning-rate 0.0001 --out runs/iris-new", "With small steps, so that it forgets less of the old rows:"),
            new("retrain runs/iris-species-1 more-flowers.csv --freeze 2 --json", "Only the last layer, with the scores before and after as JSON:")) =>
        Add([place, force, Member, epochs, learningRate, .. layers.All, testFraction, validationFraction, threads, .. Decision.All, .. Tables.All]);

    public override int Run(Call call)
    {
        string path = call.Value(Data)!;
        using RunFolder? wanted = call.Value(place) is { } given ? RunFolder.Take(given, call.Value(force), path) : null;
        (TableModel model, Table table, List<Notice> notices) = Load(call);
        IReadOnlyList<string> targets = model.Preprocessor.Schema.TargetNames;
        using RunFolder folder = wanted ?? RunFolder.TakeNext(path, targets);
        Decisions.WriteNotices(call.People, notices);
        call.People.Line("The settings are those of the run of the model; the optimizer starts anew, because a run does not keep its state.");
        TableOptions options = OptionsOf(call, model, table);
        try
        {
            return TrainOnce.Run(call, new TrainRequest(table, targets, options, folder) { Before = model });
        }
        catch (DataException fault) when (fault.Remedies.Any(remedy => remedy.Setting == nameof(TransferOptions.NewHead)))
        {
            throw new UsageException($"{UsageException.Plain(fault.Explanation)} (descent train {DataPlace.Masked(path)} --target {string.Join(',', targets)} --from {call.Value(Model)}{(call.Value(Member) is { } number ? $" --member {number}" : "")} --new-head)", fault);
        }
    }

    private TableOptions OptionsOf(Call call, TableModel model, Table table)
    {
        Schema schema = model.Preprocessor.Schema;
        TrainingOptions? saved = model.Details.TryGetValue(RunDetails.Options, out string? json) ? Catalogue.FromJson<TrainingOptions>(json) : null;
        TableOptions options = new()
        {
            Effort = Effort.Quick,
            Transfer = layers.Options(call, model),
            Schema = new SchemaOptions
            {
                Weight = schema.Weight is { } weight && table.Columns.Contains(weight.Name, StringComparer.Ordinal) ? weight.Name : null,
                MissingWords = schema.MissingWords,
            },
            Loss = saved?.Loss,
            Optimizer = saved?.Optimizer,
            LearningRate = call.Value(learningRate) is { } rate ? rate : null,
            Regularizer = saved?.Regularizer,
            Clipping = saved?.Clipping,
            Epochs = call.Value(epochs) ?? saved?.Epochs,
            BatchSize = saved?.Optimizer is FullBatchOptimizer ? null : saved?.BatchSize,
            EarlyStopping = saved?.EarlyStopping,
            BalanceClasses = saved?.ClassWeights is not null,
            TestFraction = call.Value(testFraction)!.Value,
            ValidationFraction = call.Value(validationFraction),
            PositiveLabel = model.Decision?.PositiveLabel,
            Costs = model.Decision?.Costs,
            Threshold = model.Decision is { Threshold: not 0.5 and var threshold } ? threshold : null,
            Threads = call.Value(threads)!.Value,
            Seed = call.Seed,
        };
        return options;
    }
}
