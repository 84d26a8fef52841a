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
internal sealed class ComparisonResults(Comparison comparison, IReadOnlyList<string> names, IReadOnlyList<string[]> values, bool isSorted)
{
    private const int WidestPlot = 100;

    /// <summary>Which label a binary task is scored for.</summary>
    public BinaryDecision? Decision { get; init; }

    /// <summary>The variants in the order in which they are shown; those that never trained last when sorted.</summary>
    private readonly IReadOnlyList<VariantResult> shown = isSorted ? [.. comparison.Ranking, .. comparison.Results.Except(comparison.Ranking)] : comparison.Results;

    private bool AreSeveral => comparison.Results[0].Runs.Count > 1;

    /// <summary>The scores worth a column: how often right and how sure, or how far off.</summary>
    private string[] Main => [.. (comparison.Metrics.Any(metric => metric is RocAuc)
        ? [new Accuracy(), new F1(), new LogLoss()]
        : comparison.Metrics.Take(3)).Select(StandardMetrics.Key).Prepend(comparison.Score).Distinct(StringComparer.Ordinal)];

    private bool IsValidated => comparison.Results.SelectMany(result => result.Runs).SelectMany(run => run.Epochs).Any(epoch => epoch.ValidationLoss is not null);

    // Below a second the start of the program is much of the time, which the first variants pay for all.
    private bool IsTimed => comparison.Results.Any(result => result.Seconds >= 1);

    /// <summary>The heads of the columns behind the scores.</summary>
    private string[] Course(string epoch) => [epoch, .. IsTimed ? ["seconds"] : Array.Empty<string>()];

    private string LossName => $"{(IsValidated ? "validation" : "training")} loss{(AreSeveral ? string.Create(CultureInfo.InvariantCulture, $", seed {comparison.Results[0].Runs[0].Seed}") : "")}";

    /// <summary>The table, what failed, and the curves.</summary>
    public void Write(Screen screen)
    {
        screen.Heading($"Scores on rows that training never saw{(AreSeveral ? $", mean ± standard deviation over {comparison.Results[0].Runs.Count} seeds" : "")}{Judgement.Positive(Decision)}");
        string[] scores = Main;
        TextTable table = Table(scores);
        while (scores.Length > 1 && table.NaturalWidth > screen.Width)
        {
            scores = scores[..^1];
            table = Table(scores);
        }

        screen.Table(table);
        screen.Line(Verdict(), indent: 2);
        Judgement.WriteBaselines(screen, comparison.Baselines);
        screen.Notices(comparison.Notices);

        foreach (string failure in Failures())
        {
            screen.Line($"- {failure}", Ink.Yellow, indent: 2);
        }

        // Curves of trainings that all failed have little to show, and often nothing finite.
        if (comparison.Best is null)
        {
            return;
        }

        screen.Heading($"{char.ToUpperInvariant(LossName[0])}{LossName[1..]}, by epoch{(AreLossesMixed ? " (of different loss functions: only shapes compare)" : "")}");
        screen.Lines(CurvePlot.Lines(Curves(), "epoch", Math.Min(screen.Width, WidestPlot)));
    }

    /// <summary>Which one is the best, and whether the others are told from it.</summary>
    private string Verdict() => comparison.Best is not { } best ? "No variant could be trained."
        : $"* best by {StandardMetrics.NameOf(comparison.Score)}: {best.Variant.Name}" + (comparison.Results.Count == 1 ? ""
            : !AreSeveral ? "; a single seed does not tell a difference from chance (--seeds 5)"
            : comparison.NotSeparated.Count > 0 ? "; = : the difference to the best may be chance (paired t-test over the seeds, 5 %)"
            : $"; separated from all others by {best.Runs.Count} seeds (paired t-test, 5 %)");

    private char Mark(VariantResult result) => result == comparison.Best ? '*' : comparison.NotSeparated.Contains(result) ? '=' : ' ';

    /// <summary>What is written as JSON.</summary>
    public ComparisonDocument Document(Table table, TablePlan plan, IReadOnlyList<ulong> seeds, string? page) => new(
        table.Source, plan.Schema.TargetNames, Words.Of(plan.Schema.Task), new(plan.TrainRows, plan.ValidationRows, plan.TestRows), seeds, Decision?.PositiveLabel, Decision?.Threshold, names, comparison.Best?.Variant.Name,
        comparison.NotSeparated.Select(result => result.Variant.Name), EvaluationDocument.BaselinesOf(comparison.Baselines), NoticesDocument.Of(comparison.Notices).Notices,
        shown.Select(result => VariantDocument.Of(result, names, ValuesOf(result))), page);

