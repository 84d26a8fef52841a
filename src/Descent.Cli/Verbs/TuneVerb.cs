namespace Descent.Cli.Verbs;

/// <summary>Searches for good settings of a network, and trains with the best.</summary>
internal sealed class TuneVerb : TrainingVerb
{
    private const int UsualTrials = 50;

    // Smaller than that of the library, so that 50 trials are several generations.
    private const int Population = 12;

    private readonly Option<string[]> search = Choice.Texts(
        "--search", "OPTION=VALUES",
        "An option of training and the values to try, such as \"learning-rate=log(1e-4,1e-1)\", \"epochs=int(20,200)\", \"optimizer=choice(adam;momentum)\" or \"optimizer.beta=uniform(0.5,0.99) if optimizer=momentum\". hidden-layers, width and dropout together are --layers. \"recipe=choice(realmlp;tabm)\" with options such as \"tabm.units=int(32,256) if recipe=tabm\" tries recipes. May be repeated. Default: recipes or, where an option describes the network, what the options leave open of hidden-layers, width, dropout, activation, learning-rate, l2, batch-size and epochs.");

    private readonly Option<string?> searchFile = Choice.Text("--search-file", "FILE", "A YAML file of options and the values to try, with a line such as \"learning-rate: log(1e-4,1e-1)\" or \"activation: [relu, tanh]\" for each; the values are those of --search, whose options are added to the file's.");
    private readonly Option<int?> trials = Choice.Whole("--trials", $"How many trials, those that --study has already included. Default: {UsualTrials}, or as many as --time allows.", 1);
    private readonly Option<double?> time = Choice.Real("--time", "The seconds after which no trial is started; the running one and the training with the best settings come on top.", "above 0 and at most 10,000,000", seconds => seconds is > 0 and <= 1e7);
    private readonly Option<string?> sampler = Choice.Word("--sampler", "What chooses the values: tpe learns from earlier trials and suits every search; nsga2 is for several scores; gp needs the fewest trials for up to ten numbers; cmaes is for numbers and hundreds of trials; sobol and random cover the space; grid tries every combination. Default: tpe, or nsga2 for several scores.", ["tpe", "random", "grid", "sobol", "cmaes", "gp", "nsga2"]);
    private readonly Option<string?> pruner = Choice.Word("--pruner", "What stops a trial because others had better scores after as many epochs of the first fold, or after as many folds: median, halving (successive halving), hyperband or none. Default: median, or none for several scores.", ["median", "halving", "hyperband", "none"]);
    private readonly Option<double?> warmup = Choice.Real("--pruning-warmup", "The share of its own epochs, in percent, that a trial trains in the first fold before it may be stopped: small learning rates and large networks start slowly. Default: 10, or 50 for recipes.", "from 0 to 100", share => share is >= 0 and <= 100);
    private readonly Option<int?> startup = Choice.Whole("--pruning-startup", "How many trials, of recipes those of the same recipe, are completed before median stops any.", 0, otherwise: 5);
    private readonly Option<int?> average = Choice.Whole("--average", "From the networks of how many of the best trials the average is chosen; 1 saves those of the best trial alone. For recipes.", 1, otherwise: 16);
    private readonly Option<int?> folds = Choice.Whole("--cv", "How many folds: the score of a trial is the mean of K trainings, each on rows it never saw. 1 holds out a fifth of the rows instead. Default: 5, or 3 for recipes from 10,000 rows on.", 1, "K");
    private readonly Option<int?> seeds = Choice.Whole("--seeds", "Repeat the folds of every trial with this many seeds, counted from --seed.", 1, otherwise: 1);
    private readonly Option<string?> effort = Choice.Word("--effort", "What is tuned: quick a single network; normal recipes, the networks of whose best trials are averaged. Default: normal, or quick where an option describes the network.", ["quick", "normal"]);
    private readonly Option<string[]> score = Choice.Texts("--score", "NAME[:OPTION=VALUE]", "What makes a trial better, such as accuracy, rmse or top_k_accuracy:k=3. Repeated, the trials that no other dominates are listed, and the best of them by the first score is trained; parameters is the size of the network. Default: log_loss for classes, pinball_loss for quantiles, r2 for other numbers, poisson_d2 for counts.");
    private readonly Option<string?> study = Choice.Text("--study", "FILE|DATABASE", "Keep the trials in an SQLite file, or in a PostgreSQL database such as \"Host=db.example.org;Database=tuning;Username=me\" or postgresql://me@db.example.org/tuning. The same command goes on with them later, and shares them with other processes that run it at the same time.");
    private readonly Option<string?> studyName = Choice.Text("--study-name", "NAME", "The name of the study, of several in --study. Default: study.");
    private readonly Option<string?> test = Choice.Text("--test", "FILE", "A separate table for the test, instead of --test-fraction.");
    private readonly Option<string?> place = Choice.Text("--out", "DIR", "The folder for the run of the best settings. Default: the first free runs/DATA-TARGET-N.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the run in --out.");
    private readonly Option<string?> cluster = ClusterChoice.Option();

