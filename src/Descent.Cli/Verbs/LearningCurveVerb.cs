namespace Descent.Cli.Verbs;

/// <summary>Shows how the score depends on the number of training rows, and whether more rows would help.</summary>
internal sealed class LearningCurveVerb : TrainingVerb
{
    private const int WidestPlot = 72;

    private readonly Option<int?> folds = Choice.Whole("--cv", "How many folds: each point is the mean of K trainings, judged by rows they never saw.", 2, "K", otherwise: 5);
    private readonly Option<string?> sizes = Choice.Text("--sizes", "P,P", $"Percentages of the training rows. Default: {string.Join(',', LearningCurve.StandardShares.Select(share => $"{100 * share:0.#}"))}.");
    private readonly Option<string?> score = Choice.Text("--score", "NAME", "The score, such as balanced_accuracy, log_loss or rmse. Default: accuracy, for numbers r2.");
    private readonly SideFile chart = new("FILE", "Write the chart to a file: an SVG drawing if its name ends in .svg, otherwise an HTML page.");

    public LearningCurveVerb()
        : base("learning-curve", "Trains on growing parts of a table, and tells whether more rows would help.",
            new("learning-curve iris.csv --target species", "A table, a plot and what they mean:"),
            new("learning-curve prices.csv --target price --score rmse --sizes 25,50,100 --out curve.html", "Another score, three sizes, and a page with a chart:"),
            new("learning-curve iris.csv --target species --cv 10 --json", "For programs, with the scores of every fold:")) =>
        AddAll([folds, sizes, score, .. chart.Options], holdsOut: false);

    public override int Run(Call call)
    {
        chart.Require(call, call.Value(Data));
        double[]? shares = call.Value(sizes) is { } text ? Shares(text) : null;
        (Table table, IReadOnlyList<string> targets) = Read(call);
        TableOptions options = OptionsOf(call, table);
        int count = call.Value(folds)!.Value, done = 0, all = count * (shares?.Length ?? LearningCurve.StandardShares.Count);
        Decisions.Write(call.People, table, UsageException.Checked(() => TableTrainer.PrepareFolds(table, targets, count, options).First()), count);
        LearningCurve curve = UsageException.Checked(() => LearningCurve.Of(table, targets, options, count, shares, call.Value(score), Report, call.Cancellation));
        string title = $"{string.Join(", ", targets)} from {table.Source}";
        string? file = chart.Write(call, path =>
            path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) ? Charts.LearningCurve(curve, title, isFile: true) : LearningCurvePage.Render(curve, title));
        call.Respond(() => [LearningCurveDocument.Of(curve, file)], screen => Write(screen, curve, file));
        return chart.Ended(call);

        void Report(int rows, int fold)
        {
            if (Milestones.IsOne(++done, all))
            {
                call.People.Line($"training {done}/{all}: fold {fold}, {Wording.Count(rows, "row")}");
            }
        }
    }

    private static void Write(Screen screen, LearningCurve curve, string? file)
    {
        screen.Heading($"{StandardMetrics.NameOf(curve.Score)}, means of {curve.Folds} folds ± standard deviation over the folds");
        screen.Table(
            ["rows", "training", "±", "never seen", "±"],
            [
                .. curve.Points.Select(point => (string[])
                [
                    $"{point.Rows:#,0}", Number(point.MeanTrain), Fixed.Spread(point.DeviationTrain), Number(point.MeanValidation), Fixed.Spread(point.DeviationValidation),
                ]),
                .. curve.Baselines.Select(baseline => (string[])[Words.Of(baseline), "", "", Number(baseline.Scores.GetValueOrDefault(curve.Score, double.NaN)), ""]),
            ],
            0..);
        Judgement.WriteBaselines(screen, curve.Baselines);
        screen.Line();
        if (screen.Width >= CurvePlot.Narrowest)
        {
            IReadOnlyList<Curve> curves = Charts.CurvesOf(curve);
            screen.Lines((string[])[.. CurvePlot.Lines(curves, "training rows", Math.Min(screen.Width, WidestPlot), signs: "ox"), $"{"",10}o {curves[0].Name}", $"{"",10}x {curves[1].Name}"]);
            screen.Line();
        }

        screen.Line(LearningCurveText.Of(curve, screen.Options));
        screen.Notices(curve.Notices);
        screen.Fact("chart", file);

        string Number(double value) => Judgement.Number(curve.Score, value);
    }

    private static double[] Shares(string text) => [.. text.Split(',').Select(part =>
        double.TryParse(part.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent is > 0 and <= 100
            ? percent / 100
            : throw new UsageException($"--sizes must be percentages above 0 and up to 100, separated by commas, such as 10,33,100, but has '{part.Trim()}'."))];
}