    /// <summary>The page.</summary>
    public ComparisonReport Page(Table table, TablePlan plan, IReadOnlyList<ulong> seeds) => new()
    {
        Title = $"{string.Join(" × ", names)}: {string.Join(", ", plan.Schema.TargetNames)} from {table.Source}",
        Created = DateTimeOffset.UtcNow,
        Results = PageTable(Main, Course(IsValidated ? "best epoch" : "last epoch")),
        Scores = PageTable([.. comparison.Results.SelectMany(result => result.Scores.Keys).Distinct(StringComparer.Ordinal)], []),
        Curves = Curves(),
        Loss = LossName,
        Notices = [.. comparison.Notices, .. Failures().Select(failure => Notice.Warning(failure)),
            .. AreLossesMixed ? [Notice.Information("The curves are of different loss functions: only their shapes compare.")] : Array.Empty<Notice>()],
        Facts =
        [
            new("Data", $"{table.Source}, {Data.Wording.Count(table.Rows, "row")}, {Data.Wording.Count(table.Columns.Count, "column")}"),
            new("Task", $"{Words.Of(plan.Schema.Task)}: {plan.Schema.TaskReason}"),
            new("Rows", string.Create(CultureInfo.InvariantCulture, $"{plan.TrainRows:#,0} for training, {plan.ValidationRows:#,0} for validation, {plan.TestRows:#,0} for the scores; the same for all variants")),
            new("Seeds", $"{string.Join(", ", seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture)))}{(AreSeveral ? "; sd is the standard deviation over them" : "")}"),
            .. Decision is { } decision ? [new("Positive class", decision.PositiveLabel)] : Array.Empty<LabelValue>(),
            new("Best", comparison.Best is { } best ? $"{best.Variant.Name}, by {StandardMetrics.NameOf(comparison.Score)}{(comparison.NotSeparated.Count > 0 ? "; = : the difference to the best may be chance (paired t-test over the seeds, 5 %)" : "")}; as the best of {comparison.Results.Count}, expect slightly worse scores on new rows" : "none could be trained"),
            new("Version", Tool.Version),
        ],
    };

    private ComparisonTable PageTable(string[] scores, string[] course) => new(
        [.. names, .. scores.Select(metric => AreSeveral ? $"{StandardMetrics.NameOf(metric)} ± sd" : StandardMetrics.NameOf(metric)), .. course],
        [.. shown.Select(result => (string[])[.. ValuesOf(result)[..^1], $"{ValuesOf(result)[^1]}{(result == comparison.Best ? " ★" : Mark(result) == '=' ? " =" : "")}", .. Cells(result, scores)[..(scores.Length + course.Length)]]),
            .. comparison.Baselines.Select(baseline => (string[])[.. Named(baseline), .. Cells(baseline, scores), .. course.Select(_ => "–")])],
        names.Count);

    private bool AreLossesMixed => comparison.Results.Select(result => result.Variant.Options.Loss).Distinct().Count() > 1;

    private string[] ValuesOf(VariantResult result) => values[comparison.Results.Index().First(pair => ReferenceEquals(pair.Item, result)).Index];

    private TextTable Table(string[] scores)
    {
        string[] course = Course("epoch");
        TextTable table = new(["", .. names, .. scores.Select(StandardMetrics.NameOf), .. course]) { Numbers = Enumerable.Range(names.Count + 1, scores.Length + course.Length).ToHashSet() };
        for (int i = 0; i < shown.Count; i++)
        {
            table.Add([$"{Mark(shown[i])} {CurvePlot.Sign(i)}", .. ValuesOf(shown[i]), .. Cells(shown[i], scores)]);
        }

        foreach (Baseline baseline in comparison.Baselines)
        {
            table.Add(["", .. Named(baseline), .. Cells(baseline, scores), .. course.Select(_ => "–")]);
        }

        return table;
    }

    /// <summary>A baseline in the columns of the options.</summary>
    private string[] Named(Baseline baseline) => [Words.Of(baseline), .. names.Skip(1).Select(_ => "")];

    private static string[] Cells(Baseline baseline, string[] scores) => [.. scores.Select(name => baseline.Scores.TryGetValue(name, out double value) ? Judgement.Number(name, value) : "–")];

    private string[] Cells(VariantResult result, string[] scores)
    {
        int failed = result.Runs.Count - result.Trained.Count();
        string[] cells = [.. scores.Select(name => !result.Scores.TryGetValue(name, out (double Mean, double Deviation) score) ? "–"
            : AreSeveral ? Fixed.Beside(Judgement.Number(name, score.Mean), score.Deviation)
            : Judgement.Number(name, score.Mean))];
        if (failed > 0 && cells.Length > 0)
        {
            cells[0] = failed == result.Runs.Count ? "failed" : string.Create(CultureInfo.InvariantCulture, $"{cells[0]} ({failed} failed)");
        }

        return [.. cells, Rounded(result.BestEpoch, "0"), .. IsTimed ? [Rounded(result.Seconds, "0.00")] : Array.Empty<string>()];
    }

    private static string Rounded(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";

    // Losses of different functions may be far apart without any of them having left.
    private IReadOnlyList<Curve> Curves() => AreLossesMixed ? Courses() : Curve.Cropped(Courses());

    private Curve[] Courses() => [.. shown.Select(result => new Curve(result.Variant.Name, [.. result.Runs[0].Epochs.Select(epoch => ((double)epoch.Epoch, IsValidated ? epoch.ValidationLoss ?? double.NaN : epoch.Loss))]))];

    /// <summary>What failed, one line per variant; --json has every message in full.</summary>
    private IEnumerable<string> Failures()
    {
        foreach (VariantResult result in shown)
        {
            VariantRun[] failed = [.. result.Runs.Where(run => run.Failure is not null)];
            if (failed.Length > 0)
            {
                string seeds = AreSeveral ? string.Create(CultureInfo.InvariantCulture, $", {failed.Length} of {result.Runs.Count} seeds") : "";
                yield return $"{result.Variant.Name}{seeds}: " + failed[0].Failure switch
                {
                    TrainingFailedException diverged => string.Create(CultureInfo.InvariantCulture, $"the loss became infinite or NaN in epoch {diverged.Epoch}, batch {diverged.Batch}"),
                    { } other => RemedyText.Of(other),
                    null => "",
                };
            }
        }
    }
}
