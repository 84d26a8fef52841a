using System.Text.Json.Serialization;
using static System.Text.Json.Serialization.JsonIgnoreCondition;

namespace Descent.Cli.Documents;

/// <summary>How a model was trained: the epochs of a single network, or the recipes of several.</summary>
internal sealed record RunDocument(string Task, IReadOnlyList<string> Targets, SplitDocument Rows, int Features, long Parameters, int? TrainingFolds, IEnumerable<TrialDocument>? Recipes, EnsembleDocument? Ensemble, int? Epochs, int? BestEpoch, string? Metric, double? MetricValue, string Precision, string Stop, double Seconds, int Threads, ulong Seed, DiagnosisDocument? Diagnosis, IEnumerable<FindingDocument>? Findings)
{
    /// <summary>The output of <c>train --json</c> and the content of <c>metrics.json</c>; with folds, means and deviations instead of the scores of one training.</summary>
    public static object[] Parts(TableTraining training, RunSource source, CrossValidation? validation = null)
    {
        bool isOne = training.IsSingle, hasRecipes = training.Trials.Count > 0;
        (string Name, double Value)? chosen = isOne ? Words.ChosenBy(training.Options, training.History) : null;
        RunDocument run = new(
            Words.Of(training.Schema.Task), training.Schema.TargetNames, new(training.TrainRows, training.ValidationRows, training.TestRows), training.Model.Preprocessor.InputNames.Count, training.Model.ParameterCount,
            hasRecipes ? training.Folds : null, hasRecipes ? training.Trials.Select(trial => new TrialDocument(trial.Recipe, trial.Loss ?? double.NaN, trial.Weight)) : null,
            training.Ensemble is { } ensemble ? EnsembleDocument.Of(ensemble) : null,
            isOne ? training.History.Epochs.Count : null, isOne ? training.History.BestEpoch : null,
            chosen?.Name, chosen?.Value, JsonNamingPolicy.CamelCase.ConvertName($"{training.History.Precision}"),
            isOne ? JsonNamingPolicy.CamelCase.ConvertName($"{training.History.Stop}") : training.IsCancelled ? "cancelled" : "completed",
            Math.Round(validation?.Folds.Sum(fold => fold.Seconds) ?? training.Seconds, 3), training.History.Threads, source.Seed, validation is null ? DiagnosisDocument.Of(training.Diagnosis, hasTestTable: source.HasTestTable) : null, training.Findings?.Findings.Select(FindingDocument.Of));
        return [run, validation is null ? EvaluationDocument.Of(training.Evaluation) : FoldsDocument.Of(validation), NoticesDocument.Of(NoticesOf(training, validation))];
    }

    /// <summary>The notices of a training, or those of all folds of a cross-validation.</summary>
    public static IEnumerable<Notice> NoticesOf(TableTraining training, CrossValidation? validation) =>
        validation is null ? training.Notices : [.. training.Notices.Except(training.Evaluation?.Notices ?? []), .. validation.Notices];
}

/// <summary>The scores of the model that was trained further, on the same rows as the scores after.</summary>
internal sealed record BeforeDocument(IReadOnlyDictionary<string, double> MetricsBefore);

internal sealed record SplitDocument(int Train, int Validation, int Test);

internal sealed record TrialDocument(string Name, double Loss, double Share);

internal sealed record EnsembleDocument(string Method, IEnumerable<TrainedMemberDocument> Members, IReadOnlyDictionary<string, double>? OutOfBag, int? OutOfBagRows)
{
    public static EnsembleDocument Of(EnsembleTraining ensemble) => new(
        $"{ensemble.Method}",
        ensemble.Members.Select(member => new TrainedMemberDocument(ensemble.Method is StackingEnsemble ? (double?)null : member.Weight, member.History?.Epochs.Count, member.History?.BestEpoch, member.Failure)),
        ensemble.OutOfBag is { } scores ? JsonText.Map(scores.Select(score => (score.Key, score.Value))) : null, ensemble.OutOfBag is null ? null : ensemble.OutOfBagRows);
}

