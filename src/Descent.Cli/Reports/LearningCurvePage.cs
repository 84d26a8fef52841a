using System.Globalization;
using System.Text;
using Descent.Cli.Runs;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>A learning curve as one HTML page that needs nothing else.</summary>
internal static class LearningCurvePage
{
    public static string Render(LearningCurve curve, string title)
    {
        StringBuilder rows = new();
        foreach (LearningCurvePoint point in curve.Points)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{Count(point.Rows)}</td>{Cells(point.MeanTrain, point.DeviationTrain)}{Cells(point.MeanValidation, point.DeviationValidation)}</tr>\n");
        }

        foreach (Baseline baseline in curve.Baselines)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"number\">{Words.Of(baseline)}</td><td></td><td></td><td class=\"number\">{Measure(baseline.Scores.GetValueOrDefault(curve.Score, double.NaN))}</td><td></td></tr>\n");
        }

        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Learning curve: {Escape(title)}</title>
            <style>
            {ReportStyle.Sheet}
            </style>
            </head>
            <body>
            <main>
            <header>
            <p class="eyebrow">Learning curve · {Escape(StandardMetrics.NameOf(curve.Score))}</p>
            <h1>{Escape(title)}</h1>
            </header>
            <div class="notice information" role="note"><p>{Escape(LearningCurveText.Of(curve))}</p></div>
            <section>
            <h2>{Escape(StandardMetrics.NameOf(curve.Score))} by the number of training rows</h2>
            <figure>{Charts.LearningCurve(curve, title, isFile: false)}</figure>
            <p class="eyebrow">Means of {Count(curve.Folds)} folds; bands of one standard deviation.</p>
            </section>
            <section>
            <h2>Numbers</h2>
            <div class="scroll"><table><thead><tr><th scope="col" class="number">Rows</th><th scope="col" class="number">Training</th><th scope="col" class="number">±</th><th scope="col" class="number">Never seen</th><th scope="col" class="number">±</th></tr></thead><tbody>
            {rows}</tbody></table></div>
            </section>
            <footer>Made by Descent.</footer>
            </main>
            </body>
            </html>

            """;
    }

    private static string Cells(double mean, double deviation) => $"<td class=\"number\">{Measure(mean)}</td><td class=\"number\">{Measure(deviation, 2)}</td>";
}
