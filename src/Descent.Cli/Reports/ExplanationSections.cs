using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>What explains the model, as far as a page shows it.</summary>
internal sealed record ExplanationPart
{
    /// <summary>What is measured, such as "increase of the log loss".</summary>
    public required string Measure { get; init; }

    /// <summary>The most important columns.</summary>
    public IReadOnlyList<ImportanceBar> Bars { get; init; } = [];

    /// <summary>What must be said about them.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>How the prediction depends on columns.</summary>
    public IReadOnlyList<PartialDependence> Dependences { get; init; } = [];

    /// <summary>What the curves show, such as "probability of yes".</summary>
    public string Output { get; init; } = "";

    /// <summary>How many labels have no curve, of many.</summary>
    public int LabelsLeftOut { get; init; }

    /// <summary>Pairs of columns, and how strong their interaction is.</summary>
    public IReadOnlyList<string[]> Interactions { get; init; } = [];

    /// <summary>Whether predictions mean what they say.</summary>
    public IReadOnlyList<Calibration> Calibrations { get; init; } = [];

    /// <summary>Whether they are of probabilities.</summary>
    public bool IsOfProbabilities { get; init; }

    /// <summary>The heads of the columns of <see cref="Worst"/>.</summary>
    public IReadOnlyList<string> WorstHeads { get; init; } = [];

    /// <summary>The rows that are predicted worst.</summary>
    public IReadOnlyList<string[]> Worst { get; init; } = [];
}

/// <summary>The sections of a report that explain the model.</summary>
internal static class ExplanationSections
{
    private const double Width = 460, Height = 300;

    /// <summary>What matters, as bars: part of the first screen.</summary>
    public static void AppendImportance(StringBuilder page, ExplanationPart? part)
    {
        if (part is { Bars.Count: > 0 })
        {
            HtmlReport.AppendSection(page, "What matters", $"""<figure>{ImportanceChart.Render(part.Bars, part.Measure)}</figure>{string.Concat(part.Remarks.Select(remark => $"<p class=\"remark\">{Escape(remark)}</p>"))}""");
        }
    }

    /// <summary>The other sections for which there is content.</summary>
    public static void Append(StringBuilder page, ExplanationPart? part)
    {
        if (part is null)
        {
            return;
        }

        if (part.Dependences.Count > 0)
        {
            string interactions = part.Interactions.Count == 0 ? "" : "<h3 class=\"later\">Strongest interactions</h3><p class=\"remark\">A column that matters and has a flat curve works together with another.</p>" + HtmlReport.Table(["Column", "Column", "Strength", "Share of the joint effect"], part.Interactions, textColumns: 2);
            HtmlReport.AppendSection(page, "How predictions depend on the columns", $"""<p class="remark">The mean {Escape(part.Output)} as if every row had the value. All have the same scale{(part.LabelsLeftOut > 0 ? $"; {Data.Wording.Count(part.LabelsLeftOut, "label")} that move less are left out" : "")}.</p><div class="pair">{string.Concat(part.Dependences.Select((curve, i) => $"<figure><h3>{Escape(curve.Column)}</h3>{Dependence(curve, i, Up(part), part.Output)}</figure>\n"))}</div>{interactions}""");
        }

        if (part.Calibrations.Count > 0)
        {
            HtmlReport.AppendSection(page, "Do predictions mean what they say?", $"""<p class="remark">{(part.IsOfProbabilities ? "Predicted probabilities beside how often they came true" : "Predicted means beside actual ones")}; upright lines are 95 % intervals. On the dashed line both are equal.</p><div class="pair">{string.Concat(part.Calibrations.Select((calibration, i) => $"<figure><h3>{Escape(part.IsOfProbabilities ? $"Probability of {calibration.Name}" : calibration.Name)}</h3>{AgreementChart.Calibration(calibration, i, part.IsOfProbabilities)}<p class=\"remark\">Expected calibration error {Measure(calibration.Error, 3)}: the mean distance from the line.</p></figure>\n"))}</div>""");
        }

        if (part.Worst.Count > 0)
        {
            HtmlReport.AppendSection(page, "Worst rows", "<p class=\"remark\">Look at them: often a value is wrong, or a column is missing that would tell.</p>" + HtmlReport.Table(part.WorstHeads, part.Worst, textColumns: part.WorstHeads.Count));
        }
    }

    private static Axis Up(ExplanationPart part) =>
        Axis.Around(part.Dependences.SelectMany(curve => curve.Points.SelectMany(point => point.Means)), 0, 1, 0.06, mayBeLogarithmic: false);

    private static string Dependence(PartialDependence curve, int number, Axis up, string output)
    {
        DependencePoint[] line = [.. curve.Points.Where(point => double.IsFinite(point.Number))];
        if (!curve.IsNumber || line.Length < 2)
        {
            return HtmlReport.Table(
                ["Value", "Rows", .. curve.OutputNames.Select(name => curve.OutputNames.Count == 1 ? "Mean" : name)],
                curve.Points.Select(point => (string[])[point.Value, double.IsFinite(point.Fraction) ? Screens.Fixed.Percent(point.Fraction) : "", .. point.Means.Select(mean => Measure(mean, 3))]),
                textColumns: 1);
        }

        Curve[] curves = [.. curve.OutputNames.Select((name, i) => new Curve(name, [.. line.Select(point => (point.Number, point.Means[i]))]) { HasDots = true })];
        string missing = string.Join("; ", curve.Points.Where(point => !double.IsFinite(point.Number)).Select(point => $"{point.Value}: {string.Join(", ", point.Means.Select(mean => Measure(mean, 3)))}"));
        bool isDate = line.Any(point => !double.TryParse(point.Value, System.Globalization.CultureInfo.InvariantCulture, out _));
        return new LineChart($"{curve.Column}: mean {output}", curves, Curve.Across(curves), up)
        {
            Id = $"dependence-{Count(number)}",
            Width = Width,
            Height = Height,
            Description = $"From {line[0].Value} to {line[^1].Value}: {string.Join("; ", curves.Select(own => $"{own.Name} from {Measure(own.Points[0].Y, 3)} to {Measure(own.Points[^1].Y, 3)}"))}.",
            Horizontal = isDate ? $"{line[0].Value} … {line[^1].Value}, in days since 1970" : curve.Column,
            Vertical = curves.Length == 1 ? output : "",
        }.Render() + (missing.Length > 0 ? $"<p class=\"remark\">{Escape(missing)}</p>" : "");
    }
}
