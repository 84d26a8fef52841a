using Descent.Data;

namespace Descent;

/// <summary>Advice on what to try after a verdict, the most promising first.</summary>
internal static class FitTries
{
    private static readonly Remedy s_rate = new(nameof(TableOptions.LearningRate)), s_layers = new(nameof(TableOptions.HiddenLayers)), s_penalty = new(nameof(TableOptions.Regularizer));

    /// <summary>The advice to try a larger network, which need not help.</summary>
    public static FitAdvice LargerNetwork { get; } = new("a larger network, if it does better on unseen rows than a smaller one", s_layers);

    /// <summary>Gets the remedies for overfitting: the one list for all places that give this advice.</summary>
    /// <param name="choseEpoch">Whether validation rows already chose the epoch.</param>
    public static FitAdvice[] AgainstOverfitting(bool choseEpoch) =>
    [
        .. choseEpoch ? Array.Empty<FitAdvice>() : [new("early stopping on validation rows", new Remedy(nameof(TableOptions.ValidationFraction)))],
        new("more training rows"),
        new("a stronger penalty", s_penalty),
        new("dropout", new Remedy(nameof(TableOptions.HiddenLayers), value: nameof(Dropout))),
        new("fewer or narrower layers", s_layers),
    ];

    /// <summary>Gets the advice for a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="course">The course of the losses.</param>
    /// <param name="skill">The skill, if it is known.</param>
    /// <param name="isScaled">Whether the inputs are known to be standardized, as those of tables are.</param>
    public static FitAdvice[] For(FitVerdict verdict, FitCourse course, FitSkill? skill, bool isScaled) => verdict switch
    {
        FitVerdict.Overfitting => AgainstOverfitting(course.ChoseEpoch),
        FitVerdict.Underfitting =>
        [
            course.HardlyMoved ? new("a larger learning rate, found by a range test", new Remedy(nameof(TablePlan.FindLearningRate)))
                : course.WasThrownOff || skill?.Training < 0 ? new("a smaller learning rate", s_rate) : new("another learning rate, found by a range test", new Remedy(nameof(TablePlan.FindLearningRate))),
            new("more informative inputs"),
            LargerNetwork,
            new("a weaker penalty", s_penalty),
        ],
        FitVerdict.StillImproving => [new("more epochs", new Remedy(nameof(TableOptions.Epochs)))],
        FitVerdict.Diverging => [new("a smaller learning rate", s_rate), new("gradient clipping", new Remedy(nameof(TableOptions.Clipping))), .. isScaled ? Array.Empty<FitAdvice>() : [new("standardized inputs")]],
        FitVerdict.Noisy =>
        [
            new("larger batches", new Remedy(nameof(TableOptions.BatchSize))),
            new("a smaller or falling learning rate", s_rate),
            new("more validation rows", new Remedy(nameof(TableOptions.ValidationFraction))),
        ],
        FitVerdict.Good when course.WasThrownOff => [new($"a smaller learning rate, because the first updates raised the training loss from {FitWords.Loss(course.Beginning.Initial)} to {FitWords.Loss(course.Beginning.Highest)}", s_rate)],
        // Another split would hold out repeated rows again.
        FitVerdict.Undecided when skill is { Gap: FitGap.Uncertain } or { Unseen: null } && 2 * skill.RepeatedRows >= skill.KeptRows && skill.RepeatedRows > 0 =>
            [new("a test set of new rows", new Remedy(nameof(TableOptions.Test)))],
        FitVerdict.Undecided when skill is { Gap: FitGap.Uncertain } or { Unseen: null, KeptRows: > 0 } =>
        [
            new("a cross-validation, which judges every row once", new Remedy(nameof(TableTrainer.CrossValidate))),
            new("more unseen rows", new Remedy(nameof(TableOptions.TestFraction))),
        ],
        FitVerdict.Undecided when skill?.Unseen is null => [new("some rows held out for a test or for validation", new Remedy(nameof(TableOptions.TestFraction)), new Remedy(nameof(TableOptions.ValidationFraction)))],
        _ => [],
    };
}
