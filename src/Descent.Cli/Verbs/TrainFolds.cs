using System.Globalization;
using Descent.Cli.Documents;
using Descent.Cli.Runs;
using Descent.Cli.Screens;

namespace Descent.Cli.Verbs;

/// <summary>A cross-validation: one training per fold, their scores taken together, and on request a model of all rows.</summary>
internal static class TrainFolds
{
    /// <summary>So many folds have a column each; of more each has a line.</summary>
    private const int MostColumns = 10;

    public static int Run(Call call, TrainRequest request, int count)
    {
        ProgressDisplay progress = new(call.People, count + (request.Folder is null ? 0 : 1));
        TableOptions options = request.Options with { Progress = progress, Trials = progress };
        // Made now, as it may be refused.
        using IEnumerator<TablePlan> plans = TableTrainer.PrepareFolds(request.Table, request.Targets, count, options).GetEnumerator();
        _ = UsageException.Checked(plans.MoveNext);
        Decisions.Write(call.People, request.Table, plans.Current, count);

        List<TableTraining> folds = [];
        do
        {
            progress.Prefix = string.Create(CultureInfo.InvariantCulture, $"fold {folds.Count + 1}/{count}  ");
            folds.Add(TrainOnce.Train(plans.Current, progress, call.Cancellation));
            call.Cancellation.ThrowIfCancellationRequested();
        }
        while (plans.MoveNext());

        CrossValidation validation = new(folds);
        TableTraining? whole = request.Folder is null ? null : TrainWhole(call, request, progress);
        object[] run = RunDocument.Parts(whole ?? folds[0], request.Source, validation);
        (string? Model, string? Report, string? Fault) saved = whole is null ? default : RunFiles.Save(request.Folder!, whole, request.Source, run, validation);
        call.Respond(() => [.. run, new FilesDocument(saved.Model, saved.Report)], screen => WriteScores(screen, validation, (saved.Model, saved.Report)));
        if (saved.Fault is null)
        {
            return ExitCode.Ok;
        }

        call.People.Error(saved.Fault);
        return ExitCode.Usage;
    }

    private static TableTraining TrainWhole(Call call, TrainRequest request, ProgressDisplay progress)
    {
        progress.Prefix = "all rows  ";
        TablePlan plan = TableTrainer.Prepare(request.Table, request.Targets, request.Options with { Progress = progress, Trials = progress, TestFraction = 0, Test = null });
        TableTraining whole = TrainOnce.Train(plan, progress, call.Cancellation);
        call.Cancellation.ThrowIfCancellationRequested();
        return whole;
    }

    private static void WriteScores(Screen screen, CrossValidation validation, (string? Model, string? Report) saved)
    {
        int judged = validation.Folds.Sum(fold => fold.TestRows);
        screen.Heading(string.Create(CultureInfo.InvariantCulture, $"Scores of {validation.Folds.Count} folds; each of {judged:#,0} rows judged once, by a model that was not trained on it{Judgement.Positive(validation.Folds[0].Model.Decision)}"));
        string[] means = ["score", "mean", "±", .. validation.Baselines.Select(Words.Of)];
        string[] folds = [.. validation.Folds.Select((_, i) => $"fold {i + 1}")];
        TextTable all = Table([.. means, .. folds]), summary = Table(means), each = Table(["score", .. folds]);
        foreach ((string name, (double mean, double deviation)) in validation.Scores)
        {
            string[] front = [StandardMetrics.NameOf(name), Judgement.Number(name, mean), Fixed.Spread(deviation), .. validation.Baselines.Select(baseline => Judgement.Number(name, baseline.Scores.GetValueOrDefault(name, double.NaN)))];
            string[] own = [.. validation.Folds.Select(fold => Judgement.Number(name, fold.Evaluation!.Scores[name]))];
            all.Add([.. front, .. own]);
            summary.Add(front);
            each.Add([StandardMetrics.NameOf(name), .. own]);
        }

        if (validation.Folds.Count > MostColumns)
        {
            // A line per fold, as so many columns cannot be read side by side.
            TextTable lines = new(["fold", .. validation.Scores.Keys.Select(StandardMetrics.NameOf)]) { Numbers = Enumerable.Range(0, validation.Scores.Count + 1).ToHashSet() };
            foreach ((int i, TableTraining fold) in validation.Folds.Index())
            {
                lines.Add([$"{i + 1}", .. validation.Scores.Keys.Select(name => Judgement.Number(name, fold.Evaluation!.Scores[name]))]);
            }

            screen.Table(summary);
            screen.Line();
            screen.Table(lines);
        }
        else if (all.Blocks(screen.Width).Count() == 1)
        {
            screen.Table(all);
        }
        else
        {
            screen.Table(summary);
            screen.Line();
            screen.Table(each);
        }

        screen.Line(string.Create(CultureInfo.InvariantCulture, $"±: standard deviation over the {validation.Folds.Count} folds"), indent: 2);
        Judgement.WriteBaselines(screen, validation.Baselines);
        Judgement.WriteExplanations(screen, validation.Folds[0].Evaluation!.Outcome.Form, validation.Scores.ToDictionary(score => score.Key, score => score.Value.Mean, StringComparer.Ordinal));
        Judgement.WriteUndefined(screen, validation.Undefined, validation.Baselines);
        Judgement.WriteLeftOut(screen, validation.Folds[0].Evaluation!.Outcome.Form, validation.Scores.Keys);
        screen.Notices(validation.Notices);

        screen.Line();
        screen.Fact("rows of each fold", $"{Range(fold => fold.TrainRows)} train, {Range(fold => fold.ValidationRows)} validation, {Range(fold => fold.TestRows)} test");
        FitText.Write(screen, validation.Folds);
        screen.Fact("model", saved.Model ?? "none; with --out DIR one is trained on all rows and saved");
        screen.Fact("report", saved.Report);

        string Range(Func<TableTraining, int> rows)
        {
            (int fewest, int most) = (validation.Folds.Min(rows), validation.Folds.Max(rows));
            return fewest == most ? Number(most) : $"{Number(fewest)} to {Number(most)}";
        }
    }

    private static string Number(int rows) => rows.ToString("#,0", CultureInfo.InvariantCulture);

    private static TextTable Table(string[] headers) => new(headers) { Numbers = Enumerable.Range(1, headers.Length - 1).ToHashSet() };
}
