namespace Descent.Cli.Verbs;

/// <summary>Trains a network on a table, evaluates it on rows it never saw, and saves it.</summary>
internal sealed class TrainVerb : TrainingVerb
{
    private readonly Option<string?> test = Choice.Text("--test", "FILE", "A separate table for the scores, instead of --test-fraction.");
    private readonly Option<int?> folds = Choice.Whole("--cv", "Evaluate by cross-validation with K folds: every row is predicted once, by a model that never saw it. Saves nothing, unless --out is given: then a model trained on all rows.", 2, "K");
    private readonly Option<string?> place = Choice.Text("--out", "DIR", "The folder for the run. Default: the first free runs/DATA-TARGET-N.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the run in --out.");
    private readonly Option<bool> strict = Choice.Flag("--strict", "Stop at a category or label in --test that training has not seen, instead of counting it as unknown, and the label as wrong.");
    private readonly Option<Effort?> effort = Choice.OneOf<Effort>(
        "--effort", "How much is computed: quick trains one network; normal a few kinds of networks on five folds, at most about half a minute for 10,000 rows of 20 columns, and longer for many classes (200 took 1.7 times as long as 2, for 8,000 rows of 10 columns); best larger ones on eight folds, minutes. Default: normal, or quick where an option describes the network.",
        ("quick", Effort.Quick), ("normal", Effort.Normal), ("best", Effort.Best));

    private readonly Option<string?> recipe = Choice.Text("--recipe", "NAME", $"The one kind of network to train, instead of the effort's choice: {string.Join(", ", Recipe.ByName.Keys)}; with its numbers, where they are not to be the usual ones, as in realmlp:256,256 (descent explain realmlp).");
    private readonly Option<double?> time = Choice.Real("--time", "About how many seconds training may take, instead of an effort. What is trained then depends on this machine's speed; plan.json in the run says what it was.", "above 0 and at most 10,000,000", seconds => seconds is > 0 and <= 1e7);
    private readonly Option<string?> plan = Choice.Text("--plan", "FILE", "The plan.json of a run: to train the same again, to the bit, whatever decided it.");

    private readonly Option<string?> record = Choice.Text("--record", "FILE", "Record the training of a single network in a file, with its rows, so that descent replay can show every update and continue from it.");

    private readonly Option<bool> doctor = Choice.Flag("--doctor", "Examine the training of a single network: dead or saturated neurons, vanishing or exploding gradients, the learning rate, inputs, the loss, rare classes, over- and underfitting, with causes before consequences.");
    private readonly Option<string?> cluster = ClusterChoice.Option();

    private readonly SourceOptionSet source = new();

    public TrainVerb()
        : base("train", "Trains a network on a table, evaluates it on rows it never saw, and saves it.",
            new("train iris.csv --target species", "Everything decided from the data:"),
            new("train iris.csv --target species --effort quick", "A single network, in less than a second:"),
            new("train iris.csv --target species --time 60", "The best that a minute on this machine can do:"),
            new("train iris.csv --target species --plan runs/iris-species-1/plan.json", "Exactly that again:"),
            new("train prices.csv.gz --target price --layers 128,64 --epochs 300 --out runs/prices", "A larger network, saved in a place of your choice:"),
            new("train prices.csv --target price --quantiles 0.1,0.5,0.9", "The median price, and limits that a tenth and nine tenths of the prices lie below:"),
            new("train shop.db --sql \"SELECT age, city, bought FROM visits\" --target bought", "On the rows of a query:"),
            new("train iris.csv --target species --record iris.recording", "With every update recorded, for descent replay:"),
            new("train iris.csv --target species --doctor", "With the doctor's findings, should it not learn:"),
            new("train iris.csv --target species --cv 5 --json", "Scores of five folds, as JSON:"),
            new("train rows.csv --target sick --balance --treat zip=categorical --ignore name", "Rare classes given more weight, and columns interpreted differently:"),
            new("train more.csv --target kind --from runs/iris-species-1 --new-head --freeze 2", "A new last layer on a trained network, whose other layers stay as they are:"),
            new("train visits.csv --target sick --group patient --augment smote,noise:standardDeviation=0.05", "No patient on both sides of a split; more rows of the rare class, with noise:")) =>
        AddAll([test, folds, place, force, strict, effort, recipe, time, plan, record, doctor, cluster, .. source.All]);

