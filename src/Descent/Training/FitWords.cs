using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Formats skills as clauses of a sentence.</summary>
internal static class FitWords
{
    /// <summary>The note on what an explained share of probabilities is, given once per sentence.</summary>
    public const string Brier = "Brier skill, not accuracy";

    /// <summary>Describes how much of the variation in the training rows is explained.</summary>
    public static string Learned(FitSkill skill, string who)
    {
        string weighted = skill.IsWeighted ? ", weighted as in training" : "", percent = Percent(skill.Training);
        return skill is { IsWeighted: true, IsOfProbabilities: true } && IsNone(skill.Training)
            ? $"{who} gives probabilities that, weighted by class as in training, are {(percent.StartsWith('-') ? "worse" : "no better")} on its own training rows than a constant prediction ({percent}; its decisions may be better)"
            : IsNone(skill.Training) ? $"{who} does no better on its own training rows{weighted} than a constant prediction"
            : $"{who} explains {(skill.Training < FitDiagnosis.LittleSkill ? "only " : "")}{percent} of the variation in its training rows{weighted}{(skill.IsOfProbabilities ? $" ({Brier})" : "")}";
    }

    /// <summary>Describes how much of the variation in unseen rows is explained, with the standard error and the number of rows that do not count as unseen.</summary>
    public static string OnUnseen(FitSkill skill)
    {
        string weighted = skill.IsWeighted ? ", weighted likewise" : "";
        string error = double.IsFinite(skill.UnseenDeviation) ? $"standard error {Percent(skill.UnseenDeviation)}" : "one row has no standard error";
        string without = skill.RepeatedRows > 0 ? $"; {Amount.Part(skill.RepeatedRows, skill.KeptRows, "row", "held out for this is", "held out for this are")} left out, because training has equal ones" : "";
        string skillText = IsNone(skill.Unseen!.Value) && !skill.IsWeighted ? "does no better than a constant prediction" : Percent(skill.Unseen.Value);
        return skill.UnseenChoseEpoch
            ? $"{skillText} in the validation rows{weighted} ({error}{without}), which also chose the epoch, so this is slightly optimistic"
            : $"{skillText} in rows it never saw{weighted} ({error}{without})";
    }

    /// <summary>Continues a sentence with the skill on unseen rows; empty if there are no unseen rows.</summary>
    public static string AndOnUnseen(FitSkill skill) => skill.Unseen is null ? "" : $", and {OnUnseen(skill)}";

    /// <summary>Explains why chance could explain a gap.</summary>
    public static string MayBeChance(FitSkill skill)
    {
        int rows = skill.KeptRows - skill.RepeatedRows;
        return $"it may overfit, but the errors on those {(rows > 0 ? Amount.Of(rows, "row") : "rows")} vary too much to distinguish this from chance";
    }

    /// <summary>Explains why a fit to very few rows is not judged.</summary>
    public static string TooFewTrained(FitSkill skill) =>
        string.Create(CultureInfo.InvariantCulture, $"There {(skill.TrainingRows == 1 ? "is only 1 training row" : $"are only {skill.TrainingRows} training rows")}: too few to judge the fit ({FitDiagnosis.FewestRows} are needed).");

    /// <summary>Explains why overfitting is not judged although some rows were held out.</summary>
    public static string TooFew(FitSkill skill)
    {
        int others = skill.KeptRows - skill.RepeatedRows;
        if (skill.AreUnseenAlike)
        {
            string of = skill.UnseenRows < others ? string.Create(CultureInfo.InvariantCulture, $" whose label training knows, of {others:#,0},") : "";
            return string.Create(CultureInfo.InvariantCulture, $"All {skill.UnseenRows:#,0} unseen rows{of} have the same target, so there is no variation to explain, and overfitting cannot be judged.");
        }

        string found = skill.RepeatedRows == 0
            ? $"Only {Amount.Of(skill.KeptRows, "row")} {(skill.KeptRows == 1 ? "was" : "were")} held out from training"
            : string.Create(CultureInfo.InvariantCulture, $"Of {Amount.Of(skill.KeptRows, "row")} held out from training, {(others == 0 ? "none" : $"only {others:#,0}")} {(others <= 1 ? "is" : "are")} not equal to a training row");
        return $"{found}: too few to judge overfitting ({FitDiagnosis.FewestRows} are needed).";
    }

    /// <summary>Formats a loss with four digits.</summary>
    public static string Loss(double value) => Amount.Measure(value);

    /// <summary>Formats a share in whole percent; a share just below 1 is not rounded up to 100 %.</summary>
    public static string Percent(double share) => !double.IsFinite(share) ? "an unknown share"
        : share is >= 0.995 and < 1 ? "more than 99 %"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * share) + 0.0:0} %");

    // What would be shown as 0 % or less.
    private static bool IsNone(double skill) => skill < FitSkill.None;
}