internal sealed record TrainedMemberDocument(double? Share, int? Epochs, int? BestEpoch, string? Failure);

internal sealed record DiagnosisDocument(string Verdict, string Reason, IReadOnlyList<string> Advice, IReadOnlyDictionary<string, double> Evidence)
{
    public static DiagnosisDocument Of(FitDiagnosis fit, bool isFold = false, bool hasTestTable = false) => new(
        JsonNamingPolicy.CamelCase.ConvertName($"{fit.Verdict}"), fit.Reason, FitText.Tries(fit, options: null, isFold, hasTestTable), JsonText.Map(fit.Evidence.Select(number => (number.Name, number.Value))));
}

internal sealed record FoldsDocument(
    string? PositiveClass, double? Threshold, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, double> Deviations, IReadOnlyDictionary<string, string>? Undefined, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines, IEnumerable<FoldDocument> Folds)
{
    public static FoldsDocument Of(CrossValidation validation) => new(
        validation.Folds[0].Model.Decision?.PositiveLabel, validation.Folds[0].Threshold is null ? validation.Folds[0].Model.Decision?.Threshold : null,
        JsonText.Map(validation.Scores.Select(score => (score.Key, score.Value.Mean))), JsonText.Map(validation.Scores.Select(score => (score.Key, score.Value.Deviation))),
        EvaluationDocument.IfAny(validation.Undefined), EvaluationDocument.BaselinesOf(validation.Baselines),
        validation.Folds.Select(fold => new FoldDocument(
            fold.TestRows, fold.IsSingle ? fold.History.Epochs.Count : null, fold.IsSingle ? fold.History.BestEpoch : null, fold.Evaluation!.Scores, DiagnosisDocument.Of(fold.Diagnosis, isFold: true), fold.Threshold?.Threshold)));
}

/// <summary>A fold; the threshold only if it was chosen in this fold.</summary>
internal sealed record FoldDocument(int Rows, int? Epochs, int? BestEpoch, IReadOnlyDictionary<string, double> Metrics, DiagnosisDocument Diagnosis, double? Threshold);

/// <summary>The paths of the files of a run; null for missing ones.</summary>
internal sealed record FilesDocument([property: JsonIgnore(Condition = Never)] string? Model, [property: JsonIgnore(Condition = Never)] string? Report, string? StudyPage = null);

/// <summary>Why there is no result, or only a part of it.</summary>
internal sealed record FailureDocument(ErrorDocument Error)
{
    public FailureDocument(string message, int exitCode)
        : this(new ErrorDocument(message, exitCode))
    {
    }
}

internal sealed record ErrorDocument(string Message, int ExitCode);

/// <summary>Notices with their severity and the options that change the decision.</summary>
internal sealed record NoticesDocument(IEnumerable<NoticeDocument> Notices)
{
    public static NoticesDocument Of(IEnumerable<Notice> notices) => new(notices.Select(notice =>
        new NoticeDocument(notice.Severity == Severity.Warning ? "warning" : "information", ToolWords.Of(notice.Text), RemedyText.Of(notice.Remedies))));
}

internal sealed record NoticeDocument(string Severity, string Text, [property: JsonIgnore(Condition = Never)] string? Override);

internal sealed record TaskDocument(string Task, int? Rows = null);

internal sealed record ServerDocument(string Url, string Model);

internal sealed record PlaygroundDocument(string Url);

internal sealed record PredictionsDocument(string Task, long Rows, [property: JsonIgnore(Condition = Never)] string? Out, ContributionsDocument? Explanation);

/// <summary>How the contributions of columns to predictions were computed.</summary>
internal sealed record ContributionsDocument(string Of, string Method, int Orders, int BackgroundRows, double LargestStandardError, IReadOnlyList<string> Columns);