    public TuneVerb()
        : base("tune", "Searches for the settings with which networks are best on folds of a table, trains with them, and tests the result once.",
            new("tune iris.csv --target species --time 60", "Several kinds of networks with different options, as many trials as start within a minute; the best are averaged:"),
            new("tune iris.csv --target species --effort quick --score accuracy", "A single network, 50 trials, the best by accuracy:"),
            new("tune iris.csv --target species --effort quick --score log_loss --score parameters", "Networks of which none is both better and smaller:"),
            new("tune prices.csv --target price --search \"learning-rate=log(1e-4,1e-1)\" --search \"layers=choice(32;64,64;none)\" --trials 30", "Two options, 30 trials:"),
            new("tune prices.csv --target price --study prices.db --trials 200", "Trials in a file; the same command in a second terminal computes some of the 200, and later goes on where it stopped:"),
            new("tune prices.csv --target price --search \"optimizer=choice(adam;momentum)\" --search \"optimizer.beta=uniform(0.5,0.99) if optimizer=momentum\" --sampler random --json", "An option of one of the optimizers, as JSON with all trials:")) =>
        AddAll([search, searchFile, trials, time, sampler, pruner, warmup, startup, average, folds, seeds, score, effort, study, studyName, test, place, force, cluster]);

    public override int Run(Call call) => OnCluster(call, cluster, runner => Run(call, runner));

