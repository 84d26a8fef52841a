using System.Text.Json;
using Descent.Data;

namespace Descent.Cli.Runs;

/// <summary>A run as members of a JSON object: what <c>train --json</c> prints and <c>metrics.json</c> keeps.</summary>
internal static class RunJson
{
    /// <summary>Facts and scores; with folds, means and deviations instead of the scores of one training.</summary>
    public static void Write(Utf8JsonWriter json, TableTraining training, RunSource source, CrossValidation? validation = null)
    {
        json.WriteString("task", Words.Of(training.Schema.Task));
        json.WriteTexts("targets", training.Schema.TargetNames);
        json.WriteStartObject("rows");
        json.WriteNumber("train", training.TrainRows);
        json.WriteNumber("validation", training.ValidationRows);
        json.WriteNumber("test", training.TestRows);
        json.WriteEndObject();
        json.WriteNumber("features", training.Model.Preprocessor.InputNames.Count);
        json.WriteNumber("parameters", training.Model.ParameterCount);
        if (training.Trials.Count > 0)
        {
            json.WriteNumber("trainingFolds", training.Folds);
            json.WriteObjects("recipes", training.Trials, trial =>
            {
                json.WriteString("name", trial.Recipe);
                json.WriteMeasure("loss", trial.Loss ?? double.NaN);
                json.WriteNumber("share", trial.Share);
            });
        }

        if (training.Trials.Count == 0)
        {
            json.WriteNumber("epochs", training.History.Epochs.Count);
            json.WriteNumber("bestEpoch", training.History.BestEpoch);
        }

        json.WriteString("stop", training.Trials.Count == 0 ? StopOf(training.History.Stop) : training.Trials.Any(trial => trial.Loss is null) ? "cancelled" : "completed");
        json.WriteNumber("seconds", Math.Round((validation?.Folds.Sum(fold => fold.Seconds) ?? training.Seconds), 3));
        json.WriteNumber("threads", training.History.Threads);
        json.WriteNumber("seed", source.Seed);
        if (validation is null)
        {
            FitText.Write(json, training.Diagnosis);
            EvaluationJson.Write(json, training.Evaluation);
        }
        else
        {
            WriteFolds(json, validation);
        }

        WriteNotices(json, NoticesOf(training, validation));
    }

    /// <summary>What is to be known of a training; of a cross-validation what is true of all folds, and not what is of one of them.</summary>
    public static IEnumerable<Notice> NoticesOf(TableTraining training, CrossValidation? validation) =>
        validation is null ? training.Notices : [.. training.Notices.Except(training.Evaluation?.Notices ?? []), .. validation.Notices];

    /// <summary>Where the files are; null for those that there are not.</summary>
    public static void WriteFiles(Utf8JsonWriter json, string? model, string? report)
    {
        json.WriteString("model", model);
        json.WriteString("report", report);
    }

    /// <summary>Notices with their severity and the way to decide otherwise.</summary>
    public static void WriteNotices(Utf8JsonWriter json, IEnumerable<Notice> notices)
    {
        json.WriteObjects("notices", notices, notice =>
        {
            json.WriteString("severity", notice.Severity == Severity.Warning ? "warning" : "information");
            json.WriteString("text", ToolWords.Of(notice.Text));
            json.WriteString("override", RemedyText.Of(notice.Remedies));
        });
    }

    private static void WriteFolds(Utf8JsonWriter json, CrossValidation validation)
    {
        EvaluationJson.WriteDecision(json, validation.Folds[0].Model.Decision);
        json.WriteMeasures("metrics", validation.Scores.Select(score => KeyValuePair.Create(score.Key, score.Value.Mean)));
        json.WriteMeasures("deviations", validation.Scores.Select(score => KeyValuePair.Create(score.Key, score.Value.Deviation)));
        EvaluationJson.WriteTextsByName(json, "undefined", validation.Undefined);
        EvaluationJson.WriteBaselines(json, validation.Baselines);
        json.WriteObjects("folds", validation.Folds, fold =>
        {
            json.WriteNumber("rows", fold.TestRows);
            if (fold.Trials.Count == 0)
            {
                json.WriteNumber("epochs", fold.History.Epochs.Count);
                json.WriteNumber("bestEpoch", fold.History.BestEpoch);
            }

            json.WriteMeasures("metrics", fold.Evaluation!.Scores);
            FitText.Write(json, fold.Diagnosis, isFold: true);
        });
    }

    private static string StopOf(StopReason stop) => stop switch
    {
        StopReason.Completed => "completed",
        StopReason.EarlyStopping => "earlyStopping",
        StopReason.MaximumSteps => "maximumSteps",
        StopReason.TargetReached => "targetReached",
        StopReason.Diverged => "diverged",
        _ => "cancelled",
    };
}
