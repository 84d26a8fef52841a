using System.Text.Json;
using System.Text.Json.Serialization;
using Descent.Cli.Runs;
using Descent.Tuning;
using Descent.Tuning.Sqlite;
using static System.Text.Json.Serialization.JsonIgnoreCondition;

namespace Descent.Cli.Documents;

/// <summary>The study of which a run is part, without the user and the password of its database.</summary>
internal sealed record StudyDocument(SharedStudyDocument Study)
{
    public static StudyDocument Of(Verbs.TuningStudy study, TableTuner tuner) => new(new SharedStudyDocument(study.Place!, study.Name, tuner.Study.Trials.Count(trial => trial.State != TrialState.Running), tuner.Finished));
}

internal sealed record SharedStudyDocument(string Place, string Name, int FinishedTrials, int FinishedHere);

/// <summary>A study that is kept in a file or a database.</summary>
internal sealed record StoredStudyDocument(
    string Place, IReadOnlyList<string> Studies, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Directions, IReadOnlyList<string> Search,
    [property: JsonIgnore(Condition = Never)] int? Best, IEnumerable<StoredTrialDocument> Trials, [property: JsonIgnore(Condition = Never)] string? Out)
{
    public static StoredStudyDocument Of(string place, IReadOnlyList<StudyDefinition> all, Study study, string? file) => new(
        place, [.. all.Select(other => other.Name)], study.Name, study.Attributes, [.. study.Directions.Select(direction => JsonNamingPolicy.CamelCase.ConvertName($"{direction}"))], [.. study.Space.Select(parameter => $"{parameter}")],
        study.Directions.Count > 1 ? null : study.Best?.Number + 1, study.Trials.Select(StoredTrialDocument.Of), file);
}

/// <summary>A trial of a study, numbered from 1.</summary>
internal sealed record StoredTrialDocument(int Number, string State, IReadOnlyDictionary<string, string>? Parameters, IReadOnlyList<double> Values, IReadOnlyDictionary<string, string> Attributes, int Attempt, DateTimeOffset Start, DateTimeOffset? End)
{
    public static StoredTrialDocument Of(Trial trial) => new(
        trial.Number + 1, trial.IsWaiting ? "waiting" : JsonNamingPolicy.CamelCase.ConvertName($"{trial.State}"), trial.Parameters?.ToTexts(), trial.Values, trial.Attributes, trial.Attempt, trial.Start, trial.End);
}

/// <summary>What was saved of a damaged file of studies; trials are numbered from 1.</summary>
internal sealed record RepairDocument(string Place, bool WasDamaged, [property: JsonIgnore(Condition = Never)] string? DamagedFile, IEnumerable<RepairedStudyDocument> Studies, IReadOnlyList<string> Dropped)
{
    public static RepairDocument Of(string path, StudyRepair repair) => new(path, repair.DamagedPath is not null, repair.DamagedPath, repair.Studies.Select(
        study => new RepairedStudyDocument(study.Name, study.HasDefinition, study.Saved, study.Incomplete.Select(number => number + 1), study.Lost.Select(number => number + 1), study.IsEndKnown)), repair.Dropped);
}

internal sealed record RepairedStudyDocument(string Name, bool HasSettings, int Saved, IEnumerable<int> Incomplete, IEnumerable<int> Lost, bool EndKnown);

/// <summary>How the settings of a run were found.</summary>
internal sealed record TuningDocument(SearchDocument Tuning)
{
    public static TuningDocument Of(TableTuning tuning, TableTuner tuner, int? planned, string sampler, string pruner, int folds, IReadOnlyList<ulong> seeds, string command) => new(new SearchDocument(
        tuning.Score, tuning.HigherIsBetter, Objectives(tuning), sampler, pruner, [.. tuner.Study.Space.Select(parameter => $"{parameter}")], folds, seeds, JsonNamingPolicy.CamelCase.ConvertName($"{tuning.End}"), tuning.Study.Trials.Count(trial => trial.State != TrialState.Running), planned,
        tuning.Best.Number + 1, TableParameters.Settings(tuning.Best.Parameters!), new(tuning.Validation.Mean, tuning.Validation.Deviation, TableTuner.ScoresOf(tuning.Best)), tuning.TestScore, tuning.BestTestScores.Count > 0 ? tuning.BestTestScores[0] : null, tuning.Optimism,
        tuning.Average.Count == 0 ? null : [.. tuning.Average.Select(trial => new AveragedTrialDocument(trial.Trial.Number + 1, trial.Weight, trial.Trial.Values[0], trial.Loss))],
        tuning.AverageValidation is { } together ? new(together.Mean, together.Deviation, tuning.AverageScores) : null, BaselineDocument.Of(tuning), command, SearchImportanceDocument.Of(tuning.Study.Importance()),
        tuning.Scores.Count > 1 ? [.. tuning.Study.ParetoFront.Select(trial => trial.Number + 1)] : null,
        tuning.Study.Trials.Select(trial => SearchTrialDocument.Of(trial, tuner))));

