using System.Globalization;

namespace Descent.Cli.Runs;

/// <summary>The facts about a run that are stored in its model file.</summary>
internal static class RunDetails
{
    public const string Options = "options", Data = "data", TrainRows = "rows.train", ValidationRows = "rows.validation", TestRows = "rows.test", Epochs = "epochs", BestEpoch = "bestEpoch";
    public const string Version = "version", ScorePrefix = "score.", BaselinePrefix = "baseline.", Verdict = "verdict", Recipes = "recipes", Ensemble = "ensemble", Precision = "precision", Cancelled = "cancelled";

    /// <summary>Whether a name is one of these.</summary>
    public static bool IsKnown(string name) => name is Options or Data or TrainRows or ValidationRows or TestRows or Epochs or BestEpoch or Version or Verdict or Recipes or Ensemble or Precision or Cancelled
        || name.StartsWith(ScorePrefix, StringComparison.Ordinal) || name.StartsWith(BaselinePrefix, StringComparison.Ordinal);

    public static Dictionary<string, string> Of(TableTraining training, RunSource source)
    {
        Dictionary<string, string> details = new(StringComparer.Ordinal)
        {
            [Data] = source.Data,
            [TrainRows] = $"{training.TrainRows}",
            [ValidationRows] = $"{training.ValidationRows}",
            [TestRows] = $"{training.TestRows}",
            [Version] = Tool.Version,
            [Verdict] = $"{Words.Of(training.Diagnosis.Verdict)}. {training.Diagnosis.Reason}",
        };
        if (training.Trials.Count > 0)
        {
            details[Recipes] = string.Join(", ", training.Trials.Select(trial => trial.Loss is null ? $"{trial.Recipe} not tried" : $"{trial.Recipe} {trial.Weight:0.00}"));
        }
        else
        {
            // The number of threads changes nothing, so the file must not depend on it.
            if (training.Ensemble is { } ensemble)
            {
                details[Ensemble] = $"{ensemble.Method}";
            }

            if (training.Ensemble is not { Method: StackingEnsemble })
            {
                details[Options] = Catalogue.ToJson(training.Options with { Threads = 0 });
            }

            if (training.IsSingle)
            {
                details[Epochs] = $"{training.History.Epochs.Count}";
                details[BestEpoch] = $"{training.History.BestEpoch}";
                if (training.History.Precision == NumericPrecision.Double)
                {
                    details[Precision] = "double";
                }
            }
        }

        if (training.IsCancelled)
        {
            details[Cancelled] = training.Ensemble is { } cut ? $"{cut.Members.Count(member => member.History is { Stop: not StopReason.Cancelled })} of {cut.Members.Count} networks" : training.IsSingle ? "yes" : $"{training.Trials.Count(trial => trial.Loss is not null)} of {training.Trials.Count} recipes";
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
}
