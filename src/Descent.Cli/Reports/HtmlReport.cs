using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.Page;

namespace Descent.Cli.Reports;

internal static class HtmlReport
{
    private const int Tiles = 4;

    // If errors have costs, their mean is the first of the tiles.
    private static readonly string s_meanCost = StandardMetrics.NameOf("meanCost");

    // A page needs no more rows of a table than somebody reads.
    private const int MostClasses = 500;

    private const string ThresholdRemark =
        "What the same probabilities would lead to at other thresholds, on these rows. A threshold chosen from this table is the best of many and looks better here than on other rows; --threshold METRIC chooses it by training rows instead.";

    private const string RecipesRemark =
        "The model is the weighted mean of several networks. Each recipe was trained on several folds of the training rows. Its loss is "
        + "that on rows that its networks did not train on, and the weights were chosen on these rows. Epochs were chosen by these rows "
        + "and by those of the other folds, so the losses may be slightly too good; the scores below are not.";

    private const string IntervalsRemark =
        "A line reaches from the lowest to the highest predicted quantile of a row, with a dot at the median. It crosses the dashed "
        + "diagonal if the actual value lies inside.";

    public static string Render(RunReport report)
    {
        Page page = new($"Training report · {report.Task}", report.Title, report.Created);
        page.Section("In short", List(report.Summary));
        if (report.Explanation is { Bars.Count: > 0 } part)
        {
            page.Section("What matters", $"<figure>{ImportanceChart.Render(part.Bars, part.Measure)}</figure>{string.Concat(part.Remarks.Select(Remark))}");
        }

        AppendTiles(page, report);
        page.Notices(report.Notices);
        ExplanationSections.Append(page, report.Explanation);
        page.Section("Data and decisions", List(report.Facts));
        AppendNetwork(page, report);
        page.Section("Loss", report.Losses.Count > 0 ? $"<figure>{Charts.Losses(report.Losses, report.BestEpoch)}</figure>" : "");
        page.Section("Fit", List(report.Fit) + Table(["Measure", "Value", "Limit"], report.FitNumbers, texts: 3));
        DoctorSection.Append(page, report.Findings);
        page.Section("Scores", report.ScoreRemark is { } remark ? $"<p>{Escape(remark)}</p>{Scores(report)}" : Scores(report));
        page.Section("Folds", report.Folds is not { } folds ? "" : Table(
            ["Fold", .. folds.Columns], folds.Rows.Select((row, i) => (string[])[Count(i + 1), .. row.Select(value => Measure(value))])));
        AppendClasses(page, report);
        page.Section("Predicted and actual", Figures(report.Scatters.Select((series, i) => (series.Name, AgreementChart.Scatter(series, i)))));
        page.Section("Predicted intervals and actual values", report.Intervals.Count == 0 ? "" : Remark(IntervalsRemark)
            + Figures(report.Intervals.Select((series, i) => (series.Name, AgreementChart.Intervals(series, i) + Remark(AgreementChart.Caption(series))))));
        page.Section("Sizes of the errors", report.Errors.Count == 0 ? "" :
            "<p>Quantiles of the absolute error: so many of the rows have no larger one.</p>"
            + Table(["Target", .. report.ErrorShares], report.Errors.Select(row => (string[])[row.Target, .. row.Sizes.Select(size => Measure(size))])));
        page.Section("Settings", List(report.Settings));
        return page.ToString();
    }

    private static void AppendTiles(Page page, RunReport report)
    {
        if (report.Scores.Count > 0)
        {
            page.Append($"<dl class=\"tiles\">\n{string.Concat(report.Scores.OrderByDescending(score => score.Name == s_meanCost).Take(Tiles).Select(Tile))}</dl>\n");
        }

        if (report.Fit is [{ Label: var label, Value: var verdict }, ..])
        {
            page.Append($"<p class=\"verdict\"><b>{Escape(label)}</b> {Escape(verdict)}</p>\n");
        }

        string Tile(Score score)
        {
            (string name, double value) = report.NewRows is int column ? ($"{score.Name}, new rows", score.Others![column]) : (score.Name, score.Value);
            string deviation = score.Deviation is double spread ? $" <small>± {Measure(spread, 2)}</small>" : "";
            return $"<div><dt>{Escape(name)}</dt><dd>{Measure(value)}{deviation}</dd></div>\n";
        }
    }

