using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>How well one class is told from the others.</summary>
internal sealed record ClassRow(string Label, double Precision, double Recall, double F1, double Rows, double Predicted);

/// <summary>How often one class was taken for another, of how many of its rows.</summary>
internal sealed record PairRow(string Actual, string Predicted, double Rows, double Of);

/// <summary>A curve over thresholds, with its area in its name.</summary>
internal sealed record ThresholdCurve(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>The sections of a report about classes: a table of them, the commonest mistakes, and the curves over thresholds.</summary>
internal static class ClassSections
{
    // A page needs no more lines of a table, and no more points of a curve, than somebody can see.
    private const int MostRows = 500, MostPoints = 400;
    private const double Width = 460;

    /// <summary>The sections for which there is content.</summary>
    public static void Append(StringBuilder page, RunReport report)
    {
        if (report.Pairs.Count > 0)
        {
            HtmlReport.AppendSection(page, "Commonest mistakes", HtmlReport.Table(
                ["Actual", "Predicted", report.AreClassesWeighted ? "Weight" : "Rows", "Of"],
                report.Pairs.Select(pair => new[] { pair.Actual, pair.Predicted, Number(pair.Rows), Number(pair.Of) }),
                textColumns: 2));
        }

        if (report.Classes.Count > 0)
        {
            bool cut = report.Classes.Count > MostRows;
            IEnumerable<ClassRow> shown = cut ? report.Classes.Where(c => c.Rows > 0).OrderBy(c => c.F1).Take(MostRows) : report.Classes;
            HtmlReport.AppendSection(page, cut ? $"The {MostRows} of {Count(report.Classes.Count)} classes told worst" : "Classes", HtmlReport.Table(
                ["Class", "Precision", "Recall", "F1", report.AreClassesWeighted ? "Weight" : "Rows", "Predicted"],
                shown.Select(c => new[] { c.Label, Measure(c.Precision), Measure(c.Recall), Measure(c.F1), Number(c.Rows), Number(c.Predicted) }),
                textColumns: 1));
        }

        if (report.Roc.Count > 0)
        {
            HtmlReport.AppendSection(page, "Curves over all thresholds", $"""<div class="pair"><figure><h3>ROC</h3>{Chart("roc", "ROC curve", report.Roc, "false positive rate", "true positive rate")}</figure><figure><h3>Precision and recall</h3>{Chart("precision-recall", "Precision-recall curve", report.PrecisionRecall, "recall", "precision")}</figure></div>""");
        }
    }

    private static string Chart(string id, string title, IReadOnlyList<ThresholdCurve> curves, string across, string up) =>
        new LineChart(title, [.. curves.Select(curve => new Curve(curve.Name, Thinned(curve.Points)))], new Axis(0, 1), new Axis(0, 1))
        {
            Id = id,
            Width = Width,
            Description = string.Join("; ", curves.Select(curve => curve.Name)),
            Horizontal = across,
            Vertical = up,
        }.Render();

    private static IReadOnlyList<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> points) => points.Count <= MostPoints
        ? points
        : [.. Enumerable.Range(0, MostPoints).Select(i => points[(int)((long)i * (points.Count - 1) / (MostPoints - 1))])];
}
