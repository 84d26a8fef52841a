using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.Page;

namespace Descent.Cli.Reports;

internal static class LearningCurvePage
{
    public static string Render(LearningCurve curve, string title)
    {
        string score = StandardMetrics.NameOf(curve.Score);
        Page page = new($"Learning curve · {score}", title);
        page.Notices([Notice.Information(LearningCurveText.Of(curve))]);
        page.Section(
            $"{score} by the number of training rows",
            $"<figure>{Charts.LearningCurve(curve, title, isFile: false)}</figure>{Remark($"Means of {Count(curve.Folds)} folds; bands of one standard deviation.")}");
        page.Section("Numbers", Table(["Rows", "Training", "±", "Unseen", "±"],
        [
            .. curve.Points.Select(point => (string[])
                [Count(point.Rows), Measure(point.MeanTrain), Measure(point.DeviationTrain, 2), Measure(point.MeanValidation), Measure(point.DeviationValidation, 2)]),
            .. curve.Baselines.Select(baseline => (string[])
                [Words.Of(baseline), "", "", Measure(baseline.Scores.GetValueOrDefault(curve.Score, double.NaN)), ""]),
        ], texts: 0));
        return page.ToString();
    }
}