    public override int Run(Call call)
    {
        RequireEffect(call);
        RunRecorder? recorder = Recorder(call);
        // Training may take hours, so a folder that cannot be written is an error before it.
        using RunFolder? folder = TakeFolder(call);
        (Table table, IReadOnlyList<string> targets) = Read(call);
        return OnCluster(call, cluster, runner => Train(call, table, targets, folder, recorder, runner));
    }

    private int Train(Call call, Table table, IReadOnlyList<string> targets, RunFolder? folder, RunRecorder? recorder, IJobRunner? runner)
    {
        TableOptions options = OptionsOf(call, table) with
        {
            Runner = runner,
            Test = Read(call, test),
            Strict = call.Value(strict),
            Effort = call.Value(effort),
            Recipe = call.Value(recipe) is { } name ? Catalogue.Parse<Recipe>(name) : null,
            Time = call.Value(time) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Plan = call.Value(plan) is { } file ? ReadPlan(file) : null,
            Transfer = source.Options(call),
            Recorder = recorder,
        };
        TrainRequest request = new(table, targets, options, folder) { Recording = call.Value(record), IsExamined = call.Value(doctor) };
        return call.Value(folds) is { } count ? TrainFolds.Run(call, request, count) : TrainOnce.Run(call, request);
    }

    private RunRecorder? Recorder(Call call)
    {
        if (call.Value(record) is null && !call.Value(doctor))
        {
            return null;
        }

        string name = call.Value(doctor) ? doctor.Name : record.Name;
        UsageException.ThrowIf(call.IsGiven(folds), $"{name} is for one training, but --cv trains one per fold. Leave one of them out.");
        UsageException.ThrowIf(call.IsGiven(recipe) || call.IsGiven(time) || call.IsGiven(plan) || Training.TrainsSeveral(call) || call.Value(effort) is Effort.Normal or Effort.Best, $"{name} is for a single network, but --effort above quick, --recipe, --time, --plan and --ensemble may train several. Leave one of them out.");
        UsageException.ThrowIf(call.IsGiven(cluster), $"{name} watches a training in this process, so {cluster.Name} has no effect. Leave one of them out.");
        if (call.Value(record) is { } file)
        {
            OutputFile.RequireNew(record, file, call.Value(force), call.Value(Data), call.Value(test));
        }

        return new RunRecorder();
    }

    private static EnsemblePlan ReadPlan(string path) => UsageException.Checked(() => Catalogue.PlanFromJson(File.ReadAllText(path)), fault => fault switch
    {
        FormatException => $"--plan {path}: {fault.Message} A run's folder has one in plan.json.",
        IOException or UnauthorizedAccessException => $"--plan {path}: {FileFault.Text(fault)}",
        _ => null,
    });

    // An option without effect is an error.
    private void RequireEffect(Call call)
    {
        Training.RequireNoFraction(call, test);
        Training.RequireNoFraction(call, folds);
        UsageException.ThrowIf(call.IsGiven(folds) && call.IsGiven(test), "--cv and --test exclude each other: with --cv every row of the data is judged once. Leave one of them out, and evaluate a saved model on the other table.");
        UsageException.ThrowIf(call.IsGiven(strict) && !call.IsGiven(test), "--strict is about the table of --test, but none is given. Leave it out, or name the table.");
    }

    private RunFolder? TakeFolder(Call call)
    {
        string path = call.Value(Data)!;
        if (call.Value(place) is { } wanted)
        {
            return RunFolder.Take(wanted, call.Value(force), path, call.Value(test));
        }

        return call.Value(folds) is not null ? null : NextFolder(call);
    }
}

/// <summary>What to train on, how, and where to save the result.</summary>
internal sealed record TrainRequest(Table Table, IReadOnlyList<string> Targets, TableOptions Options, RunFolder? Folder)
{
    /// <summary>The model that is trained further, to be compared with the result; null for none.</summary>
    public TableModel? Before { get; init; }

    /// <summary>The file for the recording; null for none.</summary>
    public string? Recording { get; init; }

    /// <summary>Whether the doctor examines the training.</summary>
    public bool IsExamined { get; init; }

    /// <summary>Where the rows come from.</summary>
    public RunSource Source => new(Table.Source, Table.Rows, Table.Columns.Count, Options.Seed, Options.Test is not null) { Recording = Recording };
}