    private int Run(Call call, IJobRunner? runner)
    {
        Training.RequireNoFraction(call, test);
        UsageException.ThrowIf(call.Value(sampler) is "gp" or "cmaes" && call.Value(score) is { Length: > 1 }, $"{sampler.Name} {call.Value(sampler)} learns from one score, but {score.Name} is given {call.Value(score)?.Length} times. Use nsga2, tpe, sobol, random or grid, or one score.");
        UsageException.ThrowIf(call.IsGiven(studyName) && !call.IsGiven(study), "--study-name names a study in --study FILE|DATABASE, which is not given; without it, trials are not kept.");
        SearchSpace? space = TuningSpace.Read(call.Value(searchFile), call.Value(search) ?? [], Training.OfModels, call);
        // Processes that share a study may all be told the same folder, and one of them writes to it. Without it, the folder is this one's from the start.
        string?[] inputs = [call.Value(Data), call.Value(test), call.Value(study), call.Value(searchFile)];
        RunOfStudy? former = call.Value(study) is { } kept ? new RunOfStudy(TuningStudy.PlaceOf(kept), call.Value(studyName) ?? TuningStudy.UsualName) : null;
        if (former is not null && call.Value(place) is { } later)
        {
            RunFolder.Require(later, MayReplace(later), inputs);
        }

        using RunFolder? early = call.Value(study) is null ? Folder() : null;
        (Table table, IReadOnlyList<string> targets) = Read(call);
        ProgressDisplay training = new(call.People) { Prefix = "best settings, all training rows  " };
        TableOptions options = OptionsOf(call, table) with { Runner = runner, Test = Read(call, test), Progress = training, Effort = call.Value(effort) is { } word ? word == "quick" ? Effort.Quick : Effort.Normal : null };
        if (space is not null)
        {
            TuningSpace.RequireValues(space, Training.OfModels, value => OptionsOf(call.With([value]), table));
        }

        string[] scores = call.Value(score) ?? [];
        UsageException.ThrowIf(call.IsGiven(startup) && call.Value(pruner) is not (null or "median"), $"{startup.Name} is an option of --pruner median, but --pruner {call.Value(pruner)} is given. Leave one of them out.");
        string samplerWord = call.Value(sampler) ?? (scores.Length > 1 ? "nsga2" : "tpe"), prunerWord = call.Value(pruner) ?? (scores.Length > 1 ? "none" : "median");
        int? limit = call.Value(trials) ?? (call.Value(time) is null ? UsualTrials : null);
        using TuningStudy shared = TuningStudy.Open(call.Value(study), call.Value(studyName) ?? TuningStudy.UsualName, call.People, call.Cancellation);
        TableTuner tuner = shared.Tuner(() => new TableTuner(table, targets, options, space, new TableTuningOptions
        {
            Storage = shared.Storage,
            Name = shared.Name,
            Attributes = TuningStudy.Attributes(call),
            Trials = limit ?? int.MaxValue,
            Time = call.Value(time) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Folds = call.Value(folds),
            Seeds = call.Value(seeds)!.Value,
            Scores = scores,
            Sampler = SamplerOf(samplerWord),
            Pruner = PrunerOf(prunerWord, call.Value(startup)!.Value),
            PruningWarmup = call.Value(warmup) / 100,
            Candidates = call.Value(average)!.Value,
            Apply = (_, values) => OptionsOf(call.With(TuningSpace.Options(values, Training.OfModels)), table),
        }));
        limit = Possible(tuner.Study) is { } possible ? (int)Math.Min(possible, limit ?? int.MaxValue) : limit;
        WritePlan(call, table, tuner, () => shared.WritePlan(call.People, limit));
        TuningDisplay display = new(call.People, limit, tuner);
        (StudyRunEnd end, bool isLast) = shared.Kept(() => (Shown(display, () => tuner.Search(display, call.Cancellation)), tuner.IsLastWorker));
        if (shared.Storage is not null && !isLast)
        {
            call.Respond(() => [StudyDocument.Of(shared, tuner)], screen => shared.WriteEnd(screen, tuner, end == StudyRunEnd.Canceled, limit));
            return end == StudyRunEnd.Canceled ? ExitCode.Cancelled : ExitCode.Ok;
        }

        TableTuning tuning = TrainOnce.Shown(training, () => tuner.Train(end));
        using RunFolder? late = early is null ? Folder() : null;
        RunFolder folder = early ?? late!;
        TrainRequest request = new(table, targets, tuning.Options, folder);
        string command = CommandOf(call, tuning, tuner, folder.Path);
        bool isStopped = tuning.End == StudyRunEnd.Canceled;
        object[] run =
        [
            .. RunDocument.Parts(tuning.Training, request.Source).Select(part => isStopped && part is RunDocument whole ? whole with { Stop = "cancelled" } : part),
            .. shared.Storage is null ? [] : (object[])[StudyDocument.Of(shared, tuner)],
            TuningDocument.Of(tuning, tuner, limit, samplerWord, prunerWord, tuner.Folds / call.Value(seeds)!.Value, [.. Enumerable.Range(0, call.Value(seeds)!.Value).Select(i => call.Seed + (ulong)i)], command),
        ];
        (string? model, string? report, string? fault) = RunFiles.Save(
            folder, tuning.Training, request.Source, run, study: StudyPage.Render(tuning.Study, $"{table.Source}, {string.Join(", ", targets)}", DateTimeOffset.Now, [.. tuning.Scores.Select(StandardMetrics.NameOf)], tuning.Average), trials: TuningText.TrialsOfMembers(tuning));
        string? page = report is null ? null : folder[RunFiles.StudyName];
        call.Respond(() => [.. run, new FilesDocument(model, report, page)], screen =>
        {
            screen.Line(isStopped ? shared.Stopped(tuner, limit) : null);
            TuningText.Write(screen, tuning, command);
            TrainOnce.Write(screen, tuning.Training, model, report, request);
            screen.Fact("study", page is null ? "none" : $"{page}: all trials, what matters, and how values of options changed the score");
        });
        return call.Ended(fault, isStopped ? ExitCode.Cancelled : ExitCode.Ok);

        RunFolder Folder() => call.Value(place) is { } wanted ? RunFolder.Take(wanted, MayReplace(wanted), inputs)
            : former?.Find(RunFolder.DefaultParent) is { } found ? RunFolder.Take(found, force: true, inputs)
            : NextFolder(call);

        // A study that goes on replaces the run that it wrote itself.
        bool MayReplace(string folder) => call.Value(force) || former?.IsIn(folder) == true;
    }

