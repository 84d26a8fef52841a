using System.Globalization;

namespace Descent.Tuning;

// What the trials of a table keep, and how it is read.
public sealed partial class TableTuner
{
    private const string ScoresName = "scores", ReasonName = "reason", EpochsName = "epochs", DivergedName = "diverged", RepeatedName = "repeats", BaselineName = "baseline", PlannedName = "trials";

    /// <summary>The score of every fold of a completed trial.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <param name="objective">The index of the score; default 0.</param>
    /// <returns>The scores, those of the first seed first; empty if the trial has not completed.</returns>
    public static IReadOnlyList<double> ScoresOf(Trial trial, int objective = 0)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Attributes.TryGetValue(NameOf(objective), out string? text) ? [.. text.Split(' ').Select(number => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double score) ? score : throw new FormatException($"the score '{number}' is not a number"))] : [];
    }

    /// <summary>The number of epochs that a trial trained in all folds that count: those finished before it ended, or the part of the first one. Folds that were trained beside the first one and are ignored are not included.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>The number; 0 if the trial failed or still runs.</returns>
    public static int EpochsOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Attributes.TryGetValue(EpochsName, out string? text) ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int epochs) ? epochs : throw new FormatException($"the number of epochs is '{text}'") : 0;
    }

    /// <summary>The mean score of the first fold, the first two, and so on, as far as a trial came.</summary>
    /// <param name="trial">A trial of this tuner.</param>
    /// <returns>The means; empty if the trial ended within the first fold.</returns>
    public IReadOnlyList<double> MeansOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return [.. trial.Intermediate.Where(step => step.Key % StepsPerFold == 0).Select(step => step.Value)];
    }

    /// <summary>How far a trial came before it was pruned.</summary>
    /// <param name="trial">A trial of this tuner.</param>
    /// <returns>The number of finished folds, or 0 and the epoch in the first fold; null if it reported nothing.</returns>
    public (int Folds, int Epoch)? EndOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.LastStep is not { } step ? null : step % StepsPerFold == 0 ? (step / StepsPerFold, 0) : (0, EpochsOf(trial));
    }

    /// <summary>Why a trial failed, in one sentence.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>The reason; null if it did not fail.</returns>
    public static string? ReasonOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.State == TrialState.Failed ? trial.Attributes.GetValueOrDefault(ReasonName, trial.Error ?? "") : null;
    }

    /// <summary>The trial with the same values whose scores a trial took, instead of computing them again.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>The number of the earlier trial; null if the trial was computed.</returns>
    public static int? RepeatedBy(Trial trial) => NumberOf(trial, RepeatedName);

    /// <summary>How many trials the run that computed a trial was to have.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>The number; null if there was no limit.</returns>
    public static int? PlannedBy(Trial trial) => NumberOf(trial, PlannedName);

    /// <summary>The score of the best baseline, a prediction that uses no feature, on the same folds as a completed trial.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>Its name, such as <c>prior</c> or <c>mean</c>, and the mean of its first score over the folds; null if it has none.</returns>
    public static (string Name, double Score)? BaselineOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Attributes.TryGetValue(BaselineName, out string? text) && text.Split(' ') is [var name, var number] ? (name, double.Parse(number, CultureInfo.InvariantCulture)) : null;
    }

    private static int? NumberOf(Trial trial, string name)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Attributes.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    private static string NameOf(int objective) => objective == 0 ? ScoresName : $"{ScoresName} {objective}";
}
