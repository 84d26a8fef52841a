using System.CommandLine;
using System.Globalization;
using Descent.Cli.Documents;
using Descent.Cli.Reports;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Tests learning rates from small to large in one short training, and suggests one.</summary>
internal sealed class FindLearningRateVerb : Verb
{
    private const int WidestPlot = 100;

    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<string> target = new("--target") { Description = "The column to predict; several are separated by commas.", HelpName = "COL[,COL]", Required = true };
    private readonly Option<double?> lowest = Choice.Real("--lowest", "The first learning rate.", "above 0", x => x > 0, new LearningRateRange().Lowest);
    private readonly Option<double?> highest = Choice.Real("--highest", "The last learning rate; the test ends earlier if the loss diverges.", "above 0", x => x > 0, new LearningRateRange().Highest);
    private readonly Option<int?> steps = Choice.Whole("--steps", "Updates, each with a larger rate than the one before.", 10, otherwise: new LearningRateRange().Steps);
    private readonly Option<string?> place = Choice.Text("--out", "FILE.svg", "Draw the curve.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the file in --out.");
    private readonly TrainingOptionSet training = new();
    private readonly ColumnOptionSet columns = new();
    private readonly TableOptionSet tables = new();

    public FindLearningRateVerb()
        : base("find-learning-rate", "Tests learning rates in one short training in which the rate grows from step to step, and suggests one (Smith's range test).")
    {
        Arguments.Add(data);
        Add(target, lowest, highest, steps, place, force);

        training.AddTo(this, trains: false);
        columns.AddTo(this, splits: true);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("find-learning-rate iris.csv --target species", "For the network and optimizer that train would use:"),
        new("find-learning-rate iris.csv --target species --optimizer momentum --out rates.svg", "For another optimizer, and the curve as a drawing:"),
    ];

    public override int Run(Call call)
    {
        OutputFile.RequireNew(call.Value(place), call.Value(force), call.Value(data));

        Table table = tables.Read(call, call.Value(data)!);
        TableOptions options = training.Options(call) with { Schema = columns.Options(call, table) };
        if (TrainingOptionSet.NamesRate(options))
        {
            call.People.Line("The learning rate in --optimizer is not used: the rates from --lowest to --highest are tested.", indent: 2);
        }

        TablePlan plan = UsageException.Checked(() => TableTrainer.Prepare(table, ColumnOptionSet.Names(table, call.Value(target)!, target.Name), options));
        LearningRateCurve curve = UsageException.Checked(() => plan.FindLearningRate(new LearningRateRange(call.Value(lowest)!.Value, call.Value(highest)!.Value, call.Value(steps)!.Value), call.Cancellation));
        SideFile drawing = SideFile.Write(call.Value(place), () => Charts.Courses(Curves(curve), "learning rate", "smoothed loss", isLogarithmic: true, Mark(curve), isFile: true));
        call.Respond(() => [LearningRateDocument.Of(plan, curve, drawing.Path)], screen => Write(screen, table, plan, curve, drawing.Path));
        return drawing.IsRefused(call) ? ExitCode.Usage : ExitCode.Ok;
    }

    private static IReadOnlyList<Curve> Curves(LearningRateCurve curve) => Curve.Cropped([new Curve("smoothed loss", [.. curve.Points.Select(point => (point.LearningRate, point.Smoothed))])]);

    private static Landmark? Mark(LearningRateCurve curve) => double.IsNaN(curve.Suggested) ? null : new(curve.Suggested, $"suggested: {Number(curve.Suggested)}");

    private static string Number(double value) => value.ToString("G2", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal).Replace('E', 'e');

    private static void Write(Screen screen, Table table, TablePlan plan, LearningRateCurve curve, string? file)
    {
        screen.Line($"Smoothed loss by learning rate: {string.Join(", ", plan.Schema.TargetNames)} from {table.Source}, {Catalogue.NameOf(plan.Options.Optimizer)}", Ink.Bold);
        screen.Lines(CurvePlot.Lines(Curves(curve), double.IsNaN(curve.Suggested) ? "learning rate" : "learning rate (: suggested)", Math.Min(screen.Width, WidestPlot), isLogarithmic: true, Mark(curve)));

        screen.Line();
        bool isFound = !double.IsNaN(curve.Suggested);
        screen.Fact("suggested", isFound
            ? $"--learning-rate {Number(curve.Suggested)}, a tenth of the rate with the smallest loss, {Number(curve.Minimum)}{(curve.Left ? ", beyond which the loss rises in this test" : "")}"
            : $"none: a tenth of the rate with the smallest loss, {Number(curve.Minimum)}, is below the rates that were tested");
        if (isFound)
        {
            screen.Fact("steepest", $"{Number(curve.Steepest)}, where the loss fell fastest; this is the other usual choice");
        }

        screen.Fact("test", string.Create(CultureInfo.InvariantCulture, $"{Wording.Count(curve.Points.Count, "step")} of {Wording.Count(plan.Options.BatchSize, "row")}, up to a rate of {Number(curve.Points[^1].LearningRate)}; no model was changed"));
        if (!isFound)
        {
            screen.Line($"warning: The range is too narrow. Repeat with {(curve.Left ? "a smaller --lowest" : "a smaller --lowest and a larger --highest")}.", Ink.Yellow, indent: 2);
        }
        else if (!curve.Left)
        {
            screen.Line("warning: The loss never left, so a larger rate may be better. Repeat with a larger --highest.", Ink.Yellow, indent: 2);
        }

        screen.Fact("drawing", file);
    }
}
