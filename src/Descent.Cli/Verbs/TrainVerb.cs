using System.CommandLine;
using Descent.Cli.Runs;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Trains a network on a table, judges it on rows it never saw, and saves it.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> data = new("DATA") { Description = TableOptionSet.PathHelp };
    private readonly Option<string> target = new("--target") { Description = "The column to predict; several are separated by commas.", HelpName = "COL[,COL]", Required = true };
    private readonly Option<string?> test = Choice.Text("--test", "FILE", "A separate table for the scores, instead of --test-fraction.");
    private readonly Option<int?> folds = Choice.Whole("--cv", "Evaluate by cross-validation with K folds: every row is predicted once, by a model that never saw it. Saves nothing, unless --out is given: then a model trained on all rows.", 2, "K");
    private readonly Option<string?> place = Choice.Text("--out", "DIR", "The folder for the run. Default: the first free runs/DATA-TARGET-N.");
    private readonly Option<bool> force = Choice.Flag("--force", "Replace the run in --out.");
    private readonly Option<bool> strict = Choice.Flag("--strict", "Stop at a category or label in --test that training has not seen, instead of counting it as unknown, and the label as wrong.");
    private readonly Option<Effort?> effort = Choice.OneOf<Effort>(
        "--effort", "How much is computed: quick trains one network; normal a few kinds of networks on five folds, at most about half a minute for 10,000 rows of 20 columns, and longer for many classes (200 took 1.7 times as long as 2, for 8,000 rows of 10 columns); best larger ones on eight folds, minutes. Default: normal, or quick where an option describes the network.",
        ("quick", Effort.Quick), ("normal", Effort.Normal), ("best", Effort.Best));

    private readonly Option<string?> recipe = Choice.Text("--recipe", "NAME", $"The one kind of network to train, instead of the effort's choice: {string.Join(", ", Recipe.ByName.Keys)}; with its numbers, where they are not to be the usual ones, as in realmlp:256,256 (descent explain realmlp).");
    private readonly Option<double?> time = Choice.Real("--time", "About how many seconds training may take, instead of an effort. What is trained then depends on this machine's speed; plan.json in the run says what it was.", "above 0 and at most 10,000,000", seconds => seconds is > 0 and <= 1e7);
    private readonly Option<string?> plan = Choice.Text("--plan", "FILE", "The plan.json of a run: to train the same again, to the bit, whatever decided it.");
    private readonly TrainingOptionSet training = new();
    private readonly DecisionOptionSet decision = new();
    private readonly ColumnOptionSet columns = new();
    private readonly TableOptionSet tables = new();

    public TrainVerb()
        : base("train", "Trains a network on a table, evaluates it on rows it never saw, and saves it.")
    {
        Arguments.Add(data);
        Add(target, test, folds, place, force, strict, effort, recipe, time, plan);
        training.AddTo(this);
        decision.AddTo(this);
        columns.AddTo(this, splits: true);
        tables.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("train iris.csv --target species", "Everything decided from the data:"),
        new("train iris.csv --target species --effort quick", "A single network, in less than a second:"),
        new("train iris.csv --target species --time 60", "The best that a minute on this machine can do:"),
        new("train iris.csv --target species --plan runs/iris-species-1/plan.json", "Exactly that again:"),
        new("train prices.csv.gz --target price --layers 128,64 --epochs 300 --out runs/prices", "A larger network, saved in a place of your choice:"),
        new("train prices.csv --target price --quantiles 0.1,0.5,0.9", "The median price, and limits that a tenth and nine tenths of the prices lie below:"),
        new("train iris.csv --target species --cv 5 --json", "Scores of five folds, as JSON:"),
        new("train rows.csv --target sick --balance --treat zip=categorical --ignore name", "Rare classes given more weight, and columns interpreted differently:"),
        new("train visits.csv --target sick --group patient --augment smote,noise:standardDeviation=0.05", "No patient on both sides of a split; more rows of the rare class, with noise:"),
    ];

    public override int Run(Call call)
    {
        RequireEffect(call);
        // Before the work, which may take hours: a place that cannot be written is better known now.
        using RunFolder? folder = TakeFolder(call);
        Table table = tables.Read(call, call.Value(data)!);
        TableOptions options = decision.With(call, training.Options(call)) with
        {
            Schema = columns.Options(call, table),
            Test = call.Value(test) is { } path ? tables.Read(call, path) : null,
            Strict = call.Value(strict),
            Effort = call.Value(effort),
            Recipe = call.Value(recipe) is { } name ? Catalogue.Parse<Recipe>(name) : null,
            Time = call.Value(time) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Plan = call.Value(plan) is { } file ? ReadPlan(file) : null,
        };
        TrainRequest request = new(
            table,
            ColumnOptionSet.Names(table, call.Value(target)!, target.Name),
            options,
            new RunSource(table.Source, table.Rows, table.Columns.Count, call.Seed, options.Test is not null),
            folder);
        return call.Value(folds) is { } count ? TrainFolds.Run(call, request, count) : TrainOnce.Run(call, request);
    }

    private static EnsemblePlan ReadPlan(string path)
    {
        try
        {
            return Catalogue.PlanFromJson(File.ReadAllText(path));
        }
        catch (FormatException fault)
        {
            throw new UsageException($"--plan {path}: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--plan {path}: {FileFault.Text(fault)}", fault);
        }
    }

    // What would silently do nothing is refused.
    private void RequireEffect(Call call)
    {
        training.RequireNoShare(call, test);
        training.RequireNoShare(call, folds);
        if (call.IsGiven(folds) && call.IsGiven(test))
        {
            throw new UsageException("--cv and --test exclude each other: with --cv every row of the data is judged once. Leave one of them out, and evaluate a saved model on the other table.");
        }

        if (call.IsGiven(strict) && !call.IsGiven(test))
        {
            throw new UsageException("--strict is about the table of --test, but none is given. Leave it out, or name the table.");
        }
    }

    private RunFolder? TakeFolder(Call call) => call.Value(place) is { } wanted ? RunFolder.Take(wanted, call.Value(force), call.Value(data), call.Value(test))
        : call.Value(folds) is not null ? null
        : RunFolder.TakeNext($"{NameOf(call.Value(data)!)}-{string.Join('-', call.Value(target)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))}");

    // iris.csv.gz is called iris.
    private static string NameOf(string path) => path == "-" ? "standard input" : Path.GetFileName(path).Split('.', StringSplitOptions.RemoveEmptyEntries) is [var name, ..] ? name : "data";
}
