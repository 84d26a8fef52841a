namespace Descent.Tuning;

/// <summary>Orders trials from the best to the worst.</summary>
internal static class Ranking
{
    /// <summary>The trials that have values of their parameters and did not fail: completed ones, then pruned ones, those that took more steps first, then running ones.</summary>
    public static IEnumerable<Trial> Of(SamplingContext context)
    {
        double sign = context.Study.Directions[0] == StudyDirection.Maximize ? -1 : 1;
        Trial[] trials = [.. context.Trials.Where(trial => trial.Parameters is not null)];
        Trial[] completed = [.. trials.Where(trial => trial.State == TrialState.Completed)];
        return
        [
            .. context.Study.Directions.Count > 1
                ? Dominance.Order([.. completed.Select(trial => Dominance.Losses(trial, context.Study.Directions))]).Select(i => completed[i])
                : completed.OrderBy(trial => sign * trial.Value),
            .. trials.Where(trial => trial.State == TrialState.Pruned).OrderByDescending(trial => trial.LastStep ?? -1).ThenBy(trial => Last(trial, sign)),
            .. trials.Where(trial => trial.State == TrialState.Running),
        ];
    }

    private static double Last(Trial trial, double sign) => trial.LastStep is { } step && !double.IsNaN(trial.Intermediate[step]) ? sign * trial.Intermediate[step] : double.PositiveInfinity;
}
