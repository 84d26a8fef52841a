namespace Descent.Cli.Verbs;

/// <summary>Writes a finished comparison as a table and a plot, as JSON, and as a page.</summary>
/// <param name="comparison">The comparison.</param>
/// <param name="names">The options that were varied.</param>
/// <param name="values">Their values, one row per variant.</param>
/// <param name="isSorted">Whether the best comes first.</param>
/// <param name="table">The table.</param>
/// <param name="plan">The plan of one variant, for what is the same for all.</param>
internal sealed class ComparisonResults(Comparison comparison, IReadOnlyList<string> names, IReadOnlyList<string[]> values, bool isSorted, Table table, TablePlan plan)
{
    private const int WidestPlot = 100;

    private const string Test = "paired t-test at 5 %, corrected for folds that share training rows";

    /// <summary>The variants in the order in which they are shown; when sorted, those that failed come last.</summary>
    private readonly IReadOnlyList<VariantResult> shown = isSorted ? [.. comparison.Ranking, .. comparison.Results.Except(comparison.Ranking)] : comparison.Results;

    private int Folds => comparison.Results[0].Runs.Max(run => run.Fold);

    private int Seeds => comparison.Results[0].Runs.Count / Folds;

    private string Repeats => $"{Folds} folds{(Seeds > 1 ? $" with {Seeds} seeds" : "")}";

    /// <summary>The scores that are shown: how often predictions are right and how sure they are, or how large errors are.</summary>
    private string[] Main => [.. (comparison.Metrics.Any(metric => metric is RocAuc)
        ? [new Accuracy(), new F1(), new LogLoss()]
        : comparison.Metrics.Take(3)).Select(StandardMetrics.Key).Prepend(comparison.Score).Distinct(StringComparer.Ordinal)];

    private bool IsValidated => comparison.Results.SelectMany(result => result.Runs).SelectMany(run => run.Epochs).Any(epoch => epoch.ValidationLoss is not null);

    // Below a second, much of the time is the start of the program, which counts for the first variants.
    private bool IsTimed => comparison.Results.Any(result => result.Seconds >= 1);

    /// <summary>The headers of the columns after the scores.</summary>
    private string[] Course(string epoch) => IsTimed ? [epoch, "seconds"] : [epoch];

    private string LossName => $"{(IsValidated ? "validation" : "training")} loss, fold 1{(Seeds > 1 ? $", seed {comparison.Results[0].Runs[0].Seed}" : "")}";

    /// <summary>The table, what failed, and the curves.</summary>
    public void Write(Screen screen)
    {
        screen.Heading($"Scores on rows that training never saw, mean ± standard deviation over {Repeats}{Judgement.Positive(plan.Decision)}");
        screen.Table(Table(Main));
        screen.Line(Verdict(), indent: 2);
        screen.Line(comparison.Winner is { } winner ? Tested(winner) : null, indent: 2);
        Judgement.WriteBaselines(screen, comparison.Baselines);
        screen.Notices(comparison.Notices);

        screen.Lines(Failures().Select(failure => $"- {failure}"), Ink.Yellow, indent: 2);
        // If all trainings failed, their curves are short and often not finite.
        if (comparison.Best is not null)
        {
            screen.Heading($"{FitText.Capital(LossName)}, by epoch{(AreLossesMixed ? " (of different loss functions: only shapes compare)" : "")}");
            screen.Lines(CurvePlot.Lines(Curves(), "epoch", Math.Min(screen.Width, WidestPlot)));
        }
    }

    /// <summary>Which variant is the best, and whether its difference to the others is significant.</summary>
    private string Verdict() => comparison.Best is not { } best ? "No variant could be trained."
        : $"* best by {StandardMetrics.NameOf(comparison.Score)}{(comparison.IsImbalanced ? $", because a variant weights the classes or moves the threshold, and the most frequent class has {Fixed.Number(comparison.Imbalance, 3)} times as many rows as the rarest one (3 or more)" : "")}: {best.Variant.Name}" + (comparison.Ranking.Count == 1 ? ""
            : comparison.NotSeparated.Count > 0 ? $"; no clear winner: the difference of those marked = to the best may be chance ({Test})"
            : $"; a clear winner ({Test})");

    /// <summary>The scores of the best variant on the test rows.</summary>
    private string Tested(TableTraining winner) =>
        $"{comparison.Best!.Variant.Name}, trained on all folds, on {Data.Wording.Count(winner.TestRows, "test row")} that chose nothing: " +
        string.Join(", ", Main.Where(winner.Evaluation!.Scores.ContainsKey).Select(name => $"{StandardMetrics.NameOf(name)} {Judgement.Number(name, winner.Evaluation.Scores[name])}"));

    private char Mark(VariantResult result) => result == comparison.Best ? '*' : comparison.NotSeparated.Contains(result) ? '=' : ' ';

    public ComparisonDocument Document(IReadOnlyList<ulong> seeds, string? page) => new(
        table.Source, plan.Schema.TargetNames, Words.Of(plan.Schema.Task), new(plan.TrainRows, plan.ValidationRows, plan.TestRows), Folds, seeds, plan.Decision?.PositiveLabel, plan.Decision?.Threshold,
        names, comparison.Best?.Variant.Name, comparison.NotSeparated.Select(result => result.Variant.Name), EvaluationDocument.BaselinesOf(comparison.Baselines),
        NoticesDocument.Of(comparison.Notices).Notices, shown.Select(result => VariantDocument.Of(result, comparison, names, ValuesOf(result))), comparison.Winner?.Evaluation!.Scores, page);

