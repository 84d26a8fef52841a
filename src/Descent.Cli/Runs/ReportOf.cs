namespace Descent.Cli.Runs;

internal static class ReportOf
{
    public static RunReport Training(TableTraining training, RunSource source, CrossValidation? validation = null)
    {
        Schema schema = training.Schema;
        string targets = string.Join(", ", schema.TargetNames);
        return ExplanationOf.With(SummaryOf.With(ClassesOf.With(ScoresOf.With(new RunReport
        {
            Title = $"{targets} from {source.Data}",
            Task = $"{Words.Titled(schema.Task)} of {targets}",
            Created = DateTimeOffset.UtcNow,
            Facts = Facts(training, source),
            Notices = [.. RunDocument.NoticesOf(training, validation).OrderBy(notice => notice.Severity != Severity.Warning)],
            Recipes = [.. training.Trials.Select(trial => new[] { trial.Recipe, trial.Loss is { } loss ? Markup.Number(loss) : "not tried", trial.Loss is null ? "" : $"{trial.Weight:0.00}" })],
            Members = [.. training.Ensemble is { } ensemble ? Verbs.MemberText.Rows(training, ensemble) : []],
            MemberHeads = training.Ensemble is { } course ? [.. Verbs.MemberText.Heads(course).Select(FitText.Capital)] : [],
            MembersRemark = training.Ensemble is { } method ? Remark(training, method) : "",
            Network = IsOne(training) ? NetworkShape.Columns(training.Model.Model) : [],
            Layers = IsOne(training) ? NetworkShape.Rows(training.Model.Model) : [],
            Folds = validation is null
                ? null
                : new FoldTable([.. validation.Scores.Keys.Select(StandardMetrics.NameOf)], [.. validation.Folds.Select(fold => (IReadOnlyList<double>)[.. validation.Scores.Keys.Select(name => fold.Evaluation!.Scores[name])])]),
            Losses = IsOne(training) ? training.History.Epochs : [],
            Fit = FitText.Facts(validation?.Folds ?? [training], source.HasTestTable),
            Findings = training.Findings,
            FitNumbers = FitText.Numbers(validation?.Folds ?? [training]),
            BestEpoch = training.History.BestEpoch > 0 ? training.History.BestEpoch : null,
            Scatters = schema.Task is TaskKind.Regression or TaskKind.Counts && training.Evaluation is { } evaluation ? Scatters(evaluation.Outcome, schema.TargetNames) : [],
            Intervals = training.Evaluation is { Quantiles: { Levels.Count: > 1 } quantiles } judged ? Intervals(judged.Outcome, quantiles, schema.TargetNames) : [],
            Errors = schema.Task is TaskKind.Regression or TaskKind.Counts && training.Evaluation is { } scored ? [.. ErrorSizes.Of(scored.Outcome, schema.TargetNames)] : [],
            ErrorShares = ErrorSizes.Heads,
            Settings = Settings(training, source),
        }, training, validation), training.Evaluation), training, validation), training, validation);
    }

    private static bool IsOne(TableTraining training) => training.IsSingle;

    private static string Remark(TableTraining training, EnsembleTraining ensemble)
    {
        EnsembleFacts facts = ensemble.Method.Facts;
        string bag = ensemble.OutOfBag is { } scores
            ? $" Out-of-bag scores of {Verbs.MemberText.OutOfBag(training, ensemble)}: {string.Join(", ", scores.Select(score => $"{StandardMetrics.NameOf(score.Key)} {Markup.Number(score.Value)}"))}."
            : "";
        return $"The networks differ in {facts.Members}. Prediction: {facts.Prediction}.{bag}";
    }

    public static ConfusionTable Confusion(ConfusionMatrix counts, IReadOnlyList<string> labels) => new(
        labels,
        [.. Enumerable.Range(0, counts.Classes).Select(actual => (IReadOnlyList<long>)[.. Enumerable.Range(0, counts.Classes).Select(predicted => (long)counts[actual, predicted])])]);

