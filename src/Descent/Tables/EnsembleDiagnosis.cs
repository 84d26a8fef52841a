using Descent.Data;

namespace Descent;

/// <summary>
/// Judges an average of networks by out-of-fold predictions, which memorization hardly affects: every row was predicted by networks that did not train on
/// it, although epochs, shares and limits were chosen by these predictions.
/// </summary>
internal static class EnsembleDiagnosis
{
    /// <summary>Judges an average of networks by its skill.</summary>
    /// <param name="skill">The skill on training rows, from out-of-fold predictions, and on unseen rows.</param>
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
            return (FitVerdict.Undecided, "Some outputs are not finite numbers, or too far off for double precision, so the fit cannot be judged.");
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
            { Gap: FitGap.Large } => (FitVerdict.Undecided, $"{reason}: the difference is larger than chance would explain, so the unseen rows seem to differ from the training rows."),
            { Gap: FitGap.Uncertain } => (FitVerdict.Undecided, $"{reason}: the unseen rows are too few, or vary too much, to distinguish this difference from chance."),
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