    public string Page(IReadOnlyList<ulong> seeds)
    {
        Page page = new("Comparison", $"{string.Join(" × ", names)}: {string.Join(", ", plan.Schema.TargetNames)} from {table.Source}", DateTimeOffset.UtcNow);
        page.Notices(
        [
            .. comparison.Notices, .. Failures().Select(failure => Notice.Warning(failure)),
            .. AreLossesMixed ? [Notice.Information("The curves are of different loss functions: only their shapes compare.")] : Array.Empty<Notice>(),
        ]);
        page.Section("Results", PageTable(Main, Course(IsValidated ? "best epoch" : "last epoch")));
        page.Section(FitText.Capital(LossName), $"<figure>{Charts.Courses(Curves(), "epoch", LossName)}</figure>");
        page.Section("All scores", PageTable([.. comparison.Results.SelectMany(result => result.Scores.Keys).Distinct(StringComparer.Ordinal)], []));
        page.Section("Data and settings", Reports.Page.List(
        [
            new("Data", $"{table.Source}, {Data.Wording.Count(table.Rows, "row")}, {Data.Wording.Count(table.Columns.Count, "column")}"),
            new("Task", $"{Words.Of(plan.Schema.Task)}: {plan.Schema.TaskReason}"),
            new("Rows", $"{plan.TrainRows + plan.ValidationRows:#,0} in {Folds} folds, the same for all variants"),
            new("Seeds", $"{string.Join(", ", seeds)}; sd is the standard deviation over {Repeats}"),
            .. plan.Decision is { } decision ? [new("Positive class", decision.PositiveLabel)] : Array.Empty<LabelValue>(),
            new("Best", comparison.Best is null ? "none could be trained" : $"{Verdict()[2..]}; as the best of {comparison.Results.Count}, expect slightly worse scores on new rows"),
            .. comparison.Winner is { } winner ? [new("Test", Tested(winner))] : Array.Empty<LabelValue>(),
            new("Version", Tool.Version),
        ]));
        return page.ToString();
    }

    // Names stay whole: a wide table scrolls instead.
    private string PageTable(string[] scores, string[] course) => $"""<div class="compared">{Reports.Page.Table(
        [.. names, .. scores.Select(metric => $"{StandardMetrics.NameOf(metric)} ± sd"), .. course],
        [
            .. shown.Select(result => (string[])
                [.. ValuesOf(result)[..^1], $"{ValuesOf(result)[^1]}{(result == comparison.Best ? " ★" : Mark(result) == '=' ? " =" : "")}", .. Cells(result, scores)[..(scores.Length + course.Length)]]),
            .. comparison.Baselines.Select(baseline => Row(baseline, scores, course)),
        ],
        names.Count)}</div>""";

    private bool AreLossesMixed => comparison.Results.Select(result => result.Variant.Options.Loss).Distinct().Count() > 1;

    private string[] ValuesOf(VariantResult result) => values[comparison.Results.Index().First(pair => ReferenceEquals(pair.Item, result)).Index];

    private TextTable Table(string[] scores) => TextTable.Of(
        ["", .. names, .. scores.Select(StandardMetrics.NameOf), .. Course("epoch")],
        [
            .. shown.Select((result, i) => (string[])[$"{Mark(result)} {CurvePlot.Sign(i)}", .. ValuesOf(result), .. Cells(result, scores)]),
            .. comparison.Baselines.Select(baseline => (string[])["", .. Row(baseline, scores, Course("epoch"))]),
        ],
        (names.Count + 1)..);

    /// <summary>A baseline, named in the columns of the options.</summary>
    private string[] Row(Baseline baseline, string[] scores, string[] course) =>
    [
        Words.Of(baseline), .. names.Skip(1).Select(_ => ""),
        .. scores.Select(name => baseline.Scores.TryGetValue(name, out double value) ? Judgement.Number(name, value) : "–"), .. course.Select(_ => "–"),
    ];

    private string[] Cells(VariantResult result, string[] scores)
    {
        int failed = result.Runs.Count - result.Trained.Count();
        string[] cells = [.. scores.Select(name => !result.Scores.TryGetValue(name, out (double Mean, double Deviation) score) ? "–"
            : Fixed.Beside(Judgement.Number(name, score.Mean), score.Deviation))];
        if (failed > 0 && cells.Length > 0)
        {
            cells[0] = failed == result.Runs.Count ? "failed" : $"{cells[0]} ({failed} failed)";
        }

        return [.. cells, Rounded(result.BestEpoch, "0"), .. IsTimed ? [Rounded(result.Seconds, "0.00")] : Array.Empty<string>()];
    }

    private static string Rounded(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";

    // Losses of different functions may be far apart although none diverged.
    private IReadOnlyList<Curve> Curves() => AreLossesMixed ? Courses() : Curve.Cropped(Courses());

    private Curve[] Courses() =>
        [.. shown.Select(result => new Curve(result.Variant.Name, [.. result.Runs[0].Epochs.Select(epoch => ((double)epoch.Epoch, IsValidated ? epoch.ValidationLoss ?? double.NaN : epoch.Loss))]))];

    /// <summary>What failed, one line per variant; --json has all messages.</summary>
    private IEnumerable<string> Failures()
    {
        if (comparison.WinnerFailure is { } reason)
        {
            yield return $"{comparison.Best!.Variant.Name} on the test rows: {RemedyText.Of(reason)}";
        }

        foreach (VariantResult result in shown)
        {
            VariantRun[] failed = [.. result.Runs.Where(run => run.Failure is not null)];
            if (failed.Length > 0)
            {
                yield return $"{result.Variant.Name}{(failed.Length < result.Runs.Count ? $", {failed.Length} of {result.Runs.Count} trainings" : "")}: " + (failed[0].Failure is TrainingFailedException diverged
                    ? $"the loss became infinite or NaN in epoch {diverged.Epoch}, batch {diverged.Batch}"
                    : RemedyText.Of(failed[0].Failure!));
            }
        }
    }
}
