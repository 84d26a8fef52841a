namespace Descent.Cli.Verbs;

/// <summary>Tests learning rates from small to large in one short training, and suggests one.</summary>
internal sealed class FindLearningRateVerb : TrainingVerb
{
    private const int WidestPlot = 100;

    private static readonly LearningRateRange s_usual = new();

    private readonly Option<double?> lowest = Choice.Real("--lowest", "The first learning rate.", "above 0", x => x > 0, s_usual.Lowest);
    private readonly Option<double?> highest = Choice.Real("--highest", "The last learning rate; the test ends earlier if the loss diverges.", "above 0", x => x > 0, s_usual.Highest);
    private readonly Option<int?> steps = Choice.Whole("--steps", "Updates, each with a larger rate than the one before.", 10, otherwise: s_usual.Steps);
    private readonly SideFile drawing = new("FILE.svg", "Draw the curve.");

    public FindLearningRateVerb()
        : base("find-learning-rate", "Tests learning rates in one short training in which the rate grows from step to step, and suggests one (Smith's range test).",
            new("find-learning-rate iris.csv --target species", "For the network and optimizer that train would use:"),
            new("find-learning-rate iris.csv --target species --optimizer momentum --out rates.svg", "For another optimizer, and the curve as a drawing:")) =>
        AddAll([lowest, highest, steps, .. drawing.Options], trains: false);

    public override int Run(Call call)
    {
        drawing.Require(call, call.Value(Data));
        (Table table, IReadOnlyList<string> targets) = Read(call);
        TableOptions options = OptionsOf(call, table);
        if (TrainingOptionSet.NamesRate(options))
        {
            call.People.Line("The learning rate in --optimizer is not used: the rates from --lowest to --highest are tested.", indent: 2);
        }

        TablePlan plan = UsageException.Checked(() => TableTrainer.Prepare(table, targets, options));
        LearningRateRange range = UsageException.Checked(() => new LearningRateRange(call.Value(lowest)!.Value, call.Value(highest)!.Value, call.Value(steps)!.Value));
        LearningRateCurve curve = UsageException.Checked(() => plan.FindLearningRate(range, call.Cancellation));
        string? file = drawing.Write(call, _ => Charts.Courses(Curves(curve), "learning rate", "smoothed loss", isLogarithmic: true, Mark(curve), isFile: true));
        call.Respond(() => [LearningRateDocument.Of(plan, curve, file)], screen => Write(screen, table, plan, curve, file));
        return drawing.Ended(call);
    }

    private static IReadOnlyList<Curve> Curves(LearningRateCurve curve) => Curve.Cropped([new Curve("smoothed loss", [.. curve.Points.Select(point => (point.LearningRate, point.Smoothed))])]);

    private static Landmark? Mark(LearningRateCurve curve) => double.IsNaN(curve.Suggested) ? null : new(curve.Suggested, $"suggested: {Number(curve.Suggested)}");

    private static string Number(double value) => $"{value:G2}".Replace("E-0", "e-", StringComparison.Ordinal).Replace('E', 'e');

    private static void Write(Screen screen, Table table, TablePlan plan, LearningRateCurve curve, string? file)
    {
        bool isFound = !double.IsNaN(curve.Suggested);
        screen.Line($"Smoothed loss by learning rate: {string.Join(", ", plan.Schema.TargetNames)} from {table.Source}, {Catalogue.NameOf(plan.Options.Optimizer)}", Ink.Bold);
        string horizontal = isFound ? "learning rate (: suggested)" : "learning rate";
        screen.Lines(CurvePlot.Lines(Curves(curve), horizontal, Math.Min(screen.Width, WidestPlot), isLogarithmic: true, Mark(curve)));
        screen.Line();
        screen.Fact("suggested", isFound
            ? $"--learning-rate {Number(curve.Suggested)}, a tenth of the rate with the smallest loss, {Number(curve.Minimum)}{(curve.Left ? ", beyond which the loss rises in this test" : "")}"
            : $"none: a tenth of the rate with the smallest loss, {Number(curve.Minimum)}, is below the rates that were tested");
        screen.Fact("steepest", isFound ? $"{Number(curve.Steepest)}, where the loss fell fastest; this is the other usual choice" : null);
        screen.Fact("test", $"{Wording.Count(curve.Points.Count, "step")} of {Wording.Count(Math.Min(plan.Options.BatchSize, plan.TrainRows), "row")}, up to a rate of {Number(curve.Points[^1].LearningRate)}; no model was changed");
        screen.Line(
            !isFound ? $"warning: The range is too narrow. Repeat with {(curve.Left ? "a smaller --lowest" : "a smaller --lowest and a larger --highest")}."
            : !curve.Left ? "warning: The loss did not diverge, so a larger rate may be better. Repeat with a larger --highest."
            : null, Ink.Yellow, indent: 2);
        screen.Fact("drawing", file);
    }
}
