using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>The result of training on a table: the model, all decisions, and the scores.</summary>
/// <param name="Model">The trained model with its preprocessing.</param>
/// <param name="Schema">The kinds and roles of the columns.</param>
/// <param name="Options">The training options of the network; of several networks, those of the first one of the recipe with the largest share.</param>
/// <param name="History">The history of that training run.</param>
/// <param name="Evaluation">The evaluation on rows that training never used; null if none were held out.</param>
/// <param name="Notices">Notices about all decisions and warnings, with the settings that override them.</param>
/// <param name="TrainRows">The number of training rows.</param>
/// <param name="ValidationRows">The number of validation rows, which chose the best epoch.</param>
public sealed record TableTraining(
    TableModel Model,
    Schema Schema,
    TrainingOptions Options,
    History History,
    TableEvaluation? Evaluation,
    IReadOnlyList<Notice> Notices,
    int TrainRows,
    int ValidationRows)
{
    /// <summary>The diagnosis of overfitting and underfitting, which compares the test rows or, without them, the validation rows with the training rows.</summary>
    public required FitDiagnosis Diagnosis { get; init; }

    /// <summary>The skill of the model on training and unseen rows, on which <see cref="Diagnosis"/> rests.</summary>
    public FitSkill? Skill { get; init; }

    /// <summary>The findings of the doctor, if the training was recorded and examined; otherwise null.</summary>
    public Diagnosis? Findings { get; init; }

    /// <summary>The choice of the threshold by <see cref="TableOptions.ThresholdMetric"/>; null without one, or if none could be chosen.</summary>
    public ThresholdChoice? Threshold { get; init; }

    /// <summary>The recipes that were tried, with their shares in the prediction; empty if a single network was trained.</summary>
    public IReadOnlyList<RecipeTrial> Trials { get; init; } = [];

    /// <summary>The epoch whose weights each of the members of the model has, in their order; empty unless recipes were tried.</summary>
    public IReadOnlyList<int> MemberEpochs { get; init; } = [];

    /// <summary>The training of the networks that <see cref="TableOptions.Ensemble"/> asked for; null if it was not set.</summary>
    public EnsembleTraining? Ensemble { get; init; }

    /// <summary>Whether a single network was trained.</summary>
    public bool IsSingle => Trials.Count == 0 && Ensemble is null;

    /// <summary>Whether training was canceled before everything was trained.</summary>
    public bool IsCancelled => History.Stop == StopReason.Cancelled || Trials.Any(trial => trial.Loss is null) || Ensemble is { IsCancelled: true };

    /// <summary>The number of folds of the training rows on which each recipe was trained; 0 for a single network.</summary>
    public int Folds { get; init; }

    /// <summary>The plan that was executed; <see cref="TableOptions.Plan"/> repeats it to get the same model, bit for bit, on any machine. Null if a single network was trained.</summary>
    public EnsemblePlan? Plan { get; init; }

    /// <summary>The duration of training in seconds.</summary>
    public double Seconds { get => field > 0 ? field : History.Seconds; init; }

    /// <summary>Gets the test rows as a table, for example to explain the model with them; null if none were held out.</summary>
    /// <returns>A table with these rows.</returns>
    public Table? Test() => Kept is { Rows.Length: > 0 } kept ? kept.Table.Select(kept.Rows) : null;

    /// <summary>The test rows: their table and their numbers in it.</summary>
    internal (Table Table, int[] Rows)? Kept { get; init; }

    /// <summary>The number of test rows.</summary>
    public int TestRows => Evaluation?.Outcome.Rows ?? 0;

    /// <summary>What was learned, in one line: the targets, the rows, the main scores of the test rows, and the verdict.</summary>
    /// <returns>Text such as <c>species: accuracy 0.967, log_loss 0.081 on 30 test rows; 96 train, 24 validation; verdict Good</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(", ", Schema.TargetNames)}: {(Evaluation is null ? "no test rows" : $"{Evaluation.MainScores} on {Amount.Of(TestRows, "test row")}")}; {TrainRows:#,0} train, {ValidationRows:#,0} validation; verdict {Diagnosis.Verdict}");
}