    private static void AppendNetwork(Page page, RunReport report)
    {
        page.Section("Networks", report.Recipes.Count == 0 ? "" : $"<p>{RecipesRemark}</p>{Table(["Recipe", "Loss", "Weight"], report.Recipes)}");
        page.Section("Networks", report.Members.Count == 0 ? "" : $"<p>{Escape(report.MembersRemark)}</p>{Table(report.MemberHeads, report.Members)}");
        string drawing = report.Network.Count == 0 ? "" : $"""<figure class="scroll">{NetworkDrawing.Render(report.Network)}</figure>""";
        LayerRow[] layers = report.Layers.Count == 0 ? [] : [.. report.Layers, new("All layers", "", report.Layers.Sum(layer => layer.Parameters))];
        page.Section("Network", drawing + Table(
            ["Layer", "Shape", "Parameters"], layers.Select(layer => (string[])[layer.Name, layer.Shape, Count(layer.Parameters)]), texts: 2, hasTotals: true));
    }

    /// <summary>The area of each curve, by the sum over its parts.</summary>
    private static string Areas(string what, IReadOnlyList<Curve> curves, Func<(double X, double Y), (double X, double Y), double> area)
    {
        IEnumerable<string> areas = curves.Select(curve => $"{(curves.Count > 1 ? $"{curve.Name} " : "")}{Measure(curve.Points.Zip(curve.Points.Skip(1), area).Sum())}");
        return $"{what}: {string.Join(", ", areas)}.";
    }

    private static string Scores(RunReport report)
    {
        bool hasDeviations = report.Scores.Any(score => score.Deviation is not null);
        string[] deviations = hasDeviations ? ["± standard deviation over the folds"] : [];
        return Table(["Metric", "Value", .. deviations, .. report.OtherScores], report.Scores.Select(score => (string[])
        [
            score.Name,
            Measure(score.Value),
            .. deviations.Select(_ => score.Deviation is double deviation ? Measure(deviation, 2) : ""),
            .. report.OtherScores.Select((_, i) => score.Others is { } others ? Measure(others[i]) : ""),
        ]));
    }

    /// <summary>The confusion matrix or, of many classes, the most frequent mistakes; a table of the classes; the curves over thresholds.</summary>
    private static void AppendClasses(Page page, RunReport report)
    {
        if (report.Confusion is { Labels.Count: > 0 } confusion)
        {
            string title = report.AreClassesWeighted ? "Confusion matrix (rows, without their weights)" : "Confusion matrix";
            page.Section(title, $"""<figure class="scroll">{ConfusionChart.Render(confusion)}</figure>""");
        }

        string rows = report.AreClassesWeighted ? "Weight" : "Rows";
        page.Section("Most frequent mistakes", Table(
            ["Actual", "Predicted", rows, "Of"],
            report.Pairs.Select(pair => (string[])[pair.Actual, pair.Predicted, Number(pair.Rows), Number(pair.Of)]),
            texts: 2));

        bool areCut = report.Classes.Count > MostClasses;
        IEnumerable<ClassReport> shown = areCut ? report.Classes.Where(c => c.Rows > 0).OrderBy(c => c.F1).Take(MostClasses) : report.Classes;
        page.Section(areCut ? $"The {MostClasses} of {Count(report.Classes.Count)} classes with the lowest F1" : "Classes", Table(
            ["Class", "Precision", "Recall", "F1", rows, "Predicted"],
            shown.Select(c => (string[])[c.Label, Measure(c.Precision), Measure(c.Recall), Measure(c.F1), Number(c.Rows), Number(c.Predicted)])));
        page.Section("Curves over all thresholds", report.Roc.Count == 0 ? "" : Figures(
        [
            ("ROC", Charts.Thresholds("roc", "ROC curve", report.Roc, "false positive rate", "true positive rate") + Remark(Areas("Area under the curve (roc_auc)", report.Roc, (from, to) => (to.X - from.X) * (from.Y + to.Y) / 2))),
            ("Precision and recall", Charts.Thresholds("precision-recall", "Precision-recall curve", report.PrecisionRecall, "recall", "precision") + Remark(Areas("Mean precision over the recall (pr_auc)", report.PrecisionRecall, (from, to) => (to.X - from.X) * to.Y))),
        ]));
        page.Section("Other thresholds", report.Thresholds.Count == 0 ? "" : $"<div class=\"scroll\">{Table(report.ThresholdHeads, report.Thresholds)}</div>{Remark(ThresholdRemark)}");
    }
}
