using System.Globalization;
using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>Renders a report as one HTML page that needs nothing else: no script, no font, no picture from anywhere.</summary>
internal static class HtmlReport
{
    private const int Tiles = 4;

    /// <summary>The page. All text from the report is escaped, and the page itself forbids scripts.</summary>
    public static string Render(RunReport report)
    {
        StringBuilder page = new();
        AppendHead(page, $"Training report · {report.Task}", report.Title, report.Created);
        AppendList(page, "In short", report.Summary);
        ExplanationSections.AppendImportance(page, report.Explanation);
        AppendTiles(page, report);
        if (report.Fit is [{ Label: var label, Value: var verdict }, ..])
            page.Append($"<p class=\"verdict\"><b>{Escape(label)}</b> {Escape(verdict)}</p>\n");
        AppendNotices(page, report.Notices);
        ExplanationSections.Append(page, report.Explanation);
        AppendList(page, "Data and decisions", report.Facts);
        AppendNetwork(page, report);
        AppendLosses(page, report);
        AppendFit(page, report);
        AppendScores(page, report);
        AppendFolds(page, report.Folds);
        if (report.Confusion is { Labels.Count: > 0 } confusion)
            AppendSection(page, report.AreClassesWeighted ? "Confusion matrix (rows, without their weights)" : "Confusion matrix", $"""<figure class="scroll">{ConfusionChart.Render(confusion)}</figure>""");
        ClassSections.Append(page, report);
        AppendScatters(page, report.Scatters);
        AppendIntervals(page, report.Intervals);
        if (report.Errors.Count > 0)
            AppendSection(page, "Sizes of the errors", "<p>Quantiles of the absolute error: so many of the rows have no larger one.</p>" + Table(["Target", .. report.ErrorShares], report.Errors.Select(row => (string[])[row.Name, .. row.Sizes.Select(size => Measure(size))]), textColumns: 1));
        AppendList(page, "Settings", report.Settings);
        AppendFoot(page);
        return page.ToString();
    }

