using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Creates notices about doubtful scores.</summary>
internal static class EvaluationNotices
{
    private const int MostNamed = 8;
    private const double ManySeen = 0.05;

    /// <summary>The share of the rows below which a class is rare, and the share of its rows below which it is hardly ever predicted.</summary>
    private const double Rare = 0.1;

    /// <summary>The part of a score by which it must be worse than the baseline; less is rounded away where both are printed.</summary>
    private const double Hidden = 1e-4;

    /// <summary>Creates notices about labels that are never predicted, have no rows or are unknown, about rows that training has used, and about scores below the baseline.</summary>
    /// <param name="evaluation">The scores.</param>
    /// <param name="isComplete">Whether the hashes of all training rows are known.</param>
    /// <param name="skill">The skill of the model; null if it is not known.</param>
    /// <param name="fit">The diagnosis of training; null if it is not known.</param>
    public static IReadOnlyList<Notice> Of(TableEvaluation evaluation, bool isComplete = true, FitSkill? skill = null, FitDiagnosis? fit = null)
    {
        List<Notice> notices = [.. OfBaselines((evaluation.Unseen ?? evaluation).Scores, (evaluation.Unseen ?? evaluation).Baselines, skill, fit, errors: ErrorsOf(evaluation.Unseen ?? evaluation))];
        notices.AddRange(OfClasses(evaluation.Classes, evaluation, skill));
        if (evaluation.UnknownLabels.Count > 0)
        {
            int rows = evaluation.UnknownLabels.Values.Sum();
            notices.Add(Notice.Warning($"{Amount.Part(rows, evaluation.Outcome.Rows, "row", "has a label", "have labels")} that training never saw: {Names([.. evaluation.UnknownLabels.Keys])}. {(rows == 1 ? "It counts" : "They count")} as wrong.", new Remedy(nameof(TableOptions.Strict))));
        }

        return [.. notices, .. OfSeen(evaluation, isComplete)];
    }

    /// <summary>Creates a notice about evaluated rows that are equal to training rows; none if there are no such rows.</summary>
    /// <param name="evaluation">The scores.</param>
    /// <param name="isComplete">Whether the hashes of all training rows are known.</param>
    /// <param name="noun">What a row is called; default a row.</param>
    public static IEnumerable<Notice> OfSeen(TableEvaluation evaluation, bool isComplete = true, string noun = "row")
    {
        string then = evaluation.Unseen is null ? "no row is new, so these scores say nothing about new rows" : "the scores without these rows are more informative";
        return OfRepeats(evaluation.RowsSeenInTraining ?? 0, evaluation.Outcome.Rows, $"equal to a training row in every column that the model uses; {then}", [Remedy.FromAdvice("remove the repeated rows, or evaluate on other rows"), new Remedy(nameof(SchemaOptions.Group))], isComplete, noun);
    }

    /// <summary>Creates a notice about rows that are equal to training rows; none if there are no such rows.</summary>
    public static IEnumerable<Notice> OfRepeats(int seen, int rows, string what, IReadOnlyList<Remedy> remedies, bool isComplete = true, string noun = "row")
    {
        if (seen > 0)
        {
            string text = $"{(isComplete ? "" : "At least ")}{Amount.Part(seen, rows, noun, "is", "are")} {what}.";
            yield return seen >= ManySeen * rows ? Notice.Warning(text, remedies) : Notice.Information(text, remedies);
        }
    }

