using Descent.Cli.Demos;

namespace Descent.Cli.Reproductions;

/// <summary>
/// The figures of the note "Simple Neural Network" (docs/notes.md): how well three small networks learn synthetic tasks. The note gives
/// no seed, so each figure is the mean over <see cref="Seeds"/> runs of the demos with the note's settings, and may lie in a
/// band around the printed one.
/// </summary>
internal static class NoteZero
{
    public const string Note = "demos";

    public const int Seeds = 3;

    // The note trains on 40,000 rows and evaluates on half as many unseen ones.
    private const int Rows = 40_000;

    // The bands, in percentage points, the unit of the targets, and answers; docs/reproduce.md gives the reasons for their widths.
    private const double LabelPoints = 1.5, ClassPoints = 0.9, Error = 0.15, PrintedError = 0.3, Answers = 3;

    /// <summary>Trains every demo with <see cref="Seeds"/> seeds.</summary>
    /// <param name="demoOf">Finds a demo by its name; those with the note's settings reproduce its figures.</param>
    /// <param name="seed">The first seed.</param>
    /// <param name="report">Receives a message before every run.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IEnumerable<PrintedFigure> Figures(Func<string, Demo> demoOf, ulong seed, Action<string> report, CancellationToken cancellation)
    {
        DemoRun[] multilabel = Runs(demoOf("multilabel"), seed, report, cancellation);
        DemoRun[] multiclass = Runs(demoOf("multiclass"), seed, report, cancellation);
        DemoRun[] regression = Runs(demoOf("regression"), seed, report, cancellation);
        return
        [
            .. PerOutput(multilabel, [96.48, 94.13, 93.05], LabelPoints),
            Right(multilabel, PrintedRows.Multilabel),
            .. PerOutput(multiclass, [95.71, 93.88, 97.85], ClassPoints),
            Percent("multiclass: all samples, % right", 93.72, ClassPoints, multiclass.Average(run => run.Accuracy)),
            Right(multiclass, PrintedRows.Multiclass),
            new(Note, "regression: RMSE, unseen rows", 2.16, 2, Error, regression.Average(run => run.PooledRmse)),
            new(Note, "regression: RMSE, printed rows", 2.16, 2, PrintedError, regression.Average(run => RootMeanSquare(PrintedRows.Regression.OutcomeOf(run.Model)))),
        ];
    }

    private static DemoRun[] Runs(Demo demo, ulong seed, Action<string> report, CancellationToken cancellation)
    {
        return [.. Enumerable.Range(0, Seeds).Select(i =>
        {
            // After the greatest seed comes 0.
            ulong own = unchecked(seed + (ulong)i);
            report($"Training {demo.Name} with seed {own} …");
            return DemoRun.Of(demo, Rows, demo.Noise, own, cancellation);
        })];
    }

    private static IEnumerable<PrintedFigure> PerOutput(DemoRun[] runs, double[] expected, double band) => expected.Select((share, output) =>
        Percent($"{runs[0].Demo.Name}: output {output + 1}, % right", share, band, runs.Average(run => run.AccuracyPerOutput[output])));

    private static PrintedFigure Percent(string name, double expected, double band, double obtained) => new(Note, name, expected, 2, band, 100 * obtained);

    private static PrintedFigure Right(DemoRun[] runs, PrintedRows rows) => new(
        Note, $"{runs[0].Demo.Name}: {rows.Expected.Count} printed rows, right", Right(rows.Outcome), 1, Answers, runs.Average(run => Right(rows.OutcomeOf(run.Model))));

    private static double Right(Outcome outcome) => new AccuracyPerOutput().Compute(outcome) * outcome.Targets.Length;

    private static double RootMeanSquare(Outcome outcome) => Math.Sqrt(new MeanSquaredErrorMetric().Compute(outcome));
}
