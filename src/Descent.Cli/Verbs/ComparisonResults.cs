using System.Globalization;
using Descent.Cli.Documents;
using Descent.Cli.Reports;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

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

    private const string MayBeChance = "; = : the difference to the best may be chance (paired t-test over the seeds, 5 %)";

    /// <summary>The variants in the order in which they are shown; when sorted, those that failed come last.</summary>
    private readonly IReadOnlyList<VariantResult> shown = isSorted ? [.. comparison.Ranking, .. comparison.Results.Except(comparison.Ranking)] : comparison.Results;

    private bool AreSeveral => comparison.Results[0].Runs.Count > 1;

    /// <summary>The scores that are shown: how often predictions are right and how sure they are, or how large errors are.</summary>
    private string[] Main => [.. (comparison.Metrics.Any(metric => metric is RocAuc)
        ? [new Accuracy(), new F1(), new LogLoss()]
        : comparison.Metrics.Take(3)).Select(StandardMetrics.Key).Prepend(comparison.Score).Distinct(StringComparer.Ordinal)];

    private bool IsValidated => comparison.Results.SelectMany(result => result.Runs).SelectMany(run => run.Epochs).Any(epoch => epoch.ValidationLoss is not null);

    // Below a second, much of the time is the start of the program, which counts for the first variants.
    private bool IsTimed => comparison.Results.Any(result => result.Seconds >= 1);

    /// <summary>The headers of the columns after the scores.</summary>
    private string[] Course(string epoch) => IsTimed ? [epoch, "seconds"] : [epoch];

    private string LossName => $"{(IsValidated ? "validation" : "training")} loss{(AreSeveral ? $", seed {comparison.Results[0].Runs[0].Seed}" : "")}";

    /// <summary>The table, what failed, and the curves.</summary>
    public void Write(Screen screen)
    {
        screen.Heading($"Scores on rows that training never saw{(AreSeveral ? $", mean ± standard deviation over {comparison.Results[0].Runs.Count} seeds" : "")}{Judgement.Positive(plan.Decision)}");
        string[] scores = Main;
        TextTable text = Table(scores);
        while (scores.Length > 1 && text.NaturalWidth > screen.Width)
        {
            scores = scores[..^1];
            text = Table(scores);
        }

        screen.Table(text);
        screen.Line(Verdict(), indent: 2);
        Judgement.WriteBaselines(screen, comparison.Baselines);
        screen.Notices(comparison.Notices);

        foreach (string failure in Failures())
        {
            screen.Line($"- {failure}", Ink.Yellow, indent: 2);
        }

        // If all trainings failed, their curves are short and often not finite.
        if (comparison.Best is not null)
        {
            screen.Heading($"{FitText.Capital(LossName)}, by epoch{(AreLossesMixed ? " (of different loss functions: only shapes compare)" : "")}");
            screen.Lines(CurvePlot.Lines(Curves(), "epoch", Math.Min(screen.Width, WidestPlot)));
        }
    }

    /// <summary>Which variant is the best, and whether its difference to the others is significant.</summary>
    private string Verdict() => comparison.Best is not { } best ? "No variant could be trained."
        : $"* best by {StandardMetrics.NameOf(comparison.Score)}: {best.Variant.Name}" + (comparison.Results.Count == 1 ? ""
            : !AreSeveral ? "; a single seed does not tell a difference from chance (--seeds 5)"
            : comparison.NotSeparated.Count > 0 ? MayBeChance
            : $"; separated from all others by {best.Runs.Count} seeds (paired t-test, 5 %)");

    private char Mark(VariantResult result) => result == comparison.Best ? '*' : comparison.NotSeparated.Contains(result) ? '=' : ' ';

    /// <summary>The JSON document.</summary>
    public ComparisonDocument Document(IReadOnlyList<ulong> seeds, string? page) => new(
        table.Source, plan.Schema.TargetNames, Words.Of(plan.Schema.Task), new(plan.TrainRows, plan.ValidationRows, plan.TestRows), seeds, plan.Decision?.PositiveLabel, plan.Decision?.Threshold,
        names, comparison.Best?.Variant.Name, comparison.NotSeparated.Select(result => result.Variant.Name), EvaluationDocument.BaselinesOf(comparison.Baselines),
        NoticesDocument.Of(comparison.Notices).Notices, shown.Select(result => VariantDocument.Of(result, names, ValuesOf(result))), page);

    /// <summary>The page.</summary>
    public ComparisonReport Page(IReadOnlyList<ulong> seeds) => new()
    {
        Title = $"{string.Join(" × ", names)}: {string.Join(", ", plan.Schema.TargetNames)} from {table.Source}",
        Created = DateTimeOffset.UtcNow,
        Results = PageTable(Main, Course(IsValidated ? "best epoch" : "last epoch")),
        Scores = PageTable([.. comparison.Results.SelectMany(result => result.Scores.Keys).Distinct(StringComparer.Ordinal)], []),
        Curves = Curves(),
        Loss = LossName,
        Notices =
        [
            .. comparison.Notices, .. Failures().Select(failure => Notice.Warning(failure)),
            .. AreLossesMixed ? [Notice.Information("The curves are of different loss functions: only their shapes compare.")] : Array.Empty<Notice>(),
        ],
        Facts =
        [
            new("Data", $"{table.Source}, {Data.Wording.Count(table.Rows, "row")}, {Data.Wording.Count(table.Columns.Count, "column")}"),
            new("Task", $"{Words.Of(plan.Schema.Task)}: {plan.Schema.TaskReason}"),
            new("Rows", $"{plan.TrainRows:#,0} for training, {plan.ValidationRows:#,0} for validation, {plan.TestRows:#,0} for the scores; the same for all variants"),
            new("Seeds", $"{string.Join(", ", seeds)}{(AreSeveral ? "; sd is the standard deviation over them" : "")}"),
            .. plan.Decision is { } decision ? [new("Positive class", decision.PositiveLabel)] : Array.Empty<LabelValue>(),
            new("Best", comparison.Best is not { } best ? "none could be trained"
                : $"{best.Variant.Name}, by {StandardMetrics.NameOf(comparison.Score)}{(comparison.NotSeparated.Count > 0 ? MayBeChance : "")}; as the best of {comparison.Results.Count}, expect slightly worse scores on new rows"),
            new("Version", Tool.Version),
        ],
    };

    private ComparisonTable PageTable(string[] scores, string[] course) => new(
        [.. names, .. scores.Select(metric => AreSeveral ? $"{StandardMetrics.NameOf(metric)} ± sd" : StandardMetrics.NameOf(metric)), .. course],
        [
            .. shown.Select(result => (string[])
                [.. ValuesOf(result)[..^1], $"{ValuesOf(result)[^1]}{(result == comparison.Best ? " ★" : Mark(result) == '=' ? " =" : "")}", .. Cells(result, scores)[..(scores.Length + course.Length)]]),
            .. comparison.Baselines.Select(baseline => Row(baseline, scores, course)),
        ],
        names.Count);

    private bool AreLossesMixed => comparison.Results.Select(result => result.Variant.Options.Loss).Distinct().Count() > 1;

    private string[] ValuesOf(VariantResult result) => values[comparison.Results.Index().First(pair => ReferenceEquals(pair.Item, result)).Index];

    private TextTable Table(string[] scores)
    {
        string[] course = Course("epoch");
        TextTable text = new(["", .. names, .. scores.Select(StandardMetrics.NameOf), .. course]) { Numbers = Enumerable.Range(names.Count + 1, scores.Length + course.Length).ToHashSet() };
        foreach ((int i, VariantResult result) in shown.Index())
        {
            text.Add([$"{Mark(result)} {CurvePlot.Sign(i)}", .. ValuesOf(result), .. Cells(result, scores)]);
        }

        foreach (Baseline baseline in comparison.Baselines)
        {
            text.Add(["", .. Row(baseline, scores, course)]);
        }

        return text;
    }

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
            : AreSeveral ? Fixed.Beside(Judgement.Number(name, score.Mean), score.Deviation)
            : Judgement.Number(name, score.Mean))];
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
        foreach (VariantResult result in shown)
        {
            VariantRun[] failed = [.. result.Runs.Where(run => run.Failure is not null)];
            if (failed.Length > 0)
            {
                yield return $"{result.Variant.Name}{(AreSeveral ? $", {failed.Length} of {result.Runs.Count} seeds" : "")}: " + (failed[0].Failure is TrainingFailedException diverged
                    ? $"the loss became infinite or NaN in epoch {diverged.Epoch}, batch {diverged.Batch}"
                    : RemedyText.Of(failed[0].Failure!));
            }
        }
    }
}