    /// <summary>Creates notices about classes that are never, never correctly or hardly ever predicted, or have no rows.</summary>
    /// <param name="classes">The classes, of one evaluation or of all folds.</param>
    /// <param name="evaluation">The evaluation, or that of any fold.</param>
    /// <param name="skill">The skill of the model; null if it is not known.</param>
    public static IReadOnlyList<Notice> OfClasses(IReadOnlyList<ClassReport> classes, TableEvaluation evaluation, FitSkill? skill)
    {
        List<Notice> notices = [];
        ClassReport[] known = [.. classes.Where(c => c.Label != TableEvaluation.OtherLabels)], present = [.. known.Where(c => c.Rows > 0)];
        double all = evaluation.Confusion is null ? evaluation.Outcome.TotalWeight : classes.Sum(c => c.Rows);
        bool weights = evaluation.Confusion is not null && skill is not { IsWeighted: true }, threshold = evaluation is { Decision: not null, Outcome.HasProbabilities: true };
        Remedy[] rare =
        [
            .. weights ? [new Remedy(nameof(TableOptions.BalanceClasses))] : Array.Empty<Remedy>(),
            .. threshold ? [new Remedy(nameof(TableOptions.Threshold))] : Array.Empty<Remedy>(),
        ];
        string ways = string.Join(", or ", [.. weights ? ["learned better with weights"] : Array.Empty<string>(), .. threshold ? ["found with another threshold"] : Array.Empty<string>()]);
        Add([.. present.Where(c => c.Predicted == 0)], "is never predicted: its recall is 0", "are never predicted: their recall is 0");
        Add([.. present.Where(c => c is { Predicted: > 0, Recall: 0 })], "is predicted, but never correctly: its recall is 0", "are predicted, but never correctly: their recall is 0");
        Add([.. present.Where(c => c.Recall > 0 && IsRare(c) && c.Predicted < Rare * c.Rows)], "is hardly ever predicted", "are hardly ever predicted");
        // A class that neither occurs nor is predicted is left out of the means of precision and recall, as in scikit-learn, but not of average precision.
        Add([.. known.Where(c => c is { Rows: 0, Predicted: > 0 })], "has no row here, but is predicted: its recall and average precision count as 0", "have no row here, but are predicted: their recall and average precision count as 0");
        Add([.. known.Where(c => c is { Rows: 0, Predicted: 0 })], "has no row here, and is not predicted: nothing is known about it, and its average precision counts as 0", "have no row here, and are not predicted: nothing is known about them, and their average precision counts as 0");
        return notices;

        string NameOf(ClassReport c) => evaluation.YesLabels.Count == 0 ? c.Label : $"{c.Label} = {evaluation.YesLabels[classes.Index().First(pair => pair.Item == c).Index]}";

        bool IsRare(ClassReport c) => c.Rows > 0 && c.Rows < Rare * all;

        void Add(ClassReport[] which, string one, string several)
        {
            if (which.Length == 0)
            {
                return;
            }

            (string what, string plural) = evaluation.Confusion is null ? ("label", "labels") : ("class", "classes");
            string text = $"The {(which.Length == 1 ? what : plural)} {Names([.. which.Select(NameOf)])} {(which.Length == 1 ? one : several)}.";
            notices.Add(which.Any(IsRare) && rare.Length > 0 ? Notice.Warning($"{text} Rare classes may be {ways}.", rare) : Notice.Warning(text));
        }
    }

    /// <summary>
    /// Creates a notice if a baseline does better than the model: in log loss for probabilities, in balanced accuracy for balanced training, in accuracy for other
    /// classes, in quantile loss for quantiles, in deviance for counts. For numbers, the mean must have the smaller squared error and the median the smaller absolute error.
    /// </summary>
    /// <param name="scores">The scores of the model.</param>
    /// <param name="baselines">The baselines.</param>
    /// <param name="skill">The skill of the model; null if it is not known.</param>
    /// <param name="fit">The diagnosis, whose remedies are named; null for none.</param>
    /// <param name="what">The subject of the notice, and what the figures belong to if that is different; null for the model.</param>
    /// <param name="errors">The standard errors of scores; a score that is better by less is not called better. Null if they are not known.</param>
    public static IEnumerable<Notice> OfBaselines(IReadOnlyDictionary<string, double> scores, IReadOnlyList<Baseline> baselines, FitSkill? skill, FitDiagnosis? fit = null, (string Subject, string Of)? what = null, IReadOnlyDictionary<string, double>? errors = null)
    {
        if (baselines.Count == 0)
        {
            yield break;
        }

        (string score, string words, int baseline)[] measures =
            scores.ContainsKey(QuantileScores.LossKey) && baselines.Count > 1 ? [(QuantileScores.LossKey, "quantile loss", 1)]
            : baselines.Count > 1 ? scores.ContainsKey("poissonDeviance") ? [("poissonDeviance", "Poisson deviance", 0)] : [("rmse", "RMSE", 0), ("mae", "MAE", 1)]
            : skill is { IsWeighted: true } && scores.ContainsKey("balancedAccuracy") ? [("balancedAccuracy", "balanced accuracy", 0)]
            : scores.ContainsKey("logLoss") ? [("logLoss", "log loss", 0)]
            : [("accuracy", "accuracy", 0)];
        if (measures.Any(measure => !IsWorse(measure.score, Own(measure.score), Guessed(measure.score, measure.baseline))))
        {
            yield break;
        }

        string found = string.Join(", and ", measures.Select(measure => Beside(measure.score, measure.words, measure.baseline)));
        string text = measures[0].score == "logLoss"
            ? $"{(what is { } subject ? $"{subject.Subject} gives probabilities that" : "Its probabilities")} are worse than those of the baseline, which uses no features ({what?.Of}{found}){Better()}."
            : $"{what?.Subject ?? "The model"} does worse than the baseline, which uses no features: {what?.Of}{found}.";
        string[] ways = [.. fit?.AgainstOverfitting.Select(advice => advice.Text) ?? []];
        yield return ways.Length == 0 ? Notice.Warning(text)
            : Notice.Warning($"{text} {char.ToUpperInvariant(ways[0][0])}{string.Join(", ", ways[..^1])[1..]}, or {ways[^1]} may help.", [.. fit!.AgainstOverfitting.SelectMany(advice => advice.Remedies)]);

        double Own(string score) => scores.GetValueOrDefault(score, double.NaN);

        double Guessed(string score, int baseline) => baselines[baseline].Scores.GetValueOrDefault(score, double.NaN);

        string Beside(string score, string words, int baseline) => $"{words} {Number(Own(score))} against {Number(Guessed(score, baseline))}{(baselines.Count > 1 ? $" of the {baselines[baseline].Name}" : "")}";

        // Overconfident probabilities may still lead to good decisions.
        string Better()
        {
            (string Score, string Words)[] decisions = [("accuracy", "accuracy"), ("rocAuc", "ROC AUC")];
            (string Score, string Words)[] above = [.. decisions.Where(other => Own(other.Score) > Guessed(other.Score, 0) && Number(Own(other.Score)) != Number(Guessed(other.Score, 0)))];
            string[] better = [.. above.Where(other => !IsWithinError(other.Score)).Select(other => Beside(other.Score, other.Words, 0))];
            string[] alike = [.. above.Where(other => IsWithinError(other.Score)).Select(other => $"{Beside(other.Score, other.Words, 0)} with a standard error of {Number(errors![other.Score])}")];
            return (better.Length == 0 ? "" : $", but it is better by {string.Join(" and ", better)}") + (alike.Length == 0 ? "" : $", and it is no better by {string.Join(" and ", alike)}");
        }

        bool IsWithinError(string score) => errors is not null && Own(score) - Guessed(score, 0) <= errors.GetValueOrDefault(score);
    }

