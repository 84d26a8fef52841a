using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>The findings of the doctor in the report, each with its numbers and a chart of their course.</summary>
internal static class DoctorSection
{
    private const int MostCurves = 6;

    public static void Append(Page page, Diagnosis? diagnosis)
    {
        if (diagnosis is null)
        {
            return;
        }

        page.Section("Doctor", diagnosis.Findings.Count == 0 ? "<p>Nothing was found.</p>" : string.Concat(diagnosis.Findings.Select((finding, i) => Render(finding, i, hasNumbers: !ReferenceEquals(finding.Evidence, diagnosis.Fit.Evidence)))));
    }

    private static string Render(Finding finding, int number, bool hasNumbers)
    {
        string charts = string.Concat(finding.Courses.GroupBy(course => course.Name, StringComparer.Ordinal).Select((courses, i) =>
            $"<figure>{Charts.Layers($"doctor-{number}-{i}", courses.Key, [.. courses.Take(MostCurves).Select(course => new Curve(ToolWords.Of(course.Layer), [.. course.Steps.Zip(course.Values, (step, value) => ((double)step, value))]))])}</figure>"));
        return $"<h3>{Escape(DoctorText.TitleOf(finding.Kind))}</h3><p>{Escape(DoctorText.ReasonOf(finding))}</p>{charts}"
            + Page.List(finding.Advice.Count == 0 ? [] : [new LabelValue("What to try", string.Join("; ", finding.Advice.Select(advice => FitText.Text(advice))))])
            + Page.Table(["Measure", "Value", "Limit"], !hasNumbers ? [] : finding.Evidence.Select(evidence => (string[])[FitText.Capital(evidence.Meaning), Number(evidence.Value), evidence.Limit ?? ""]), texts: 3);
    }
}
