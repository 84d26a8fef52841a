using System.Globalization;

namespace Descent;

/// <summary>
/// A verdict on a training run (whether the model overfits or underfits, stopped too early, diverged or is noisy), the numbers on which it is based, and
/// what to try next.
/// </summary>
/// <remarks>
/// An overfitted model does well on its training rows and badly on unseen ones; an underfitted one does badly on
/// both. "Well" is measured by <see cref="FitSkill"/>, and a gap counts only if chance in the choice of the unseen rows cannot explain it.
/// Held-out rows that are equal to a training row do not count as unseen; from fewer than <see cref="FewestRows"/> unseen rows nothing is concluded.
/// The rules are tried in this order, and the first that holds gives the verdict:
/// <list type="number">
/// <item>Undecided: no validation loss was a finite number, or an output is not.</item>
/// <item>Diverging: training failed; or the training loss of the last tenth of the epochs is above the first epoch's, and the skill on training rows is below <see cref="LittleSkill"/>, not known, or the loss more than doubled; or the first updates raised it above
/// three times the loss of the first batch, and the skill on training rows stayed below <see cref="LittleSkill"/> (without skills: the loss ended no lower); or they raised it above
/// <see cref="ThrownFar"/> times that loss, whatever came after.</item>
/// <item>Underfitting: the training loss stayed within 1 % of its first value, and the skill on training rows is below <see cref="LittleSkill"/>.</item>
/// <item>Overfitting: something was learned, and the skill on unseen rows is more than <see cref="LargeGap"/> and more than two standard errors below that on training rows; or the
/// last weights were kept although the validation loss had lost more than <see cref="LostShare"/> of its improvement while the training loss fell.</item>
/// <item>StillImproving: neither early stopping nor a goal ended the run, and in the last tenth of the epochs the loss fell by more than <see cref="LateFallShare"/> of its whole range (validation loss; without one the
/// training loss, if the skill is below <see cref="NearlyAll"/>).</item>
/// <item>Noisy: the loss varies from epoch to epoch by more than <see cref="NoisyShare"/> of the improvement, and by more than 5 % of its first value.</item>
/// <item>Underfitting: the skill on training rows is below <see cref="LittleSkill"/> (without skills: the training loss fell by less than 5 %). A single training run
/// cannot distinguish a network that learns too little from inputs that carry too little information.</item>
/// <item>Undecided: the gap is above <see cref="LargeGap"/>, but chance could explain it; or there are no unseen rows, or too few; or there are no skills, because a loss alone does not
/// show how much of the variation is explained.</item>
/// <item>Good: otherwise.</item>
/// </list>
/// </remarks>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">The reason for the verdict, as a sentence with its numbers.</param>
/// <param name="Advice">What to try, the most promising first; empty if nothing needs to change.</param>
/// <param name="Evidence">All numbers that were considered.</param>
public sealed record FitDiagnosis(FitVerdict Verdict, string Reason, IReadOnlyList<FitAdvice> Advice, IReadOnlyList<FitEvidence> Evidence)
{
    /// <summary>The gap between the two skills above which a model overfits: 0.1.</summary>
    public const double LargeGap = 0.1;

    /// <summary>The fraction of its improvement that a validation loss must lose again for the verdict of overfitting: 0.2.</summary>
    public const double LostShare = 0.2;

    /// <summary>The decrease of a loss in the last tenth of the epochs, as a fraction of its range, above which it counts as still falling: 0.03. For a loss that falls linearly to the end it is 0.1.</summary>
    public const double LateFallShare = 0.03;

    /// <summary>The skill on its own training rows below which a model has learned little: 0.3.</summary>
    public const double LittleSkill = 0.3;

    /// <summary>The skill above which little is left to learn: 0.95.</summary>
    public const double NearlyAll = 0.95;

    /// <summary>The multiple of the first batch's loss above which the first updates have destroyed the initial weights: 1,000.</summary>
    public const double ThrownFar = 1_000;

    /// <summary>The noise of a loss, as a fraction of its improvement, above which training counts as noisy: 0.25.</summary>
    public const double NoisyShare = 0.25;

    /// <summary>
    /// The smallest number of unseen rows from which anything is concluded: 10. With fewer, the standard error is itself off by a quarter or more (1/√(2(n − 1)) of it), and
    /// with one row there is none.
    /// </summary>
    public const int FewestRows = 10;

    /// <summary>The remedies for a model that is worse than the baseline on unseen rows; empty if <see cref="Advice"/> has other remedies.</summary>
    internal IReadOnlyList<FitAdvice> AgainstOverfitting { get; init; } = [];

