using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.Page;

namespace Descent.Cli.Reports;

/// <summary>What explains the model, as far as a page shows it.</summary>
internal sealed record ExplanationPart
{
    /// <summary>What the importance is, such as "increase of the log loss".</summary>
    public required string Measure { get; init; }

    /// <summary>The most important columns.</summary>
    public IReadOnlyList<ColumnImportance> Bars { get; init; } = [];

    /// <summary>What must be said about them.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public IReadOnlyList<PartialDependence> Dependences { get; init; } = [];

    /// <summary>What the curves of the dependences show, such as "probability of yes".</summary>
    public string Output { get; init; } = "";

    /// <summary>How many of many labels have no curve.</summary>
    public int LabelsLeftOut { get; init; }

    /// <summary>The cells of a table of pairs of columns, with the strength of their interaction.</summary>
    public IReadOnlyList<string[]> Interactions { get; init; } = [];

    public IReadOnlyList<Calibration> Calibrations { get; init; } = [];

    /// <summary>Whether the calibrations are those of probabilities.</summary>
    public bool IsOfProbabilities { get; init; }

    /// <summary>The headings of <see cref="Worst"/>.</summary>
    public IReadOnlyList<string> WorstHeads { get; init; } = [];

    /// <summary>The cells of a table of the rows with the worst predictions.</summary>
    public IReadOnlyList<string[]> Worst { get; init; } = [];
}

/// <summary>The sections of a report that explain the model, except for the importance of columns.</summary>
internal static class ExplanationSections
{
    /// <summary>Appends the sections for which there is content.</summary>
    public static void Append(Page page, ExplanationPart? part)
    {
        if (part is null)
        {
            return;
        }

        page.Section("How predictions depend on the columns", part.Dependences.Count == 0 ? "" : Dependences(part));
        page.Section("Calibration", part.Calibrations.Count == 0 ? "" : Calibrations(part));
        page.Section("Worst rows", part.Worst.Count == 0 ? "" :
            Remark("The rows with the largest loss. Of a good model some of them are predicted correctly, only with less certainty than others. Look at those that are wrong: a value may be mistyped, or a column may be missing that would explain them. Line is the line of the data file.")
            + Table(part.WorstHeads, part.Worst, texts: part.WorstHeads.Count));
    }

    private static string Dependences(ExplanationPart part)
    {
        string leftOut = part.LabelsLeftOut > 0 ? $"; {Wording.Count(part.LabelsLeftOut, "label")} whose curves change less are left out" : "";
        Axis up = Axis.Around(part.Dependences.SelectMany(curve => curve.Points.SelectMany(point => point.Means)), 0, 1, 0.06, mayBeLogarithmic: false);
        string pairs = Table(["Column", "Column", "Strength", "Share of the joint effect"], part.Interactions, texts: 2);
        return Remark($"The mean {part.Output} if every row had the value. All curves have the same scale{leftOut}.")
            + Figures(part.Dependences.Select((curve, i) => (curve.Column, Dependence(curve, i, up, part.Output))))
            + (pairs.Length == 0 ? "" : "<h3 class=\"later\">Strongest interactions</h3>"
                + Remark("A column that is important and has a flat curve interacts with another.") + pairs);
    }

    private static string Dependence(PartialDependence curve, int number, Axis up, string output)
    {
        DependencePoint[] line = [.. curve.Points.Where(point => double.IsFinite(point.Number))];
        if (!curve.IsNumber || line.Length < 2)
        {
            return Table(
                ["Value", "Rows", .. curve.OutputNames.Select(name => curve.OutputNames.Count == 1 ? "Mean" : name)],
                curve.Points.Select(point => (string[])
                    [point.Value, double.IsFinite(point.Fraction) ? Fixed.Percent(point.Fraction) : "", .. point.Means.Select(mean => Measure(mean, 3))]));
        }

        Curve[] curves = [.. curve.OutputNames.Select((name, i) => new Curve(name, [.. line.Select(point => (point.Number, point.Means[i]))]) { HasDots = true })];
        string ends = string.Join("; ", curves.Select(own => $"{own.Name} from {Measure(own.Points[0].Y, 3)} to {Measure(own.Points[^1].Y, 3)}"));
        string missing = string.Join("; ", curve.Points.Except(line).Select(point => $"{point.Value}: {string.Join(", ", point.Means.Select(mean => Measure(mean, 3)))}"));
        bool isDate = line.Any(point => !double.TryParse(point.Value, CultureInfo.InvariantCulture, out _));
        return new LineChart($"{curve.Column}: mean {output}", curves, Curve.Across(curves), up)
        {
            Id = $"dependence-{Count(number)}",
            Width = Charts.Half,
            Height = 300,
            Description = $"From {line[0].Value} to {line[^1].Value}: {ends}.",
            Horizontal = isDate ? $"{line[0].Value} … {line[^1].Value}, in days since 1970" : curve.Column,
            Vertical = curves.Length == 1 ? output : "",
        }.Render() + (missing.Length > 0 ? Remark(missing) : "");
    }

    private static string Calibrations(ExplanationPart part)
    {
        string what = part.IsOfProbabilities ? "Predicted probabilities and how often the event occurred" : "Predicted and actual means";
        return Remark($"{what}; vertical lines are 95 % intervals. On the dashed line both are equal.")
            + Figures(part.Calibrations.Select((calibration, i) => (
                part.IsOfProbabilities ? $"Probability of {calibration.Name}" : calibration.Name,
                AgreementChart.Calibration(calibration, i, part.IsOfProbabilities)
                    + Remark($"Expected calibration error {Measure(calibration.Error, 3)}: the mean distance from the line."))));
    }
}
