using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>A finished training on a table: the model, every decision on the way, and the scores.</summary>
/// <param name="Model">The trained model behind its preprocessing.</param>
/// <param name="Schema">What the columns were taken for.</param>
/// <param name="Options">How the network was trained; of several, the first of the recipe with the largest share.</param>
/// <param name="History">The course of that training.</param>
/// <param name="Evaluation">Scores on rows that training never saw; null if none were kept.</param>
/// <param name="Notices">Every decision and warning, with how to override it.</param>
/// <param name="TrainRows">Rows trained on.</param>
/// <param name="ValidationRows">Rows that chose the best epoch.</param>
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
    /// <summary>Whether it over- or underfits, with the evidence: the test rows, or else the validation rows, beside the training rows.</summary>
    public required FitDiagnosis Diagnosis { get; init; }

    /// <summary>What it explains of training and unseen rows: what <see cref="Diagnosis"/> rests on.</summary>
    public FitSkill? Skill { get; init; }

    /// <summary>The recipes that were tried, with their shares in the prediction; none where a single network was trained.</summary>
    public IReadOnlyList<RecipeTrial> Trials { get; init; } = [];

    /// <summary>On how many folds of the training rows each recipe was trained; 0 for a single network.</summary>
    public int Folds { get; init; }

    /// <summary>What was trained, to be repeated with <see cref="TableOptions.Plan"/>: the same model to the bit, on any machine; null where a single network was trained.</summary>
    public EnsemblePlan? Plan { get; init; }

    /// <summary>How long training took, in seconds.</summary>
    public double Seconds { get => field > 0 ? field : History.Seconds; init; }

    /// <summary>The rows that were kept for the scores, as a table to explain the model by; null if none were kept.</summary>
    /// <returns>A table with these rows.</returns>
    public Table? Test() => Kept is { Rows.Length: > 0 } kept ? kept.Table.Select(kept.Rows) : null;

    /// <summary>Where these rows are.</summary>
    internal (Table Table, int[] Rows)? Kept { get; init; }

    /// <summary>Rows that were kept for the scores.</summary>
    public int TestRows => Evaluation?.Outcome.Rows ?? 0;

    /// <summary>What was learnt, in one line: the targets, the rows, the main scores of the test rows, and the verdict.</summary>
    /// <returns>Text such as <c>species: accuracy 0.967, logLoss 0.081 on 30 test rows; 96 train, 24 validation; verdict Good</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(", ", Schema.TargetNames)}: {(Evaluation is null ? "no test rows" : $"{Evaluation.MainScores} on {Amount.Of(TestRows, "test row")}")}; {TrainRows:#,0} train, {ValidationRows:#,0} validation; verdict {Diagnosis.Verdict}");
}
