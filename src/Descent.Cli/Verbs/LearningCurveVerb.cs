using System.CommandLine;
using System.Globalization;
using Descent.Cli.Documents;
using Descent.Cli.Reports;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Shows how the score depends on the number of training rows, and says whether more rows would help.</summary>
internal sealed class LearningCurveVerb : Verb
{
    private const int WidestPlot = 72;

    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<string> target = new("--target") { Description = "The column to predict; several are separated by commas.", HelpName = "COL[,COL]", Required = true };
    private readonly Option<int?> folds = Choice.Whole("--cv", "How many folds: each point is the mean of K trainings, judged by rows they never saw.", 2, "K", otherwise: 5);
    private readonly Option<string?> sizes = Choice.Text("--sizes", "P,P", $"Percentages of the training rows. Default: {string.Join(',', LearningCurve.StandardShares.Select(share => (100 * share).ToString("0.#", CultureInfo.InvariantCulture)))}.");
    private readonly Option<string?> score = Choice.Text("--score", "NAME", "The score, such as balanced_accuracy, log_loss or rmse. Default: accuracy, for numbers r2.");
    private readonly Option<string?> place = Choice.Text("--out", "FILE", "Write the chart to a file: an SVG drawing if its name ends in .svg, otherwise an HTML page.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the file in --out.");
    private readonly TrainingOptionSet training = new();
    private readonly DecisionOptionSet decision = new();
    private readonly ColumnOptionSet columns = new();
    private readonly TableOptionSet tables = new();

    public LearningCurveVerb()
        : base("learning-curve", "Trains on growing parts of a table, and tells whether more rows would help.")
    {
        Arguments.Add(data);
        Add(target, folds, sizes, score, place, force);

        training.AddTo(this, holdsOut: false);
        decision.AddTo(this);
        columns.AddTo(this, splits: true);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("learning-curve iris.csv --target species", "A table, a plot and what they mean:"),
        new("learning-curve prices.csv --target price --score rmse --sizes 25,50,100 --out curve.html", "Another score, three sizes, and a page with a chart:"),
        new("learning-curve iris.csv --target species --cv 10 --json", "For programs, with the scores of every fold:"),
    ];

    public override int Run(Call call)
    {
        string? file = call.Value(place);
        OutputFile.RequireNew(file, call.Value(force), call.Value(data));

        double[]? shares = call.Value(sizes) is { } text ? Shares(text) : null;
        Table table = tables.Read(call, call.Value(data)!);
        IReadOnlyList<string> targets = ColumnOptionSet.Names(table, call.Value(target)!, target.Name);
        TableOptions options = decision.With(call, training.Options(call)) with { Schema = columns.Options(call, table) };
        int count = call.Value(folds)!.Value, done = 0, all = count * (shares?.Length ?? LearningCurve.StandardShares.Count);
        Decisions.Write(call.People, table, UsageException.Checked(() => TableTrainer.PrepareFolds(table, targets, count, options).First()), count);
        LearningCurve curve = UsageException.Checked(() => LearningCurve.Of(table, targets, options, count, shares, call.Value(score), Said, call.Cancellation));
        string title = $"{string.Join(", ", targets)} from {table.Source}";
        SideFile chart = SideFile.Write(file, () => file!.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) ? Charts.LearningCurve(curve, title, isFile: true) : LearningCurvePage.Render(curve, title));
        call.Respond(() => [LearningCurveDocument.Of(curve, chart.Path)], screen => Write(screen, curve, chart.Path));
        return chart.IsRefused(call) ? ExitCode.Usage : ExitCode.Ok;

        void Said(int rows, int fold)
        {
            if (Milestones.IsOne(++done, all))
            {
                call.People.Line(string.Create(CultureInfo.InvariantCulture, $"training {done}/{all}: fold {fold}, {Wording.Count(rows, "row")}"));
            }
        }
    }

    private static void Write(Screen screen, LearningCurve curve, string? file)
    {
        screen.Heading($"{StandardMetrics.NameOf(curve.Score)}, means of {curve.Folds} folds ± standard deviation over the folds");
        TextTable table = new("rows", "training", "±", "never seen", "±") { Numbers = new HashSet<int> { 0, 1, 2, 3, 4 } };
        foreach (LearningCurvePoint point in curve.Points)
        {
            table.Add(
                point.Rows.ToString("#,0", CultureInfo.InvariantCulture),
                Judgement.Number(curve.Score, point.MeanTrain), Deviation(point.DeviationTrain), Judgement.Number(curve.Score, point.MeanValidation), Deviation(point.DeviationValidation));
        }

        foreach (Baseline baseline in curve.Baselines)
        {
            table.Add(Words.Of(baseline), "", "", Judgement.Number(curve.Score, baseline.Scores.GetValueOrDefault(curve.Score, double.NaN)), "");
        }

        screen.Table(table);
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
    }

    private static string Deviation(double value) => Fixed.Spread(value);

    private static double[] Shares(string text) => [.. text.Split(',').Select(part =>
        double.TryParse(part.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent) && percent is > 0 and <= 100
            ? percent / 100
            : throw new UsageException($"--sizes must be percentages above 0 and up to 100, separated by commas, such as 10,33,100, but has '{part.Trim()}'."))];
}
