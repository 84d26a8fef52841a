namespace Descent.Cli.Runs;

internal static class ClassesOf
{
    private const int MostCurves = 8;

    /// <summary>The report with the classes, and the confusion matrix or, of many classes, the most frequent mistakes.</summary>
    public static RunReport With(RunReport report, TableEvaluation? evaluation)
    {
        if (evaluation is null)
        {
            return report;
        }

        bool many = ManyClasses.Are(evaluation);
        IReadOnlyList<string> names = evaluation.ClassNames;
        string[] columns = Columns(evaluation);
        return report with
        {
            Classes = [.. evaluation.Classes.Select(c => c with { Label = Words.Of(evaluation, c) })],
            AreClassesWeighted = evaluation.IsWeighted,
            Confusion = evaluation.ConfusionByRows is { } counts && !many ? ReportOf.Confusion(counts, names) : null,
            Pairs = evaluation.Confusion is { } all && many ? ManyClasses.WorstPairs(all, names) : [],
            ThresholdHeads = ThresholdRows.Heads(evaluation),
            Thresholds = ThresholdRows.Of(evaluation),
            Roc = [.. columns.Select((name, column) => new Curve(name, [.. RocCurve.Of(evaluation.Outcome, column).Select(point => (point.FalsePositiveRate, point.TruePositiveRate))]))],
            PrecisionRecall = [.. columns.Select((name, column) => new Curve(name, [.. PrecisionRecallCurve.Of(evaluation.Outcome, column).Select(point => (point.Recall, point.Precision))]))],
        };
    }

    /// <summary>The columns with curves: that of the positive class, or those of a few classes or targets.</summary>
    private static string[] Columns(TableEvaluation evaluation) => evaluation.Outcome switch
    {
        { Form: OutcomeForm.Regression or OutcomeForm.Counts } or { IsUsable: false } or { Columns: > MostCurves } => [],
        { Form: OutcomeForm.Binary } => [evaluation.Decision!.PositiveLabel],
        { Form: OutcomeForm.Multiclass } outcome => [.. evaluation.ClassNames.Take(outcome.Columns)],
        _ => [.. evaluation.Classes.Select(c => Words.Of(evaluation, c))],
    };
}
