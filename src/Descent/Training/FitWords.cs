using System.Globalization;

namespace Descent.Training;

/// <summary>Skills as clauses of a sentence.</summary>
internal static class FitWords
{
    /// <summary>Who explains how much of the training rows.</summary>
    public static string Learnt(FitSkill skill, string who)
    {
        string weighted = skill.IsWeighted ? ", weighted as in training" : "";
        return IsNone(skill.Training)
            ? $"{who} does no better on its own training rows{weighted} than one constant answer would"
            : $"{who} explains {(skill.Training < FitDiagnosis.LittleSkill ? "only " : "")}{Percent(skill.Training)} of the variation in its training rows{weighted}";
    }

    /// <summary>How much of unseen rows.</summary>
    public static string OnUnseen(FitSkill skill) => IsNone(skill.Unseen!.Value)
        ? $"does no better than one constant answer in rows it never saw (± {Percent(skill.UnseenDeviation)})"
        : $"{Percent(skill.Unseen.Value)} ± {Percent(skill.UnseenDeviation)} in rows it never saw";

    /// <summary>A share in whole percent.</summary>
    public static string Percent(double share) => double.IsFinite(share) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * share) + 0.0:0} %") : "an unknown share";

    // What would be shown as 0 % or less.
    private static bool IsNone(double skill) => skill < 0.005;
}
