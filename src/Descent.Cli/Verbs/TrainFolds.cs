namespace Descent.Cli.Verbs;

/// <summary>A cross-validation: one training per fold, their scores together, and on request a model of all rows.</summary>
internal static class TrainFolds
{
    /// <summary>The most folds with a column each; more have a line each.</summary>
    private const int MostColumns = 10;

    public static int Run(Call call, TrainRequest request, int count)
    {
        // The first plan is made at once, because the options may be wrong.
        Decisions.Write(call.People, request.Table, UsageException.Checked(() => TableTrainer.PrepareFolds(request.Table, request.Targets, count, request.Options).First()), count);
        FoldsDisplay display = new(call.People, count);
        CrossValidation validation = TrainOnce.Shown(display.Line, () => TableTrainer.CrossValidate(request.Table, request.Targets, count, request.Options, display, call.Cancellation));
        TableTraining? whole = request.Folder is null ? null : TrainOnAll(call, request);
        object[] run = RunDocument.Parts(whole ?? validation.Folds[0], request.Source, validation);
        (string? model, string? report, string? fault) = whole is null ? default : RunFiles.Save(request.Folder!, whole, request.Source, run, validation);
        call.Respond(() => [.. run, new FilesDocument(model, report)], screen =>
        {
            WriteScores(screen, validation);
            screen.Fact("model", model ?? "none; with --out DIR one is trained on all rows and saved");
            screen.Fact("report", report);
        });
        return call.Ended(fault);
    }

    private static TableTraining TrainOnAll(Call call, TrainRequest request)
    {
        ProgressDisplay progress = new(call.People, trainings: 2) { Prefix = "all rows  " };
        TablePlan plan = TableTrainer.Prepare(request.Table, request.Targets, request.Options with { TestFraction = 0, Test = null, Progress = progress, Trials = progress, MemberProgress = progress });
        TableTraining training = TrainOnce.Shown(progress, () => plan.Train(call.Cancellation));
        call.Cancellation.ThrowIfCancellationRequested();
        return training;
    }

    private static void WriteScores(Screen screen, CrossValidation validation)
    {
        IReadOnlyList<TableTraining> folds = validation.Folds;
        TableEvaluation first = folds[0].Evaluation!;
        screen.Heading($"Scores of {folds.Count} folds; each of {folds.Sum(fold => fold.TestRows):#,0} rows judged once, by a model that was not trained on it{Judgement.Positive(folds[0].Threshold is null ? folds[0].Model.Decision : folds[0].Model.Decision! with { Threshold = 0.5 })}");
        WriteTables(screen, validation);
        screen.Line($"±: standard deviation over the {folds.Count} folds", indent: 2);
        Judgement.WriteBaselines(screen, validation.Baselines);
        Judgement.WriteRemarks(screen, first.Outcome.Form, validation.Scores.ToDictionary(score => score.Key, score => score.Value.Mean, StringComparer.Ordinal), validation.Undefined, validation.Baselines);
        screen.Notices(validation.Notices);

        screen.Line();
        screen.Fact("thresholds", folds.Any(fold => fold.Threshold is not null) ? string.Join(", ", folds.Select(fold => $"{Fixed.Number(fold.Model.Decision!.Threshold, 6)}")) + ", chosen for each fold by its training rows (--threshold)" : null);
        screen.Fact("rows of each fold", $"{Range(fold => fold.TrainRows)} train, {Range(fold => fold.ValidationRows)} validation, {Range(fold => fold.TestRows)} test");
        FitText.Write(screen, folds);

        string Range(Func<TableTraining, int> rows)
        {
            (int fewest, int most) = (folds.Min(rows), folds.Max(rows));
            return fewest == most ? $"{most:#,0}" : $"{fewest:#,0} to {most:#,0}";
        }
    }

    /// <summary>Means and folds in one table if there is room, otherwise in two; of many folds, each has a line.</summary>
    private static void WriteTables(Screen screen, CrossValidation validation)
    {
        string[] scores = [.. validation.Scores.Keys], names = [.. scores.Select(StandardMetrics.NameOf)];
        string[] means = ["mean", "±", .. validation.Baselines.Select(Words.Of)], folds = [.. validation.Folds.Select((_, i) => $"fold {i + 1}")];
        string[][] summary = [.. validation.Scores.Select(score => (string[])
        [
            Judgement.Number(score.Key, score.Value.Mean), Fixed.Spread(score.Value.Deviation),
            .. validation.Baselines.Select(baseline => Judgement.Number(score.Key, baseline.Scores.GetValueOrDefault(score.Key, double.NaN))),
        ])];
        string[][] each = [.. scores.Select(name => validation.Folds.Select(fold => Judgement.Number(name, fold.Evaluation!.Scores[name])).ToArray())];
        TextTable all = Table([.. means, .. folds], summary.Zip(each, (left, right) => (string[])[.. left, .. right]));
        if (folds.Length <= MostColumns && all.Blocks(screen.Width).Count() == 1)
        {
            screen.Table(all);
            return;
        }

        screen.Table(Table(means, summary));
        screen.Line();
        if (folds.Length <= MostColumns)
        {
            screen.Table(Table(folds, each));
        }
        else
        {
            screen.Table(["fold", .. names], folds.Select((_, fold) => (string[])[$"{fold + 1}", .. each.Select(row => row[fold])]), 0..);
        }

        TextTable Table(string[] headers, IEnumerable<string[]> rows) =>
            TextTable.Of(["score", .. headers], names.Zip(rows, (name, row) => (string[])[name, .. row]), 1..);
    }
}
