using static Descent.Cli.Reports.Page;

namespace Descent.Cli.Reports;

/// <summary>A table with a row per variant, whose first columns hold texts.</summary>
internal sealed record ComparisonTable(IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows, int TextColumns);

/// <summary>Everything that the page of a comparison says, in plain values.</summary>
internal sealed record ComparisonReport
{
    public required string Title { get; init; }

    public required DateTimeOffset Created { get; init; }

    public IReadOnlyList<LabelValue> Facts { get; init; } = [];

    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The most important scores.</summary>
    public required ComparisonTable Results { get; init; }

    public required ComparisonTable Scores { get; init; }

    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>What the curves show.</summary>
    public required string Loss { get; init; }
}

internal static class ComparisonPage
{
    public static string Render(ComparisonReport report)
    {
        Page page = new("Comparison", report.Title, report.Created);
        page.Notices(report.Notices);
        page.Section("Results", Compared(report.Results));
        page.Section(char.ToUpperInvariant(report.Loss[0]) + report.Loss[1..], $"<figure>{Charts.Courses(report.Curves, "epoch", report.Loss)}</figure>");
        page.Section("All scores", Compared(report.Scores));
        page.Section("Data and settings", List(report.Facts));
        return page.ToString();
    }

    // Names stay whole: a wide table scrolls instead.
    private static string Compared(ComparisonTable table) => $"""<div class="compared">{Table(table.Columns, table.Rows, table.TextColumns)}</div>""";
}
