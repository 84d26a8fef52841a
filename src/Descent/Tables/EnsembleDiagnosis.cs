using Descent.Data;

namespace Descent;

/// <summary>
/// The verdict on an average of networks. What a network knows by heart does not enter it: every row was predicted by networks that did not train on
/// it, and by these predictions epochs, shares and limits were chosen.
/// </summary>
internal static class EnsembleDiagnosis
{
    /// <summary>Judges by the skill on rows of other folds, and on unseen rows.</summary>
    /// <param name="skill">Of the training rows, each predicted by networks of other folds; and of unseen rows.</param>
    public static FitDiagnosis Of(FitSkill skill)
    {
        (FitVerdict verdict, string reason) = Judge(skill);
        FitAdvice[] advice = verdict switch
        {
            FitVerdict.Underfitting => [new("more informative inputs"), new("more training rows")],
            FitVerdict.Undecided when skill.Unseen is not null => [new("a cross-validation, which judges every row once", new Remedy(nameof(TableTrainer.CrossValidate)))],
            _ => [],
        };
        return new FitDiagnosis(verdict, reason, advice, Numbers(skill));
    }

    private static (FitVerdict Verdict, string Reason) Judge(FitSkill skill)
    {
        if (!double.IsFinite(skill.Training + (skill.Unseen ?? 0)))
        {
            return (FitVerdict.Undecided, "Some outputs are not finite numbers, or too far off for double precision, so there is nothing to judge by.");
        }

        string unseen = skill.Unseen is { } other ? $", and {FitWords.Percent(other)} of unseen rows" : "";
        string reason = $"In cross-validation the networks explain {FitWords.Percent(skill.Training)} of the variation in the targets{(skill.IsOfProbabilities ? $" ({FitSkill.OfProbabilities})" : "")}{unseen}";
        return skill switch
        {
            { Training: < FitDiagnosis.LittleSkill } => (FitVerdict.Underfitting, $"{reason}: the inputs seem to carry little information about the target."),
            { Gap: FitGap.Large } => (FitVerdict.Undecided, $"{reason}: the unseen rows are harder than chance would make them, so they seem to differ from the training rows."),
            _ => (FitVerdict.Good, $"{reason}."),
        };
    }

    private static FitEvidence[] Numbers(FitSkill skill) =>
    [
        new("trainingSkill", skill.Training, "skill on training rows, each predicted by networks of other folds", $"below {FitDiagnosis.LittleSkill}: underfitting"),
        .. skill.Unseen is { } unseen
            ? [
                new("unseenSkill", unseen, "skill on unseen rows"), new("unseenSkillDeviation", skill.UnseenDeviation, "standard error of that skill"),
                new("skillGap", skill.Training - unseen, "difference between the two skills"), new("skillGapDeviation", skill.GapDeviation, "standard error of that difference, from both sets of rows"),
            ]
            : Array.Empty<FitEvidence>(),
    ];
}
