using System.Globalization;
using Descent.Cli.Reports;
using Descent.Models;
using Descent.Training;

namespace Descent.Cli.Runs;

/// <summary>Puts scores into a report, beside those of the baselines and of the rows that are new.</summary>
internal static class ScoresOf
{
    /// <summary>The report with the scores of a training, or of its cross-validation.</summary>
    public static RunReport With(RunReport report, TableTraining training, CrossValidation? validation)
    {
        if (validation is null && training.Evaluation is null)
        {
            return report;
        }

        IReadOnlyList<Baseline> baselines = validation?.Baselines ?? training.Evaluation!.Baselines;
        TableEvaluation? unseen = validation is null ? training.Evaluation!.Unseen : null;
        IReadOnlyList<double> Others(string name) =>
        [
            .. baselines.Select(baseline => baseline.Scores.GetValueOrDefault(name, double.NaN)),
            .. unseen is null ? [] : unseen.Baselines.Select(baseline => baseline.Scores).Prepend(unseen.Scores).Select(scores => scores.GetValueOrDefault(name, double.NaN)),
        ];
        return report with
        {
            Scores = validation is null
                ? [.. training.Evaluation!.Scores.Select(score => new Score(Metrics.Scores.NameOf(score.Key), score.Value, Others: Others(score.Key)))]
                : [.. validation.Scores.Select(score => new Score(Metrics.Scores.NameOf(score.Key), score.Value.Mean, score.Value.Deviation, Others(score.Key)))],
            OtherScores = [.. baselines.Select(Capital), .. unseen is null ? [] : unseen.Baselines.Select(baseline => $"{Capital(baseline)}, new rows").Prepend("New rows only")],
            ScoreRemark = Remark(training.Model.Decision, baselines, validation?.Undefined ?? training.Evaluation!.Undefined),
        };
    }

    private static string Capital(Baseline baseline) => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(Words.Of(baseline)[0])}{Words.Of(baseline)[1..]}");

    private static string Remark(BinaryDecision? decision, IReadOnlyList<Baseline> baselines, IReadOnlyDictionary<string, string> undefined) => string.Join(' ',
    [
        .. decision is null ? Array.Empty<string>() : [string.Create(CultureInfo.InvariantCulture, $"The positive class is \"{decision.PositiveLabel}\", predicted at a probability of at least {decision.Threshold}.")],
        .. baselines.Select(baseline => $"{Capital(baseline)}: {baseline.Guess}."),
        .. undefined.Select(reason => $"{Metrics.Scores.NameOf(reason.Key)} is undefined: {reason.Value}."),
    ]);
}
