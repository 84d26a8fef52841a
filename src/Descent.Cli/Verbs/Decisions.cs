namespace Descent.Cli.Verbs;

/// <summary>Writes everything that was decided before training, and how to decide otherwise.</summary>
internal static class Decisions
{
    /// <summary>Writes all decisions.</summary>
    /// <param name="screen">Where they are written.</param>
    /// <param name="table">The table.</param>
    /// <param name="plan">The plan; with several folds, that of the first.</param>
    /// <param name="folds">The number of folds; 0 without.</param>
    /// <param name="judgedBy">The option that says which rows are judged.</param>
    public static void Write(Screen screen, Table table, TablePlan plan, int folds = 0, string judgedBy = "--test-fraction")
    {
        WriteTask(screen, table, plan.Schema);
        screen.Heading("Columns (--treat COL=KIND, --ignore COL)");
        (IEnumerable<ColumnSchema> shown, string? rest) = Listing.Of(plan.Schema.Columns, column => Words.Of(column.Kind));
        screen.Table(["column", "kind", "missing", "why"], Words.Alike(shown, missing: true).Select(alike => (string[])
        [
            alike.Length == 1 ? alike[0].Name : $"{alike.Length} columns", Words.Of(alike[0].Kind), $"{alike[0].Missing}",
            alike.Length == 1 ? alike[0].Reason : $"{alike[0].Reason}: {string.Join(", ", alike.Select(column => column.Name))}",
        ]), 2..3, wrapLast: true);
        screen.Line(rest);
        WriteNotices(screen, plan.Notices, plan.Schema);
        (string first, string by) = folds > 0 ? ($"fold 1 of {folds} has ", "--cv") : ("", judgedBy);
        if (plan.Recipes.Count > 0)
        {
            WriteRecipes(screen, plan, $"{first}{plan.TrainRows:#,0} train, {plan.TestRows:#,0} test ({by})");
        }
        else
        {
            WriteTraining(screen, plan, $"{first}{plan.TrainRows:#,0} train, {plan.ValidationRows:#,0} validation, {plan.TestRows:#,0} test ({by}, --validation-fraction)");
        }

        screen.Line();
    }

    /// <summary>Writes the decisions of a training that goes on with a model: columns, layers, loss and optimizer are those of the model, and no option changes them.</summary>
    public static void WriteFurther(Screen screen, Table table, TablePlan plan)
    {
        TrainingOptions options = plan.Options;
        WriteSize(screen, table);
        screen.Fact("target", string.Join(", ", plan.Schema.TargetNames));
        screen.Fact("task", $"{Words.Of(plan.Schema.Task)}, {plan.Schema.TaskReason}");
        screen.Fact("rows", $"{plan.TrainRows:#,0} train, {plan.ValidationRows:#,0} validation, {plan.TestRows:#,0} test (--test-fraction, --validation-fraction)");
        screen.Fact("as in the run of the model", $"loss {Catalogue.ToText(options.Loss)}, penalty {Words.Of(options.Regularizer)}, {(options.Optimizer is FullBatchOptimizer ? "all rows in a batch" : $"{Wording.Count(options.BatchSize, "row")} in a batch")}");
        screen.Fact("optimizer", $"{Words.Of(options.Optimizer)}{(options.Optimizer is FullBatchOptimizer ? "" : " (--learning-rate)")}");
        screen.Fact("epochs", $"{options.Epochs} (--epochs)");
        WriteNotices(screen, plan.Notices, plan.Schema);
        screen.Line();
    }

    private static void WriteSize(Screen screen, Table table) => screen.Line($"{table.Source}: {Wording.Count(table.Rows, "row")}, {Wording.Count(table.Columns.Count, "column")}", Ink.Bold);

    /// <summary>Writes the size of the table, and what to predict if that is known.</summary>
    public static void WriteTask(Screen screen, Table table, Schema? schema)
    {
        WriteSize(screen, table);
        screen.Fact("target", schema is null ? null : string.Join(", ", schema.TargetNames));
        screen.Fact("task", schema is null ? null : $"{Words.Of(schema.Task)}, {schema.TaskReason} (--task)");
    }

    /// <summary>Writes decisions and warnings, if any.</summary>
    public static void WriteNotices(Screen screen, IEnumerable<Notice> notices, Schema? said = null)
    {
        Notice[] shown = [.. notices.Where(notice => said is null || !notice.Text.Contains(said.TaskReason, StringComparison.Ordinal))];
        if (shown.Length > 0)
        {
            screen.Heading("Notes");
            screen.Notices(Listing.Of(shown));
        }
    }