    /// <summary>
    /// The standard errors of scores over the choice of rows. Of accuracy, √(p(1 − p)/n). Of ROC AUC, that of a model without skill, which is independent of the
    /// distribution of its outputs: √((n + 1)/(12·m·(n − m))) with m rows of a class (Mann and Whitney 1947); the mean over the classes, as of the score.
    /// </summary>
    /// <param name="evaluation">The scores.</param>
    private static Dictionary<string, double> ErrorsOf(TableEvaluation evaluation)
    {
        double accuracy = evaluation.Scores.GetValueOrDefault("accuracy", double.NaN), rows = evaluation.Outcome.Rows, all = evaluation.Classes.Sum(c => c.Rows);
        double[] areas = evaluation.Confusion is null ? [] : [.. evaluation.Classes.Select(c => c.Rows / all * rows).Where(own => own > 0 && own < rows).Select(own => Math.Sqrt((rows + 1) / (12 * own * (rows - own))))];
        return new(StringComparer.Ordinal) { ["accuracy"] = Math.Sqrt(accuracy * (1 - accuracy) / rows), ["rocAuc"] = areas.DefaultIfEmpty(double.NaN).Average() };
    }

    /// <summary>The standard errors of means over several evaluations: s/√k.</summary>
    /// <param name="scores">Mean and sample standard deviation of every score.</param>
    /// <param name="count">The number of evaluations.</param>
    public static IReadOnlyDictionary<string, double> ErrorsOf(IReadOnlyDictionary<string, (double Mean, double Deviation)> scores, int count) =>
        scores.ToDictionary(score => score.Key, score => score.Value.Deviation / Math.Sqrt(count), StringComparer.Ordinal);

    /// <summary>Formats a score as in tables, with four decimal places.</summary>
    private static string Number(double score) => Math.Abs(score) is (> 0 and < 0.001) or >= 1e4 ? Amount.Measure(score) : score.ToString(Math.Abs(score) < 1000 ? "F4" : "#,0.0", CultureInfo.InvariantCulture);

    /// <summary>Whether a score is worse by more than what rounding of the printed numbers hides.</summary>
    private static bool IsWorse(string score, double own, double guess) => (score is "accuracy" or "balancedAccuracy" ? guess - own : own - guess) > Hidden * Math.Abs(guess);

    /// <summary>Names in quotes, the first of many.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(name => $"\"{name}\"")) + (names.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNamed:#,0} more") : "");
}
