using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>A table with one row per variant, whose first columns are texts.</summary>
internal sealed record ComparisonTable(IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows, int TextColumns);

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
    public IReadOnlyList<PageNotice> Notices { get; init; } = [];

    /// <summary>The scores that matter most.</summary>
    public required ComparisonTable Results { get; init; }

    /// <summary>All scores.</summary>
    public required ComparisonTable Scores { get; init; }

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
        HtmlReport.AppendSection(page, "Results", Compared(report.Results));
        HtmlReport.AppendSection(page, Escape(char.ToUpperInvariant(report.Loss[0]) + report.Loss[1..]), $"<figure>{Charts.Courses(report.Curves, "epoch", report.Loss)}</figure>");
        HtmlReport.AppendSection(page, "All scores", Compared(report.Scores));
        HtmlReport.AppendList(page, "Data and settings", report.Facts);
        HtmlReport.AppendFoot(page);
        return page.ToString();
    }

    // Names stay whole: a wide table scrolls instead.
    private static string Compared(ComparisonTable table) => $"""<div class="compared">{HtmlReport.Table(table.Columns, table.Rows, table.TextColumns)}</div>""";
}