    private static LabelValue[] Facts(TableTraining training, RunSource source)
    {
        Schema schema = training.Schema;
        IEnumerable<LabelValue> targets = schema.Targets.Select(target => new LabelValue($"Target {target.Name}", target.Reason));
        IEnumerable<LabelValue> columns = Words.Alike(schema.Columns.Where(column => column.Kind != ColumnKind.Target), missing: false).Select(alike => alike.Length == 1
            ? new LabelValue($"Column {alike[0].Name}", $"{Words.Of(alike[0].Kind)}: {alike[0].Reason}")
            : new LabelValue($"{alike.Length} columns", $"{Words.Of(alike[0].Kind)}: {alike[0].Reason}: {string.Join(", ", alike.Select(column => column.Name))}"));
        return
        [
            new("Data", $"{source.Data}, {Data.Wording.Count(source.Rows, "row")}, {Data.Wording.Count(source.Columns, "column")}"),
            new("Task", $"{Words.Of(schema.Task)}: {schema.TaskReason}"),
            new("Rows", $"{training.TrainRows:#,0} for training, {training.ValidationRows:#,0} for validation, {training.TestRows:#,0} for the scores"),
            .. targets,
            .. columns,
        ];
    }

    private static LabelValue[] Settings(TableTraining training, RunSource source)
    {
        TrainingOptions options = training.Options;
        History history = training.History;
        if (!IsOne(training))
        {
            return
            [
                new("Loss", Catalogue.ToText(options.Loss)),
                .. training.Ensemble is { } ensemble
                    ? ensemble.Method is StackingEnsemble ? [new("Ensemble", $"{ensemble.Method}")] : [new("Ensemble", $"{ensemble.Method}"), new("Optimizer", Words.Of(options.Optimizer)), new("Regularizer", Words.Of(options.Regularizer))]
                    : new LabelValue[] { new("Recipes", string.Join(", ", training.Trials.Select(trial => trial.Recipe))), new("Folds", $"{training.Folds}") },
                new("Networks in the model", $"{training.Model.Members.Count} with {training.Model.ParameterCount:#,0} parameters"),
                new("Time", $"{training.Seconds:0.0} s"),
                new("Seed", $"{source.Seed}"),
                new("Version", Tool.Version),
            ];
        }

        return
        [
            new("Loss", Catalogue.ToText(options.Loss)),
            new("Optimizer", Words.Of(options.Optimizer)),
            .. history.Precision == NumericPrecision.Double ? [new("Precision", "double in training; the model keeps single precision")] : Array.Empty<LabelValue>(),
            new("Regularizer", Words.Of(options.Regularizer)),
            .. options.Augmentations is { Count: > 0 } augmentations ? [new("Augmentation", string.Join(", ", augmentations.Select(Catalogue.ToText)))] : Array.Empty<LabelValue>(),
            new("Epochs", $"{history.Epochs.Count} of {options.Epochs}; {Words.Of(history.Stop)}"),
            new("Weights kept", Words.Kept(history.BestEpoch, history.Epochs.Count, options, Words.ChosenBy(options, history)?.Value)),
            new("Batch size", options.Optimizer is FullBatchOptimizer ? "all rows" : $"{options.BatchSize}"),
            new("Time", $"{history.Seconds:0.0##} s on {history.Threads} {(history.Threads == 1 ? "thread" : "threads")}"),
            new("Seed", $"{source.Seed}"),
            new("Version", Tool.Version),
        ];
    }

    private static IntervalSeries[] Intervals(Outcome outcome, QuantileScores quantiles, IReadOnlyList<string> names)
    {
        int levels = quantiles.Levels.Count;
        double At(int row, int column, int level) => quantiles.Predictions.Span[(((row * outcome.Columns) + column) * levels) + level];
        return [.. names.Select((name, column) => new IntervalSeries(name, quantiles.Levels[0], quantiles.Levels[^1], quantiles.Targets[column].Inside, [.. Enumerable.Range(0, outcome.Rows).Select(row =>
            (outcome.Targets.Span[(row * outcome.Columns) + column], At(row, column, 0), outcome.Outputs.Span[(row * outcome.Columns) + column], At(row, column, levels - 1)))]))];
    }

    private static ScatterSeries[] Scatters(Outcome outcome, IReadOnlyList<string> names)
    {
        int[] rows = [.. Enumerable.Range(0, outcome.Rows)];
        return [.. names.Select((name, column) => new ScatterSeries(
            name,
            [.. rows.Select(row => outcome.Targets.Span[(row * outcome.Columns) + column])],
            [.. rows.Select(row => outcome.Outputs.Span[(row * outcome.Columns) + column])]))];
    }
}