    private static ObjectiveDocument[]? Objectives(TableTuning tuning) => tuning.Scores.Count == 1 ? null
        : [.. tuning.Scores.Select((score, i) => new ObjectiveDocument(score, tuning.Study.Directions[i] == StudyDirection.Maximize, tuning.TestScores.Count > 0 ? tuning.TestScores[i] : null))];
}

/// <summary>A trial from which the average was chosen, numbered from 1, with its score on the folds and the loss by which the weights were chosen.</summary>
internal sealed record AveragedTrialDocument(int Trial, double Weight, double Validation, double Loss);

/// <summary>The best prediction that uses no feature, by the first score on the same folds.</summary>
internal sealed record BaselineDocument(string Name, double Score)
{
    public static BaselineDocument? Of(TableTuning tuning) => TableTuner.BaselineOf(tuning.Best) is var (name, score) ? new(name, score) : null;
}

/// <summary>One of several scores by which trials are compared, and its value in the test.</summary>
internal sealed record ObjectiveDocument(string Score, bool HigherIsBetter, [property: JsonIgnore(Condition = Never)] double? Test);

/// <summary>How the settings were found. <c>test</c> and the scores of the run are those of the model that is saved; <c>validation</c>, <c>bestTest</c> and <c>optimism</c> are those of the best trial alone.</summary>
internal sealed record SearchDocument(
    string Score, bool HigherIsBetter, IReadOnlyList<ObjectiveDocument>? Objectives, string Sampler, string Pruner, IReadOnlyList<string> Search, int Folds, IReadOnlyList<ulong> Seeds, string End, int FinishedTrials, int? PlannedTrials, int Best, IReadOnlyDictionary<string, string> Settings,
    SpreadDocument Validation, [property: JsonIgnore(Condition = Never)] double? Test, [property: JsonIgnore(Condition = Never)] double? BestTest, [property: JsonIgnore(Condition = Never)] double? Optimism, IReadOnlyList<AveragedTrialDocument>? Average, SpreadDocument? AverageValidation, BaselineDocument? Baseline, string Command, [property: JsonIgnore(Condition = Never)] SearchImportanceDocument? Importance, IReadOnlyList<int>? Front, IEnumerable<SearchTrialDocument> Trials);

/// <summary>How much of the variance of the score each parameter explains that is active in every completed trial; null where the text does not say it either.</summary>
internal sealed record SearchImportanceDocument(IReadOnlyDictionary<string, double> Fractions, double R2, int Trials)
{
    public static SearchImportanceDocument? Of(StudyImportance? importance) => importance is null || importance.Trials < StudyText.FewestTrials ? null
        : new(JsonText.Map(importance.Parameters.Select(parameter => (parameter.Name, parameter.Fraction))), importance.R2, importance.Trials);
}

/// <summary>A trial, numbered from 1; the means are those of the first fold, the first two, and so on. The epochs are those of all folds, as far as the trial came.</summary>
internal sealed record SearchTrialDocument(
    int Number, string State, IReadOnlyDictionary<string, string>? Values, [property: JsonIgnore(Condition = Never)] double? Score, IReadOnlyList<double>? Scores, IReadOnlyList<double> Folds, IEnumerable<double> Means, int Epochs, [property: JsonIgnore(Condition = Never)] string? Failure, double? Seconds, int? SameAs)
{
    public static SearchTrialDocument Of(Trial trial, TableTuner tuner) => new(
        trial.Number + 1, JsonNamingPolicy.CamelCase.ConvertName($"{trial.State}"), trial.Parameters?.ToTexts(), trial.State == TrialState.Completed ? trial.Values[0] : null, trial.Values.Count > 1 ? trial.Values : null, TableTuner.ScoresOf(trial), tuner.MeansOf(trial), TableTuner.EpochsOf(trial),
        TableTuner.ReasonOf(trial) is { } reason ? UsageException.Plain(reason) : null, trial.End is { } end ? Math.Round((end - trial.Start).TotalSeconds, 3) : null, TableTuner.RepeatedBy(trial) + 1);
}
