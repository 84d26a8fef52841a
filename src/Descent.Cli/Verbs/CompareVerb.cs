namespace Descent.Cli.Verbs;

/// <summary>Trains several variants on the same rows and shows them side by side.</summary>
internal sealed class CompareVerb : TrainingVerb
{
    private readonly Option<string[]> vary = Choice.Texts("--vary", "OPTION=VALUE,VALUE", "An option of this verb and the values to try, such as optimizer=sgd,momentum:beta=0.5,adam. Repeat it to train every combination.");
    private readonly Option<int?> seeds = Choice.Whole("--seeds", "Repeat the cross-validation with this many seeds, counted from --seed. A seed decides the folds, the first weights and the order of rows, the same for all variants; the first one decides the test rows.", 1, otherwise: 1);
    private readonly Option<int?> folds = Choice.Whole("--cv", "How many folds: the scores of a variant are the means of K trainings, each on rows it never saw.", 2, "K", otherwise: 5);
    private readonly Option<string?> score = Choice.Text("--score", "NAME", "What makes a variant better, such as accuracy, f1 or rmse. Default: as for tune, log_loss for classes, pinball_loss for quantiles, r2 for other numbers, poisson_d2 for counts. Where a variant weights rare classes or moves the threshold, balanced_accuracy.");
    private readonly Option<bool> sort = Choice.Flag("--sort", "Show the best variant first instead of the order given.");
    private readonly Option<string?> test = Choice.Text("--test", "FILE", "A separate table that judges the best variant, instead of --test-fraction.");
    private readonly Option<string?> cluster = ClusterChoice.Option();
    private readonly SideFile report = new("FILE.html", "Write a page with the table and the loss curves.");

    public CompareVerb()
        : base("compare", "Trains several variants of a model on the same folds of a table, shows their scores and loss curves side by side, and says which differences may be chance.",
            new("compare iris.csv --target species --vary optimizer=sgd,momentum,nesterov,adagrad,rmsprop,adam,adadelta,adamax,nadam", "Nine optimizers, each with its own learning rate:"),
            new("compare iris.csv --target species --vary activation=relu,tanh --vary layers=64,64/64,none --seeds 3 --out grid.html", "A grid of six variants, five folds with three seeds each, and a page with the curves:"),
            new("compare prices.csv --target price --quantiles 0.05,0.5,0.95 --vary layers=32,64/64 --seeds 3", "Quantiles, ranked by their loss:"),
            new("compare prices.csv --target price --vary loss=mse,mae,huber:delta=0.5 --vary \"learning-rate=0.01,cosine(0.01, epochs=100)\" --sort", "Losses and learning rates, the best first (exit code 0 if at least one trained):"))
    {
        vary.Required = true;
        AddAll([vary, folds, seeds, score, sort, test, cluster, .. report.Options]);
    }

    public override int Run(Call call)
    {
        Training.RequireNoFraction(call, test);
        Variation[] variations = [.. (call.Value(vary) ?? []).Select(text => Variation.Parse(text, Training.OfModels))];
        if (variations.FirstOrDefault(variation => call.IsGiven(variation.Option) || variations.Count(other => other.Option == variation.Option) > 1) is { } twice)
        {
            throw new UsageException($"{twice.Option.Name} is given twice: put all its values into one --vary {twice.Name}=….");
        }

        report.Require(call, call.Value(Data), call.Value(test));
        (Table table, IReadOnlyList<string> targets) = Read(call);
        Table? kept = Read(call, test);
        IReadOnlyList<IReadOnlyList<(Option Option, string Text)>> grid = Variation.Grid(variations);
        string[][] values = [.. grid.Select(choice => choice.Select(part => part.Text).ToArray())];
        Variant[] variants = [.. grid.Zip(values, (choice, texts) => new Variant(string.Join(", ", texts), OptionsOf(call.With(choice), table) with { Test = kept }))];
        Variation.RequireDifferent("--vary: the variants", [.. variants.Select(variant => (variant.Name, variant.Options))]);
        ulong[] all = [.. Enumerable.Range(0, call.Value(seeds)!.Value).Select(i => call.Seed + (ulong)i)];
        TablePlan plan = FirstUsable(table, targets, variants, all[0]);
        int count = call.Value(folds)!.Value;
        WritePlan(call.People, table, plan, variants.Length, all.Length, count);
        ComparisonDisplay display = new(call.People, variants.Length * all.Length * count);
        Comparison comparison = OnCluster(call, cluster, runner => UsageException.Checked(() => Comparison.Of(table, targets, [.. variants.Select(variant => variant with { Options = variant.Options with { Runner = runner } })], all, count, call.Value(score), display, call.Cancellation)));

        ComparisonResults results = new(comparison, [.. variations.Select(variation => variation.Name)], values, call.Value(sort), table, plan);
        string? page = report.Write(call, _ => results.Page(all));
        call.Respond(() => [results.Document(all, page)], screen =>
        {
            results.Write(screen);
            screen.Fact("report", page);
        });
        return report.Ended(call, comparison.Best is not null ? ExitCode.Ok
            : comparison.Results.SelectMany(result => result.Runs).Any(run => run.Failure is TrainingFailedException) ? ExitCode.TrainingFailed
            : ExitCode.Usage);
    }

    /// <summary>The plan of the first variant whose options fit each other; the data is the same for all.</summary>
    private static TablePlan FirstUsable(Table table, IReadOnlyList<string> targets, Variant[] variants, ulong seed)
    {
        // An error in the table itself is no error of a variant.
        _ = Schema.Infer(table, targets, variants[0].Options.Schema);
        Exception? last = null;
        foreach (Variant variant in variants)
        {
            try
            {
                return TableTrainer.Prepare(table, targets, variant.Options with { Seed = seed });
            }
            catch (Exception fault) when (fault is ArgumentException or DataException)
            {
                // It is listed as a failed variant; another one may be usable.
                last = fault;
            }
        }

        throw new UsageException(variants.Length == 1 ? RemedyText.Of(last!) : $"No variant can be trained. {variants[^1].Name}: {RemedyText.Of(last!)}", last!);
    }

    private static void WritePlan(Screen screen, Table table, TablePlan plan, int variants, int seeds, int folds)
    {
        Decisions.WriteTask(screen, table, plan.Schema);
        screen.Fact("rows", $"{plan.TrainRows + plan.ValidationRows:#,0} in {folds} folds (--cv){(plan.TestRows > 0 ? $"; {plan.TestRows:#,0} test rows judge the best variant alone (--test-fraction)" : "")}");
        screen.Fact("quantiles", plan.Quantiles is { } levels ? string.Join(", ", levels) : null);
        screen.Fact("trainings", $"{Wording.Count(variants, "variant")} × {folds} folds × {Wording.Count(seeds, "seed")}");
        Decisions.WriteNotices(screen, plan.Notices.Where(notice => notice.Severity == Severity.Warning));
        screen.Line();
    }
}
