using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>A comparison in plain values: no part of the page looks anywhere else.</summary>
internal sealed record ComparisonReport
{
    /// <summary>What was compared.</summary>
    public required string Title { get; init; }

    /// <summary>When the page was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The data and how it was used.</summary>
    public IReadOnlyList<LabelValue> Facts { get; init; } = [];

    /// <summary>What went wrong, and what to mind.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The columns of the table.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>How many of them are texts.</summary>
    public required int TextColumns { get; init; }

    /// <summary>One row per variant.</summary>
    public required IReadOnlyList<string[]> Rows { get; init; }

    /// <summary>One curve per variant.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>What the curves show.</summary>
    public required string Loss { get; init; }
}

/// <summary>Renders a comparison as one HTML page that needs nothing else.</summary>
internal static class ComparisonPage
{
    /// <summary>The page; all texts are escaped.</summary>
    public static string Render(ComparisonReport report)
    {
        StringBuilder page = new();
        HtmlReport.AppendHead(page, "Comparison", report.Title, report.Created);
        HtmlReport.AppendNotices(page, report.Notices);
        HtmlReport.AppendSection(page, "Results", HtmlReport.Table(report.Columns, report.Rows, report.TextColumns));
        HtmlReport.AppendSection(page, Escape(char.ToUpperInvariant(report.Loss[0]) + report.Loss[1..]), $"<figure>{CurveChart.Render(report.Curves, "epoch", report.Loss)}</figure>");
        HtmlReport.AppendList(page, "Data and settings", report.Facts);
        HtmlReport.AppendFoot(page);
        return page.ToString();
    }
}
