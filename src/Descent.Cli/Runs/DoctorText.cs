namespace Descent.Cli.Runs;

internal static class DoctorText
{
    private const int MostCourses = 6;

    /// <summary>The training with the doctor's findings, if they were asked for.</summary>
    public static TableTraining Examined(TrainRequest request, TableTraining result)
    {
        if (request is not { IsExamined: true, Options.Recorder: { } recorder })
        {
            return result;
        }

        IReadOnlyList<string> names = result.Model.Preprocessor.InputNames;
        FitDiagnosis fit = result.Diagnosis;
        Diagnosis diagnosis = request.Options.Precision == NumericPrecision.Double ? TrainingDoctor.Examine(recorder.GetRecording<double>(), names, fit) : TrainingDoctor.Examine(recorder.GetRecording<float>(), names, fit);

        // What helps is what helps against the cause, wherever the advice of the verdict is shown.
        return result with { Findings = diagnosis, Diagnosis = diagnosis.Findings is [{ Advice.Count: > 0 } first, ..] ? fit with { Advice = first.Advice } : fit };
    }

    /// <summary>The name of a kind, such as <c>vanishing-gradients</c>.</summary>
    public static string NameOf(FindingKind kind) => string.Concat($"{kind}".Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : $"{letter}"));

    /// <summary>The name of a kind as a title, such as <c>Vanishing gradients</c>.</summary>
    public static string TitleOf(FindingKind kind) => FitText.Capital(NameOf(kind).Replace('-', ' '));

    /// <summary>The reason of a finding in terms of the tool.</summary>
    public static string ReasonOf(Finding finding) => FitText.Explained(ToolWords.Of(finding.Reason));

    /// <summary>Writes the findings; nothing if the doctor was not asked.</summary>
    public static void Write(Screen screen, Diagnosis? diagnosis)
    {
        if (diagnosis is null)
        {
            return;
        }

        screen.Heading("Doctor");
        screen.Line(diagnosis.Findings.Count == 0 ? "Nothing was found." : null, indent: 2);
        foreach (Finding finding in diagnosis.Findings)
        {
            screen.Line($"{TitleOf(finding.Kind)}. {ReasonOf(finding)}", Ink.Yellow, indent: 2);
            foreach (IGrouping<string, LayerCourse> courses in finding.Courses.GroupBy(course => course.Name, StringComparer.Ordinal))
            {
                screen.Table(
                    [$"  {courses.Key}", "by update", "first → last"],
                    courses.Take(MostCourses).Select(course => (string[])[$"  {ToolWords.Of(course.Layer)}", course.Sparkline(), $"{course}".Replace("E-", "e-", StringComparison.Ordinal).Replace("E+", "e", StringComparison.Ordinal)]));
            }

            screen.Line(finding.Advice.Count > 0
                ? $"Try: {string.Join("; ", finding.Advice.Select(advice => FitText.Text(advice, screen.Options)))}."
                : null, indent: 2);
        }
    }
}
