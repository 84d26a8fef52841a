using System.Collections.Frozen;
using System.Globalization;

namespace Descent.Cli.Runs;

/// <summary>The facts about a run that are kept inside its model file.</summary>
internal static class RunDetails
{
    public const string Options = "options", Data = "data", TrainRows = "rows.train", ValidationRows = "rows.validation", TestRows = "rows.test", Epochs = "epochs", BestEpoch = "bestEpoch", Version = "version", ScorePrefix = "score.", BaselinePrefix = "baseline.", Verdict = "verdict", Recipes = "recipes", Cancelled = "cancelled";

    /// <summary>All names but those of the scores.</summary>
    public static readonly FrozenSet<string> Known = FrozenSet.Create(StringComparer.Ordinal, Options, Data, TrainRows, ValidationRows, TestRows, Epochs, BestEpoch, Version, Verdict, Recipes, Cancelled);

    public static Dictionary<string, string> Of(TableTraining training, RunSource source)
    {
        Dictionary<string, string> details = new(StringComparer.Ordinal)
        {
            [Data] = source.Data,
            [TrainRows] = Text(training.TrainRows),
            [ValidationRows] = Text(training.ValidationRows),
            [TestRows] = Text(training.TestRows),
            [Version] = Tool.Version,
            [Verdict] = $"{Words.Of(training.Diagnosis.Verdict)}. {training.Diagnosis.Reason}",
        };
        if (training.Trials.Count > 0)
        {
            details[Recipes] = string.Join(", ", training.Trials.Select(trial => trial.Loss is null ? $"{trial.Recipe} not tried" : string.Create(CultureInfo.InvariantCulture, $"{trial.Recipe} {trial.Weight:0.00}")));
        }
        else
        {
            details[Options] = Catalogue.ToJson(training.Options);
            details[Epochs] = Text(training.History.Epochs.Count);
            details[BestEpoch] = Text(training.History.BestEpoch);
        }

        if (IsCancelled(training))
        {
            details[Cancelled] = training.Trials.Count == 0 ? "yes" : $"{training.Trials.Count(trial => trial.Loss is not null)} of {Text(training.Trials.Count)} recipes";
        }

        foreach (Baseline baseline in training.Evaluation?.Baselines ?? [])
        {
            foreach ((string name, double value) in baseline.Scores)
            {
                details[$"{BaselinePrefix}{baseline.Name}.{name}"] = value.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        foreach ((string name, double value) in training.Evaluation?.Scores ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            details[ScorePrefix + name] = value.ToString("R", CultureInfo.InvariantCulture);
        }

        return details;
    }

    /// <summary>Whether training was cancelled before its plan was finished.</summary>
    public static bool IsCancelled(TableTraining training) => training.History.Stop == StopReason.Cancelled || training.Trials.Any(trial => trial.Loss is null);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