    /// <summary>The verdict and its reason.</summary>
    /// <returns>Text such as <c>Overfitting: …</c>.</returns>
    public override string ToString() => $"{Verdict}: {Reason}";

    /// <summary>Judges a training run.</summary>
    /// <param name="history">The history of the run.</param>
    /// <param name="skill">The skill of the model on training and unseen rows; without it only the losses are judged.</param>
    /// <returns>The diagnosis.</returns>
    public static FitDiagnosis Of(History history, FitSkill? skill = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        FitCourse course = new(history);
        (FitVerdict verdict, string reason) = Judge(history, course, skill);
        return new FitDiagnosis(verdict, reason, FitTries.For(verdict, course, skill, isScaled: skill is not null), Numbers(history, course, skill))
        {
            // A model that has learned little even from its training rows needs other remedies, and so does one that was stopped too early.
            AgainstOverfitting = verdict == FitVerdict.Overfitting || (verdict is FitVerdict.Good or FitVerdict.Undecided && skill?.Training >= LittleSkill) ? FitTries.AgainstOverfitting(course.ChoseEpoch) : [],
        };
    }

    private static (FitVerdict Verdict, string Reason) Judge(History history, FitCourse course, FitSkill? skill)
    {
        int epochs = history.Epochs.Count;
        if (history.Stop == StopReason.Diverged)
        {
            return (FitVerdict.Diverging, "The loss or the weights became infinite or NaN.");
        }

        if (epochs == 0)
        {
            return (FitVerdict.Undecided, "No epoch was finished, so the fit cannot be judged.");
        }

        if (skill is not null && !double.IsFinite(skill.Training + (skill.Unseen ?? 0)))
        {
            return (FitVerdict.Undecided, "Some outputs are not finite numbers, or too far off for double precision, so the fit cannot be judged.");
        }

        if (course.IsUnusable)
        {
            return (FitVerdict.Undecided, "No validation loss was a finite number, so the best epoch is not known. Look for extreme values in the validation rows.");
        }

        if (skill is { TrainingRows: > 0 and < FewestRows })
        {
            return (FitVerdict.Undecided, FitWords.TooFewTrained(skill));
        }

        string kind = course.IsValidated ? "validation" : "training";
        // A trained network that learns new rows begins with a small loss, and a small rise from there leaves a good model.
        if (course.Diverged && (course.Doubled || !(skill?.Training >= LittleSkill)))
        {
            return (FitVerdict.Diverging, $"The training loss rose from {FitWords.Loss(course.Training.First)} to {FitWords.Loss(course.Training.Last)}.");
        }

        if (course.WasThrownOff && (skill is null ? course.GainedNothing : skill.Training < LittleSkill))
        {
            string end = skill is null ? $"it ended at {FitWords.Loss(course.Training.Last)}" : FitWords.Learned(skill, "in the end the model");
            return (FitVerdict.Diverging, $"The first updates raised the training loss from {FitWords.Loss(course.Beginning.Initial)} to {FitWords.Loss(course.Beginning.Highest)}, and {end}.");
        }

        if (course.Beginning is var (initial, highest) && initial > 0 && highest > ThrownFar * initial)
        {
            return (FitVerdict.Diverging, $"The first updates raised the training loss from {FitWords.Loss(initial)} to {FitWords.Loss(highest)}, so nothing was left of the initial weights{(skill is null ? "" : $"; {FitWords.Learned(skill, "in the end the model")}")}.");
        }

        if (course.HardlyMoved && skill?.Training < LittleSkill)
        {
            return (FitVerdict.Underfitting, $"The training loss hardly moved from its first value, {FitWords.Loss(course.Training.First)}, and {FitWords.Learned(skill, "the model")}: either the learning rate is too small, or there is nothing to learn from these inputs.");
        }

        if (skill is { Gap: FitGap.Large })
        {
            return (FitVerdict.Overfitting, $"{FitWords.Learned(skill, "It")}, but {FitWords.OnUnseen(skill)}.");
        }

        bool keptBest = history.BestEpoch <= course.Best;
        if (course.IsValidated && !keptBest && course.LostAgain > LostShare && course.TrainingWentOn)
        {
            return (FitVerdict.Overfitting, $"After epoch {course.Best} the training loss fell, but the validation loss rose: {FitWords.Percent(course.LostAgain)} of its improvement was lost again.");
        }

        bool worthIt = course.IsValidated || !(skill?.Training > NearlyAll);
        if (history.Stop is not (StopReason.EarlyStopping or StopReason.Converged or StopReason.TargetReached) && course.LateFall > LateFallShare && worthIt)
        {
            return (FitVerdict.StillImproving, $"The {kind} loss was still falling when training ended: {FitWords.Percent(course.LateFall)} of its whole fall came in the last {(course.Window == 1 ? "epoch" : $"{course.Window} epochs")} of {epochs}.");
        }

        if (course.NoiseShare > NoisyShare && course.IsRough)
        {
            return (FitVerdict.Noisy, $"From one epoch to the next the {kind} loss varies by {FitWords.Percent(course.NoiseShare)} of its total improvement.");
        }

        if (skill is null ? course.TrainingFall < 0.05 : skill.Training < LittleSkill)
        {
            return (FitVerdict.Underfitting, skill is null
                ? $"The training loss fell by only {FitWords.Percent(course.TrainingFall)} of its first value."
                : $"{FitWords.Learned(skill, "It")}{FitWords.AndOnUnseen(skill)}: either the network learns too little, or the inputs carry too little information; one training run cannot tell which.");
        }

        string stopped = course.IsValidated && keptBest && course.LostAgain > LostShare ? $" After epoch {course.Best} the model would have overfitted, so the weights of that epoch were kept." : "";
        return skill switch
        {
            { Gap: FitGap.Uncertain } => (FitVerdict.Undecided, $"{FitWords.Learned(skill, "It")}{FitWords.AndOnUnseen(skill)}: {FitWords.MayBeChance(skill)}.{stopped}"),
            { Unseen: not null } => (FitVerdict.Good, $"{FitWords.Learned(skill, "It")}{FitWords.AndOnUnseen(skill)}.{stopped}"),
            { KeptRows: > 0 } => (FitVerdict.Undecided, $"{FitWords.Learned(skill, "It")}. {FitWords.TooFew(skill)}{stopped}"),
            _ when course.IsValidated => (FitVerdict.Undecided, $"The validation loss settled at {FitWords.Loss(course.Judged[Math.Clamp(history.BestEpoch - 1, 0, epochs - 1)])}, but a loss alone does not show how much of the target is explained.{stopped}"),
            _ => (FitVerdict.Undecided, "There are no unseen rows, so overfitting cannot be judged."),
        };
    }