    /// <summary>Writes the layers of a model, in fewer columns if the terminal is narrow.</summary>
    public static void WriteNetwork(Screen screen, Model<float> model)
    {
        string[] lines = model.Summary().TrimEnd('\n').Split('\n');
        if (lines.Max(line => line.Length) <= screen.Width)
        {
            screen.Line(string.Join('\n', lines));
            return;
        }

        screen.Table(["layer", "shape", "parameters"], NetworkShape.Rows(model).Select(layer => (string[])[layer.Name, layer.Shape, $"{layer.Parameters:#,0}"]), 2..3);
        screen.Line(lines[^1], indent: 2);
    }

    private static void WriteRecipes(Screen screen, TablePlan plan, string rows)
    {
        screen.Heading(plan.Method is null ? "Networks (--effort; --layers and the like for one of your own)" : $"Networks (--ensemble {plan.Method.Name})");
        screen.Fact("recipes", $"{string.Join(", ", plan.Recipes)} ({(plan.Method is null ? "--recipe" : $"--ensemble {plan.Method.Name}:recipes=…")})");
        screen.Fact("each on", plan.Folds > 1
            ? $"{plan.Folds} folds of the training rows: a network learns from all but one of them, which chooses its epoch{(plan.Method is null ? "; small tables are divided up to three times" : "")}"
            : "four fifths of the training rows; the others choose its epoch");
        screen.Fact("prediction", plan.Method?.Facts.Prediction ?? "the weighted mean of all networks; the weights are chosen on rows that they did not train on");
        screen.Fact("rows", rows);
        WriteLoss(screen, plan);
    }

    private static void WriteLoss(Screen screen, TablePlan plan) => screen.Fact("loss", plan.Quantiles is { } levels
        ? $"that of the quantiles {string.Join(", ", levels)} (--quantiles)"
        : $"{Catalogue.ToText(plan.Options.Loss)} (--loss)");

    private static void WriteTraining(Screen screen, TablePlan plan, string rows)
    {
        TrainingOptions options = plan.Options;
        TaskKind task = plan.Schema.Task;
        screen.Fact("ensemble", plan.Method is { } method ? $"{method}: {(method.Networks == 1 ? "1 network" : $"{method.Networks:#,0} networks that differ in {method.Facts.Members}")}; {method.Facts.Prediction} (--ensemble)" : null);
        screen.Heading($"{(plan.Method is null ? "Network" : "Each network")} (--layers, --activation, --initializer)");
        WriteNetwork(screen, plan.Model);
        screen.Heading("Training");
        screen.Fact("rows", rows);
        string why = options.Monitor is not null ? "--metric" : $"--validation-fraction; by default none below {TableOptions.FewRows:#,0} rows, where every row is worth more in training";
        screen.Fact("weights kept", Words.EpochChoice(options) is { } choice ? $"{choice} ({why})" : null);
        WriteLoss(screen, plan);
        screen.Fact("optimizer", $"{Words.Of(options.Optimizer)} (--optimizer{(options.Optimizer is FullBatchOptimizer ? "" : ", --learning-rate")})");
        screen.Fact("precision", plan.Precision == NumericPrecision.Double ? "double in training; the model keeps single precision (--precision)" : null);
        string rare = task == TaskKind.Counts ? ", more where events are rare" : "";
        screen.Fact("penalty", $"{Words.Of(options.Regularizer)} (--l2, --regularizer; by default {TableOptions.PseudoRows(task)} / training rows{rare}: the fewer rows, the stronger)");
        screen.Fact("gradients", options.Clipping is { } clipping ? $"limited to {clipping.Limit} by {clipping.Form} (--clip)" : null);
        screen.Fact("augmentation", options.Augmentations is { Count: > 0 } augmentations ? $"{string.Join(", ", augmentations.Select(Catalogue.ToText))}, of training rows only (--augment)" : null);
        screen.Fact("epochs", Epochs(options));
        screen.Fact("batch size", options.Optimizer is FullBatchOptimizer ? "all rows" : $"{options.BatchSize} (--batch-size)");
        screen.Fact("threads", $"{(options.Threads == 0 ? "as many as pay off" : $"{options.Threads}")} (--threads)");
    }

    private static string Epochs(TrainingOptions options)
    {
        string text = $"{options.Epochs}", ways = "--epochs";
        if (options.EarlyStopping is { } rule)
        {
            string delta = rule.MinimumDelta > 0 ? $" by more than {rule.MinimumDelta}" : "";
            text += $", fewer if validation does not improve{delta} for {Wording.Count(rule.Patience, "epoch")}";
            ways += ", --patience";
        }

        if (options.Until is { } until)
        {
            text += $", or as soon as {until.Metric?.Name ?? "the validation loss"} reaches {until.Value}";
            ways += ", --until";
        }

        return $"{text} ({ways})";
    }
}
