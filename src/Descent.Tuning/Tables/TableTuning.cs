using System.Globalization;
using Descent.Data;

namespace Descent.Tuning;

/// <summary>The result of tuning: the best trial, and the model that was trained with its values on all training rows or, for recipes, the average of the networks of the best trials.</summary>
/// <param name="Study">All trials.</param>
/// <param name="End">Why no further trial was started.</param>
/// <param name="Scores">The names of the scores.</param>
/// <param name="Best">The best trial; of several scores, by the first.</param>
/// <param name="Options">The options of the training; <see cref="TableTrainer.Train"/> with these gives <paramref name="Training"/> again, bit for bit.</param>
/// <param name="Training">The training on all rows but the test rows, evaluated once on these.</param>
/// <param name="TestScores">The scores on the test rows; empty if none were held out.</param>
public sealed record TableTuning(Study Study, StudyRunEnd End, IReadOnlyList<string> Scores, Trial Best, TableOptions Options, TableTraining Training, IReadOnlyList<double> TestScores)
{
    /// <summary>The name of the first score.</summary>
    public string Score => Scores[0];

    /// <summary>Whether a larger value of the first score is better.</summary>
    public bool HigherIsBetter => Study.Directions[0] == StudyDirection.Maximize;

    /// <summary>The first score on the test rows; null if none were held out.</summary>
    public double? TestScore => TestScores.Count > 0 ? TestScores[0] : null;

    /// <summary>The mean score of the best trial over its folds, and the sample standard deviation (dividing by folds − 1; 0 for one fold).</summary>
    public (double Mean, double Deviation) Validation { get; } = Summary(TableTuner.ScoresOf(Best) is { Count: > 0 } scores ? scores : [Best.Values[0]]);

    /// <summary>The trials from which an average was chosen, the best first, those with a weight of 0 among them; empty if a single network was tuned.</summary>
    public IReadOnlyList<AveragedTrial> Average { get; init; } = [];

    /// <summary>The first score of the average on each fold, at the epochs at which the trials were judged, so that it can be compared with <see cref="Validation"/>; empty if a single network was tuned.</summary>
    public IReadOnlyList<double> AverageScores { get; init; } = [];

    /// <summary>The mean of <see cref="AverageScores"/> and their sample standard deviation; null if a single network was tuned. It is not worse than <see cref="Validation"/>, and a little too good, because the shares were chosen on the same rows.</summary>
    public (double Mean, double Deviation)? AverageValidation => AverageScores.Count > 0 ? Summary(AverageScores) : null;

    /// <summary>The scores on the test rows of the model of the best trial alone: the same as <see cref="TestScores"/> unless the networks of other trials are averaged. Empty if none were held out.</summary>
    public required IReadOnlyList<double> BestTestScores { get; init; }

    /// <summary>
    /// How much better the best trial was on the folds than its model on the test rows; negative if the test rows are scored better. The best of many trials is partly best by chance, so this is above 0
    /// on average, but it also varies with the choice of the test rows, and the model has more training rows than those of the folds. Null without test rows.
    /// </summary>
    public double? Optimism => BestTestScores.Count > 0 ? (HigherIsBetter ? 1 : -1) * (Validation.Mean - BestTestScores[0]) : null;

    /// <summary>The result in one line.</summary>
    /// <returns>Text such as <c>log_loss 0.0451 in the best of 50 trials (12), 0.0622 on test rows: hidden-layers=1 …</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{StandardMetrics.NameOf(Score)} {Validation.Mean:G4} in the best of {Wording.Count(Study.Trials.Count(trial => trial.State != TrialState.Running), "trial")} ({Best.Number}){(TestScore is { } test ? $", {test:G4} on test rows" : "")}: {Best.Parameters}");

    private static (double Mean, double Deviation) Summary(IReadOnlyList<double> scores)
    {
        double mean = scores.Average();
        return (mean, scores.Count < 2 ? 0 : Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1)));
    }
}

/// <summary>A trial whose networks were candidates for an average.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Weight">Its share in the prediction, 0 … 1.</param>
/// <param name="Loss">
/// The loss of the training, by which the shares were chosen, of the predictions with which the trial was judged: on all out-of-fold rows together, at epochs that the other folds chose. The score of the trial is the mean over the folds.
/// </param>
public sealed record AveragedTrial(Trial Trial, double Weight, double Loss);

/// <summary>A report on the progress of tuning.</summary>
/// <param name="Trial">The number of the trial.</param>
/// <param name="Fold">The number of finished folds, those of all seeds together.</param>
/// <param name="Folds">The number of folds of a whole trial.</param>
/// <param name="Mean">The mean score of the finished folds; NaN before the first.</param>
/// <param name="Finished">The trial when it has ended; null before.</param>
public sealed record TableTuningProgress(int Trial, int Fold, int Folds, double Mean, Trial? Finished)
{
    /// <summary>The epoch of the first fold after which the report was made, whose score is <see cref="Mean"/>; 0 for a report after a fold or a trial.</summary>
    public int Epoch { get; init; }

    /// <summary>The trials of other processes for which this one waits, because there is no further one to start; empty while it computes.</summary>
    public IReadOnlyList<Trial> Others { get; init; } = [];
}
