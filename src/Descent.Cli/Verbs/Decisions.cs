using System.Globalization;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Says everything that was decided before training, and how to decide otherwise.</summary>
internal static class Decisions
{
    /// <summary>All decisions.</summary>
    /// <param name="screen">Where they are said.</param>
    /// <param name="table">The table.</param>
    /// <param name="plan">The plan, of several folds that of the first.</param>
    /// <param name="folds">How many folds there are; 0 without.</param>
    /// <param name="judgedBy">The option that says which rows are judged.</param>
    public static void Write(Screen screen, Table table, TablePlan plan, int folds = 0, string judgedBy = "--test-fraction")
    {
        Schema schema = plan.Schema;
        screen.Line($"{table.Source}: {Wording.Count(table.Rows, "row")}, {Wording.Count(table.Columns.Count, "column")}", Ink.Bold);
        screen.Fact("target", string.Join(", ", schema.TargetNames));
        screen.Fact("task", $"{Words.Of(schema.Task)}, {schema.TaskReason} (--task)");
        screen.Heading("Columns (--treat COL=KIND, --ignore COL)");
        WriteColumns(screen, schema);
        // The task has just been told.
        WriteNotices(screen, [.. plan.Notices.Where(notice => !notice.Text.Contains(schema.TaskReason, StringComparison.Ordinal))]);
        WriteTraining(screen, plan, schema, folds, folds > 0 ? "--cv" : judgedBy);
    }

    /// <summary>What every column was taken for.</summary>
    public static void WriteColumns(Screen screen, Schema schema)
    {
        TextTable columns = new("column", "kind", "missing", "why") { Numbers = new HashSet<int> { 2 }, WrapLast = true };
        (IEnumerable<ColumnSchema> shown, string? rest) = Listing.Of(schema.Columns, column => Words.Of(column.Kind));
        foreach (ColumnSchema column in shown)
        {
            columns.Add(column.Name, Words.Of(column.Kind), column.Missing.ToString(CultureInfo.InvariantCulture), column.Reason);
        }

        screen.Table(columns);
        if (rest is not null)
        {
            screen.Line(rest);
        }
    }

    /// <summary>Decisions and warnings, if there are any.</summary>
    public static void WriteNotices(Screen screen, IReadOnlyCollection<Notice> notices)
    {
        if (notices.Count == 0)
        {
            return;
        }

        screen.Heading("Notes");
        screen.Notices(Listing.Of(notices));
    }

    /// <summary>The layers of a model, in fewer columns where the terminal is narrow.</summary>
    public static void WriteNetwork(Screen screen, Model<float> model)
    {
        string[] lines = model.Summary().TrimEnd('\n').Split('\n');
        if (lines.Max(line => line.Length) <= screen.Width)
        {
            screen.Line(string.Join('\n', lines));
            return;
        }

        screen.Table(["layer", "shape", "parameters"], NetworkShape.Rows(model).Select(layer => (string[])[layer.Name, layer.Shape, layer.Parameters.ToString("#,0", CultureInfo.InvariantCulture)]), 2..3);
        screen.Line(lines[^1], indent: 2);
    }

    private static void WriteRecipes(Screen screen, TablePlan plan, int folds, string judgedBy)
    {
        screen.Heading("Networks (--effort; --layers and the like for one of your own)");
        screen.Fact("recipes", $"{string.Join(", ", plan.Recipes)} (--recipe)");
        screen.Fact("each on", plan.Folds > 1
            ? $"{plan.Folds} folds of the training rows: a network learns from all but one of them, which chooses its epoch; small tables are divided up to three times"
            : "four fifths of the training rows; the others choose its epoch");
        screen.Fact("prediction", "the weighted mean of all networks; the weights are chosen on rows that they did not train on");
        screen.Fact("rows", string.Create(CultureInfo.InvariantCulture, $"{(folds > 0 ? $"fold 1 of {folds} has " : "")}{plan.TrainRows:#,0} train, {plan.TestRows:#,0} test ({judgedBy})"));
        WriteLoss(screen, plan);
        screen.Line();
    }

    private static void WriteLoss(Screen screen, TablePlan plan) => screen.Fact("loss", plan.Quantiles is { } levels
        ? $"that of the quantiles {string.Join(", ", levels.Select(level => level.ToString(CultureInfo.InvariantCulture)))} (--quantiles)"
        : $"{Catalogue.ToText(plan.Options.Loss)} (--loss)");

    private static void WriteTraining(Screen screen, TablePlan plan, Schema schema, int folds, string judgedBy)
    {
        if (plan.Recipes.Count > 0)
        {
            WriteRecipes(screen, plan, folds, judgedBy);
            return;
        }

        TrainingOptions options = plan.Options;
        screen.Heading("Network (--layers, --activation, --initializer)");
        WriteNetwork(screen, plan.Model);
        screen.Heading("Training");
        screen.Fact("rows", string.Create(CultureInfo.InvariantCulture, $"{(folds > 0 ? $"fold 1 of {folds} has " : "")}{plan.TrainRows:#,0} train, {plan.ValidationRows:#,0} validation, {plan.TestRows:#,0} test ({judgedBy}, --validation-fraction)"));
        if (Words.EpochChoice(options) is { } choice)
        {
            screen.Fact("weights kept", $"{choice} ({(options.Monitor is null ? string.Create(CultureInfo.InvariantCulture, $"--validation-fraction; by default none below {TableOptions.FewRows:#,0} rows, where every row is worth more in training") : "--metric")})");
        }

        WriteLoss(screen, plan);
        screen.Fact("optimizer", $"{Words.Of(options.Optimizer)} (--optimizer, --learning-rate)");
        screen.Fact("penalty", $"{Words.Of(options.Regularizer)} (--l2, --regularizer; by default {TableOptions.PseudoRows(schema.Task)} / training rows{(schema.Task == TaskKind.Counts ? ", more where events are rare" : "")}: the fewer rows, the stronger)");
        if (options.Clipping is { } clipping)
        {
            screen.Fact("gradients", string.Create(CultureInfo.InvariantCulture, $"limited to {clipping.Limit} by {clipping.Form} (--clip)"));
        }

        if (options.Augmentations is { Count: > 0 } augmentations)
        {
            screen.Fact("augmentation", $"{string.Join(", ", augmentations.Select(Catalogue.ToText))}, of training rows only (--augment)");
        }

        string delta = options.EarlyStopping is { MinimumDelta: > 0 } least ? string.Create(CultureInfo.InvariantCulture, $" by more than {least.MinimumDelta}") : "";
        string stopping = options.EarlyStopping is { } rule ? $", fewer if validation does not improve{delta} for {Wording.Count(rule.Patience, "epoch")}" : "";
        string goal = options.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $", or as soon as {(until.Metric is { } wanted ? wanted.Name : "the validation loss")} reaches {until.Value}") : "";
        string ways = string.Join(", ", [.. stopping.Length > 0 ? ["--patience"] : Array.Empty<string>(), .. goal.Length > 0 ? ["--until"] : Array.Empty<string>()]);
        screen.Fact("epochs", string.Create(CultureInfo.InvariantCulture, $"{options.Epochs}{stopping}{goal} (--epochs{(ways.Length > 0 ? $", {ways}" : "")})"));
        screen.Fact("batch size", string.Create(CultureInfo.InvariantCulture, $"{options.BatchSize} (--batch-size)"));
        screen.Fact("threads", $"{(options.Threads == 0 ? "automatic" : options.Threads.ToString(CultureInfo.InvariantCulture))} (--threads)");
        screen.Line();
    }
}