    private static FitEvidence[] Numbers(History history, FitCourse course, FitSkill? skill)
    {
        List<FitEvidence> numbers = [];
        if (skill is not null)
        {
            numbers.Add(new("trainingSkill", skill.Training, "skill on training rows", $"below {Number(LittleSkill)}: underfitting"));
        }

        if (skill?.Unseen is { } unseen)
        {
            string rows = skill.UnseenChoseEpoch ? "the validation rows, which also chose the epoch" : "unseen rows";
            numbers.Add(new("unseenSkill", unseen, $"skill on {rows}"));
            numbers.Add(new("unseenSkillDeviation", skill.UnseenDeviation, "standard error of that skill"));
            numbers.Add(new("skillGap", skill.Training - unseen, "difference between the two skills", $"above {Number(LargeGap)}, and above twice its standard error: overfitting"));
            numbers.Add(new("skillGapDeviation", skill.GapDeviation, "standard error of that difference, from both sets of rows"));
        }

        if (course.Judged.Length > 0)
        {
            numbers.Add(new("trainingLossFirst", course.Training.First, "training loss of the first epoch"));
            numbers.Add(new("trainingLossLast", course.Training.Last, "training loss, mean of the last tenth of the epochs", "above that of the first epoch: diverging"));
            numbers.Add(new("initialLoss", course.Beginning.Initial, "training loss of the first batch, before any update"));
            numbers.Add(new("bestEpoch", history.BestEpoch, "epoch whose weights the model has"));
            numbers.Add(new("lowestLossEpoch", course.Best, $"epoch with the lowest {(course.IsValidated ? "validation" : "training")} loss"));
            numbers.Add(new("lateFall", course.LateFall, "fall of the loss in the last tenth of the epochs, as a share of its whole fall", $"above {Number(LateFallShare)}: stopped too early"));
            numbers.Add(new("lostAgain", course.LostAgain, "rise of the loss after its lowest point, as a share of its fall before", $"above {Number(LostShare)}: overfitting, if the last weights are kept"));
            numbers.Add(new("noise", course.NoiseShare, "variation of the loss from one epoch to the next, as a share of its fall", $"above {Number(NoisyShare)}: noisy"));
        }

        return [.. numbers];
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
