using System.CommandLine;
using System.Globalization;
using Descent.Cli.Reports;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Trains several variants on the same rows and shows them side by side.</summary>
internal sealed class CompareVerb : Verb
{
    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<string> target = new("--target") { Description = "The column to predict; several are separated by commas.", HelpName = "COL[,COL]", Required = true };
    private readonly Option<string[]> vary = Choice.Texts("--vary", "OPTION=VALUE,VALUE", "An option of this verb and the values to try, such as optimizer=sgd,momentum:beta=0.5,adam. Repeat it to train every combination.");
    private readonly Option<int?> seeds = Choice.Whole("--seeds", "Train each variant with this many seeds, counted from --seed. A seed decides the split, the first weights and the order of rows, the same for all variants.", 1, otherwise: 1);
    private readonly Option<bool> sort = Choice.Flag("--sort", "Show the best variant first instead of the order given.");
    private readonly Option<string?> test = Choice.Text("--test", "FILE", "A separate table for the scores, instead of --test-fraction.");
    private readonly Option<string?> place = Choice.Text("--out", "FILE.html", "Write a page with the table and the loss curves.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the file in --out.");
    private readonly TrainingOptionSet training = new();
    private readonly DecisionOptionSet decision = new();
    private readonly ColumnOptionSet columns = new();
    private readonly TableOptionSet tables = new();

    public CompareVerb()
        : base("compare", "Trains several variants of a model on the same rows and shows their scores and loss curves side by side.")
    {
        vary.Required = true;
        Arguments.Add(data);
        Add(target, vary, seeds, sort, test, place, force);

        training.AddTo(this);
        decision.AddTo(this);
        columns.AddTo(this, splits: true);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("compare iris.csv --target species --vary optimizer=sgd,momentum,nesterov,adagrad,rmsprop,adam,adadelta,adamax,nadam", "Nine optimizers, each with its own learning rate:"),
        new("compare iris.csv --target species --vary activation=relu,tanh --vary layers=64,64/64,none --seeds 3 --out grid.html", "A grid of six variants, three seeds each, and a page with the curves:"),
        new("compare prices.csv --target price --quantiles 0.05,0.5,0.95 --vary layers=32,64/64 --seeds 3", "Quantiles, ranked by their loss:"),
        new("compare prices.csv --target price --vary loss=mse,mae,huber:delta=0.5 --vary \"learning-rate=0.01,cosine(0.01, epochs=100)\" --sort", "Losses and learning rates, the best first (exit code 0 if at least one trained):"),
    ];

    public override int Run(Call call)
    {
        training.RequireNoShare(call, test);
        Variation[] variations = [.. (call.Value(vary) ?? []).Select(text => Variation.Parse(text, training.OfModels))];
        foreach (Variation variation in variations)
        {
            if (call.IsGiven(variation.Option) || variations.Count(other => other.Option == variation.Option) > 1)
            {
                throw new UsageException($"{variation.Option.Name} is given twice: put all its values into one --vary {variation.Name}=….");
            }
        }

        OutputFile.RequireNew(call.Value(place), call.Value(force), call.Value(data), call.Value(test));

        Table table = tables.Read(call, call.Value(data)!);
        Table? kept = call.Value(test) is { } path ? tables.Read(call, path) : null;
        SchemaOptions schema = columns.Options(call, table);
        (Variant Variant, string[] Values)[] variants = [.. Variation.Grid(variations).Select(choice => (
            new Variant(string.Join(", ", choice.Select(part => part.Text)), decision.With(call, training.Options(call.With(choice))) with { Schema = schema, Test = kept }),
            choice.Select(part => part.Text).ToArray()))];
        ulong[] all = [.. Enumerable.Range(0, call.Value(seeds)!.Value).Select(i => call.Seed + (ulong)i)];
        IReadOnlyList<string> targets = ColumnOptionSet.Names(table, call.Value(target)!, target.Name);
        TablePlan plan = FirstUsable(table, targets, [.. variants.Select(variant => variant.Variant)], all[0]);
        WritePlan(call.People, table, plan, variants.Length, all.Length);
        ComparisonDisplay display = new(call.People, variants.Length * all.Length);
        Comparison comparison = UsageException.Checked(() => Comparison.Of(table, targets, [.. variants.Select(variant => variant.Variant)], all, display, call.Cancellation));

        ComparisonResults results = new(comparison, [.. variations.Select(variation => variation.Name)], [.. variants.Select(variant => variant.Values)], call.Value(sort)) { Decision = plan.Decision };
        SideFile report = SideFile.Write(call.Value(place), () => ComparisonPage.Render(results.Page(table, plan, all)));
        call.Respond(
            () => [results.Document(table, plan, all, report.Path)],
            screen =>
            {
                results.Write(screen);
                screen.Fact("report", report.Path);
            });
        return report.IsRefused(call) ? ExitCode.Usage
            : comparison.Best is not null ? ExitCode.Ok
            : comparison.Results.SelectMany(result => result.Runs).Any(run => run.Failure is TrainingFailedException) ? ExitCode.TrainingFailed
            : ExitCode.Usage;
    }

    /// <summary>The plan of the first variant whose options fit each other; the data is the same for all.</summary>
    private static TablePlan FirstUsable(Table table, IReadOnlyList<string> targets, IReadOnlyList<Variant> variants, ulong seed)
    {
        // A table that cannot be learnt from is no variant's fault.
        _ = Schema.Infer(table, targets, variants[0].Options.Schema);
        for (int i = 0; ; i++)
        {
            try
            {
                return TableTrainer.Prepare(table, targets, variants[i].Options with { Seed = seed });
            }
            catch (Exception fault) when (fault is ArgumentException or DataException && i + 1 == variants.Count)
            {
                throw new UsageException(variants.Count == 1 ? RemedyText.Of(fault) : $"No variant can be trained. {variants[i].Name}: {RemedyText.Of(fault)}", fault);
            }
            catch (Exception fault) when (fault is ArgumentException or DataException)
            {
                // It gets its row as a failed variant; perhaps another one fits.
            }
        }
    }

    private static void WritePlan(Screen screen, Table table, TablePlan plan, int variants, int seeds)
    {
        screen.Line($"{table.Source}: {Wording.Count(table.Rows, "row")}, {Wording.Count(table.Columns.Count, "column")}", Ink.Bold);
        screen.Fact("target", string.Join(", ", plan.Schema.TargetNames));
        screen.Fact("task", $"{Words.Of(plan.Schema.Task)}, {plan.Schema.TaskReason} (--task)");
        screen.Fact("rows", string.Create(CultureInfo.InvariantCulture, $"{plan.TrainRows:#,0} train, {plan.ValidationRows:#,0} validation, {plan.TestRows:#,0} test, the same for all variants (--test-fraction, --validation-fraction)"));
        screen.Fact("quantiles", plan.Quantiles is { } levels ? string.Join(", ", levels.Select(level => level.ToString(CultureInfo.InvariantCulture))) : null);
        screen.Fact("trainings", $"{Wording.Count(variants, "variant")} × {Wording.Count(seeds, "seed")}");
        Decisions.WriteNotices(screen, [.. plan.Notices.Where(notice => notice.Severity == Severity.Warning)]);
        screen.Line();
    }
}
