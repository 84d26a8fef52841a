namespace Descent.Cli.Documents;

internal sealed record DoctorDocument(string Examined, DiagnosisDocument Diagnosis, IEnumerable<FindingDocument> Findings, IEnumerable<LayerCourseDocument> Courses)
{
    public static DoctorDocument Of(string path, Diagnosis diagnosis) => new(path, DiagnosisDocument.Of(diagnosis.Fit), diagnosis.Findings.Select(FindingDocument.Of), diagnosis.Courses.Select(LayerCourseDocument.Of));
}

internal sealed record FindingDocument(string Finding, string Reason, IReadOnlyList<string> Advice, IReadOnlyDictionary<string, double> Evidence, int? Layer, long? Step, int? Column, IEnumerable<LayerCourseDocument> Courses)
{
    public static FindingDocument Of(Finding finding) => new(
        DoctorText.NameOf(finding.Kind), ToolWords.Of(finding.Reason), [.. finding.Advice.Select(advice => FitText.Text(advice))], JsonText.Map(finding.Evidence.Select(number => (number.Name, number.Value))), finding.Layer, finding.Step, finding.Column, finding.Courses.Select(LayerCourseDocument.Of));
}

internal sealed record LayerCourseDocument(string Name, string Layer, IReadOnlyList<long> Steps, IReadOnlyList<double> Values)
{
    public static LayerCourseDocument Of(LayerCourse course) => new(course.Name, ToolWords.Of(course.Layer), course.Steps, course.Values);
}

internal sealed record FindingsDocument(IEnumerable<FindingKindDocument> Findings);

internal sealed record FindingKindDocument(string Finding, string Text, string Rule, string Remedy);