    // The words are in the options, so that other verbs start without the library of tuning.
    private static Sampler SamplerOf(string word) => word switch
    {
        "tpe" => new TpeSampler(),
        "random" => new RandomSampler(),
        "grid" => new GridSampler(),
        "sobol" => new SobolSampler(),
        "cmaes" => new CmaEsSampler(),
        "nsga2" => new Nsga2Sampler(Population),
        _ => new GaussianProcessSampler(),
    };

    private static Pruner? PrunerOf(string word, int startup) => word switch
    {
        "median" => new PercentilePruner(StartupTrials: startup),
        "halving" => new SuccessiveHalvingPruner(),
        "hyperband" => new HyperbandPruner(),
        _ => null,
    };

    /// <summary>The number of different trials; null if there is no end to them.</summary>
    private static long? Possible(Study study) => UsageException.Checked(
        () => study.Sampler.Limit(study.Space),
        fault => fault is InvalidOperationException ? $"{fault.Message} Search fewer options, or use another --sampler." : null);

    private void WritePlan(Call call, Table table, TableTuner tuner, Action writeStudy)
    {
        Screen screen = call.People;
        TablePlan plan = tuner.Plan;
        Decisions.WriteTask(screen, table, plan.Schema);
        int rows = plan.TrainRows + plan.ValidationRows, count = tuner.Folds / call.Value(seeds)!.Value;
        screen.Fact("rows", $"{rows:#,0} {(count > 1 ? $"in {count} folds" : "of which a fifth is held out in every trial")} (--cv){(plan.TestRows > 0 ? $"; {plan.TestRows:#,0} test rows that are kept from all trials ({(call.IsGiven(test) ? "--test" : "--test-fraction")})" : "")}");
        screen.Fact("score", $"{string.Join(", ", tuner.Scores.Select(StandardMetrics.NameOf))} (--score)");
        screen.Fact("result", tuner.TriesRecipes ? "an average of the networks of the best trials (--effort)" : "one network with the best settings (--effort)");
        writeStudy();
        screen.Heading("Search (--search; an option of training that is given is not searched)");
        screen.Lines(tuner.Study.Space.Select(parameter => $"  {parameter}"));
        Decisions.WriteNotices(screen, plan.Notices.Where(notice => notice.Severity == Severity.Warning));
        screen.Line();
    }

    /// <summary>The command line that trains with the settings of a trial, to the same bits.</summary>
    private string CommandOf(Call call, TableTuning tuning, TableTuner tuner, string run)
    {
        Option[] own = [search, searchFile, trials, time, sampler, pruner, warmup, startup, average, folds, seeds, score, effort, study, studyName, place, force, cluster];
        IEnumerable<string> given = call.Given
            .Where(option => !own.Contains(option.Option) && option.Option.Name is not ("--json" or "--quiet" or "--seed"))
            .SelectMany(option => option.Words.Count == 0 ? [option.Option.Name] : option.Words.SelectMany(word => (string[])[option.Option.Name, word]));
        IEnumerable<string> found = tuner.TriesRecipes ? ["--plan", Path.Combine(run, RunFiles.PlanName)]
            : [.. TableParameters.Settings(tuning.Best.Parameters!).SelectMany(setting => (string[])[$"--{setting.Key}", setting.Value]), "--effort", "quick"];
        return string.Join(' ', ((IEnumerable<string>)["descent", "train", DataPlace.Masked(call.Value(Data)!), .. given, .. found, "--seed", $"{call.Seed}"]).Select(Quoted));
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "_-./=,:".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static T Shown<T>(TuningDisplay display, Func<T> run)
    {
        try
        {
            return run();
        }
        finally
        {
            display.End();
        }
    }
}