    /// <summary>Everything before the first section; the texts are escaped here.</summary>
    internal static void AppendHead(StringBuilder page, string eyebrow, string title, DateTimeOffset created) => page.Append($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Escape(title)}</title>
        <style>
        {ReportStyle.Sheet}
        </style>
        </head>
        <body>
        <main>
        <header>
        <p class="eyebrow">{Escape(eyebrow)}</p>
        <h1>{Escape(title)}</h1>
        <p class="eyebrow"><time datetime="{created.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)}">{created.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)}</time></p>
        </header>

        """);

    /// <summary>Everything after the last section.</summary>
    internal static void AppendFoot(StringBuilder page) => page.Append("<footer>Made by Descent.</footer>\n</main>\n</body>\n</html>\n");

    /// <summary>A titled section.</summary>
    internal static void AppendSection(StringBuilder page, string title, string content) =>
        page.Append($"<section>\n<h2>{title}</h2>\n{content}\n</section>\n");

    private static void AppendTiles(StringBuilder page, RunReport report)
    {
        if (report.Scores.Count == 0)
            return;
        page.Append("<dl class=\"tiles\">\n");
        foreach (Score score in report.Scores.Take(Tiles))
            page.Append($"<div><dt>{Escape(score.Name)}{(report.NewRows is null ? "" : ", new rows")}</dt><dd>{Measure(report.NewRows is int column ? score.Others![column] : score.Value)}{(score.Deviation is double deviation ? $" <small>± {Measure(deviation, 2)}</small>" : "")}</dd></div>\n");
        page.Append("</dl>\n");
    }

    /// <summary>Notices, each in a box of its own.</summary>
    internal static void AppendNotices(StringBuilder page, IReadOnlyList<PageNotice> notices)
    {
        foreach (PageNotice notice in notices)
        {
            (string kind, string word) = notice.Severity switch
            {
                NoticeSeverity.Error => ("error", "Error"),
                NoticeSeverity.Warning => ("warning", "Warning"),
                _ => ("information", "Note"),
            };
            string hint = notice.Hint is null ? "" : $"""<p class="hint">{Escape(notice.Hint)}</p>""";
            page.Append($"""<div class="notice {kind}" role="note"><p><b>{word}</b>{Escape(notice.Text)}</p>{hint}</div>{"\n"}""");
        }
    }

    /// <summary>Labels and values.</summary>
    internal static void AppendList(StringBuilder page, string title, IReadOnlyList<LabelValue> items)
    {
        if (items.Count > 0)
            AppendSection(page, title, List(items));
    }

    private static string List(IReadOnlyList<LabelValue> items) =>
        $"""<dl class="facts">{string.Concat(items.Select(item => $"<dt>{Escape(item.Label)}</dt><dd>{Escape(item.Value)}</dd>\n"))}</dl>""";

    private static void AppendNetwork(StringBuilder page, RunReport report)
    {
        if (report.Recipes.Count > 0)
        {
            AppendSection(page, "Networks", "<p>The model is the weighted mean of several networks. Each recipe was trained on several folds of the training rows; its loss is that on rows that its networks did not train on, and the weights were chosen on these rows. Epochs were chosen by these rows and by those of the other folds, so the losses may be a little too good; the scores below are not.</p>" + Table(["Recipe", "Loss", "Weight"], report.Recipes, textColumns: 1));
            return;
        }

        if (report.Layers.Count == 0 && report.Network.Count == 0)
            return;
        string drawing = report.Network.Count == 0 ? "" : $"""<figure class="scroll">{NetworkDrawing.Render(report.Network)}</figure>""";
        string table = report.Layers.Count == 0 ? "" : Table(
            ["Layer", "Shape", "Parameters"],
            report.Layers.Select(layer => new[] { layer.Name, layer.Shape, Count(layer.Parameters) }),
            textColumns: 2,
            $"""<tfoot><tr><td colspan="2">All layers</td><td class="number">{Count(report.Layers.Sum(layer => layer.Parameters))}</td></tr></tfoot>""");
        AppendSection(page, "Network", drawing + table);
    }

    private static void AppendLosses(StringBuilder page, RunReport report)
    {
        if (report.Losses.Count > 0)
            AppendSection(page, "Loss", $"<figure>{Charts.Losses(report.Losses, report.BestEpoch)}</figure>");
    }

    private static void AppendFit(StringBuilder page, RunReport report)
    {
        if (report.Fit.Count > 0)
            AppendSection(page, "Fit", List(report.Fit) + (report.FitNumbers.Count > 0 ? Table(["Measure", "Value", "Limit"], report.FitNumbers, textColumns: 3) : ""));
    }

    private static void AppendScores(StringBuilder page, RunReport report)
    {
        IReadOnlyList<Score> scores = report.Scores;
        if (scores.Count == 0)
            return;
        bool deviations = scores.Any(score => score.Deviation is not null);
        string remark = report.ScoreRemark is { } text ? $"<p>{Escape(text)}</p>" : "";
        AppendSection(page, "Scores", remark + Table(
            ["Metric", "Value", .. deviations ? ["± standard deviation over the folds"] : Array.Empty<string>(), .. report.OtherScores],
            scores.Select(score => (string[])
            [
                score.Name,
                Measure(score.Value),
                .. deviations ? [score.Deviation is double deviation ? Measure(deviation, 2) : ""] : Array.Empty<string>(),
                .. report.OtherScores.Select((_, i) => score.Others is { } others ? Measure(others[i]) : ""),
            ]),
            textColumns: 1));
    }

    private static void AppendFolds(StringBuilder page, FoldTable? folds)
    {
        if (folds is not null)
        {
            AppendSection(page, "Folds", Table(
                ["Fold", .. folds.Columns],
                folds.Rows.Select((row, index) => (string[])[Count(index + 1), .. row.Select(value => Measure(value))]),
                textColumns: 1));
        }
    }

    private static void AppendScatters(StringBuilder page, IReadOnlyList<ScatterSeries> scatters)
    {
        if (scatters.Count > 0)
        {
            AppendSection(page, "Predicted and actual", $"""<div class="pair">{string.Concat(scatters.Select(
                (series, index) => $"<figure><h3>{Escape(series.Name)}</h3>{AgreementChart.Scatter(series, index)}</figure>\n"))}</div>""");
        }
    }

    private static void AppendIntervals(StringBuilder page, IReadOnlyList<IntervalSeries> intervals)
    {
        if (intervals.Count > 0)
        {
            AppendSection(page, "Predicted intervals and actual values", $"""
                <p class="remark">A line reaches from the lowest to the highest predicted quantile of a row, with a dot at the median. It crosses the dashed diagonal if the actual value lies inside.</p>
                <div class="pair">{string.Concat(intervals.Select((series, index) => $"<figure><h3>{Escape(series.Name)}</h3>{IntervalChart.Render(series, index)}<p class=\"remark\">{Escape(IntervalChart.Caption(series))}</p></figure>\n"))}</div>
                """);
        }
    }

    /// <summary>A table whose first columns are texts and whose others are numbers.</summary>
    internal static string Table(IReadOnlyList<string> columns, IEnumerable<string[]> rows, int textColumns, string foot = "")
    {
        StringBuilder table = new("""<div class="scroll"><table><thead><tr>""");
        for (int i = 0; i < columns.Count; i++)
            table.Append($"""<th scope="col"{Kind(i, textColumns)}>{Escape(columns[i])}</th>""");
        table.Append("</tr></thead><tbody>\n");
        foreach (string[] row in rows)
            table.Append($"<tr>{string.Concat(row.Select((text, i) => $"<td{Kind(i, textColumns)}>{Escape(text)}</td>"))}</tr>\n");
        return table.Append($"</tbody>{foot}</table></div>").ToString();
    }

    private static string Kind(int column, int textColumns) => column < textColumns ? "" : " class=\"number\"";
}
