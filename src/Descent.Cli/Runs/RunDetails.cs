namespace Descent.Cli.Runs;

/// <summary>The facts about a run that are stored in its model file.</summary>
internal static class RunDetails
{
    public const string Options = "options", Data = "data", Recording = "recording", TrainRows = "rows.train", ValidationRows = "rows.validation", TestRows = "rows.test", Epochs = "epochs", BestEpoch = "bestEpoch";
    public const string Version = "version", ScorePrefix = "score.", BaselinePrefix = "baseline.", Verdict = "verdict", Recipes = "recipes", Ensemble = "ensemble", Precision = "precision", Cancelled = "cancelled";

    /// <summary>The epoch of each network, and the trial of a study to which it belongs, separated by blanks.</summary>
    public const string MemberEpochs = "members.epochs", MemberTrials = "members.trials";

    /// <summary>How many of the trained networks are not in the model, and why.</summary>
    public const string LeftOut = "members.leftOut";

    private const string Separator = "; ";

    /// <summary>Whether a name is one of these.</summary>
    public static bool IsKnown(string name) => name is Options or Data or Recording or TrainRows or ValidationRows or TestRows or Epochs or BestEpoch or Version or Verdict or Recipes or Ensemble or Precision or Cancelled or MemberEpochs or MemberTrials or LeftOut
        || name.StartsWith(ScorePrefix, StringComparison.Ordinal) || name.StartsWith(BaselinePrefix, StringComparison.Ordinal);

    /// <summary>How many recipes were tried; null if one was, and in a file of a version that separated them by commas, as their options are.</summary>
    public static int? RecipesOf(string text) => text.Split(Separator) is { Length: > 1 and var count } ? count : null;

    /// <summary>The number of each network; null if the details do not have as many.</summary>
    public static int[]? NumbersOf(TableModel model, string name) =>
        model.Details.TryGetValue(name, out string? text) && text.Split(' ') is var words && words.Length == model.Members.Count && words.All(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? [.. words.Select(word => int.Parse(word, CultureInfo.InvariantCulture))] : null;

    public static Dictionary<string, string> Of(TableTraining training, RunSource source, IReadOnlyList<int>? trials = null)
    {
        History history = training.History;
        bool hasRecipes = training.Trials.Count > 0, isOne = !hasRecipes && training.IsSingle;
        EnsembleTraining? ensemble = training.Ensemble, shown = hasRecipes ? null : ensemble;
        int[] epochs = ensemble is null ? [.. training.MemberEpochs]
            : [.. ensemble.Members.Where(member => member.Weight > 0).Select(member => member.History?.BestEpoch).OfType<int>()];
        (string Name, string? Value)[] details =
        [
            (Data, source.Data), (TrainRows, $"{training.TrainRows}"), (ValidationRows, $"{training.ValidationRows}"), (TestRows, $"{training.TestRows}"),
            (Version, Tool.Version), (Verdict, $"{Words.Of(training.Diagnosis.Verdict)}. {training.Diagnosis.Reason}"), (Recording, source.Recording),
            (Recipes, hasRecipes ? string.Join(Separator, training.Trials.Select(trial => trial.Loss is null ? $"{trial.Recipe} not tried" : $"{trial.Recipe} {trial.Weight:0.00}")) : null),
            (Ensemble, shown is null ? null : $"{shown.Method}"), (LeftOut, shown is null ? null : LeftOutOf(shown)),
            // The number of threads changes nothing, so the file must not depend on it.
            (Options, hasRecipes || ensemble is { Method: StackingEnsemble } ? null : Catalogue.ToJson(training.Options with { Threads = 0 })),
            (Epochs, isOne ? $"{history.Epochs.Count}" : null), (BestEpoch, isOne ? $"{history.BestEpoch}" : null),
            (Precision, isOne && history.Precision == NumericPrecision.Double ? "double" : null),
            (MemberEpochs, epochs.Length == training.Model.Members.Count && epochs.Length > 1 ? string.Join(' ', epochs) : null),
            (MemberTrials, trials is null ? null : string.Join(' ', trials)),
            (Cancelled, !training.IsCancelled ? null
                : ensemble is not null ? $"{ensemble.Members.Count(member => member.History is { Stop: not StopReason.Cancelled })} of {ensemble.Members.Count} networks"
                : training.IsSingle ? "yes" : $"{training.Trials.Count(trial => trial.Loss is not null)} of {training.Trials.Count} recipes"),
            .. (training.Evaluation?.Baselines ?? []).SelectMany(baseline => baseline.Scores.Select(score => ($"{BaselinePrefix}{baseline.Name}.{score.Key}", (string?)Exact(score.Value)))),
            .. (training.Evaluation?.Scores ?? new Dictionary<string, double>(StringComparer.Ordinal)).Select(score => (ScorePrefix + score.Key, (string?)Exact(score.Value))),
        ];
        return details.Where(detail => detail.Value is not null).ToDictionary(detail => detail.Name, detail => detail.Value!, StringComparer.Ordinal);

        static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>How many networks of an ensemble are not in the model, and why; null if all are. Those of a canceled training are a detail of their own.</summary>
    private static string? LeftOutOf(EnsembleTraining ensemble)
    {
        int failed = ensemble.Members.Count(member => member.Failure is not null), late = ensemble.Members.Count(member => member is { Weight: 0, Failure: null, History.Stop: not StopReason.Cancelled });
        string of = $"of {Descent.Data.Wording.Count(ensemble.Members.Count, "network")}", reason = ensemble.Method is GradientBoostingEnsemble ? "with those before them, the loss on the validation rows was smallest" : "they have no weight";
        return (late, failed) switch
        {
            (0, 0) => null,
            (0, _) => $"{failed} {of}: their training failed",
            (_, 0) => $"{late} {of}: {reason}",
            _ => $"{late} {of}: {reason}; and {failed}: their training failed",
        };
    }
}
