using Descent.Data;

namespace Descent;

/// <summary>
/// The verdict on an average of networks. What a network knows by heart hardly enters it: every row was predicted by networks that did not train on
/// it, though epochs, shares and limits were chosen by these predictions.
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

        if (skill.TrainingRows is > 0 and < FitDiagnosis.FewestRows)
        {
            return (FitVerdict.Undecided, FitWords.TooFewTrained(skill));
        }

        string unseen = skill.Unseen is { } other ? $", and {FitWords.Percent(other)} in unseen rows" : "";
        string reason = $"It explains {FitWords.Percent(skill.Training)} of the variation in the targets of the training rows, each predicted by networks that did not train on it{(skill.IsOfProbabilities ? $" ({FitSkill.OfProbabilities})" : "")}{unseen}";
        return skill switch
        {
            { Unseen: null, KeptRows: > 0 } => (FitVerdict.Undecided, $"{reason}. {FitWords.TooFew(skill)}"),
            { Gap: FitGap.Large } => (FitVerdict.Undecided, $"{reason}: that is more than chance would make of it, so the unseen rows seem to differ from the training rows."),
            { Gap: FitGap.Uncertain } => (FitVerdict.Undecided, $"{reason}: the unseen rows are too few, or vary too much, to tell this difference from chance."),
            { Training: < FitDiagnosis.LittleSkill } => (FitVerdict.Underfitting, $"{reason}: the inputs seem to carry little information about the target."),
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
