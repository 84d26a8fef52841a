namespace Descent.Tuning;

/// <summary>
/// Stops a trial whose best value so far is worse than a percentile of the values that completed trials had at the same step.
/// </summary>
/// <remarks>With percentile 50, this is the median stopping rule of Golovin et al., "Google Vizier", KDD 2017. The options have the meaning of Optuna's.</remarks>
/// <param name="Percentile">The share of trials that go on, in percent, from 0 to 100; default 50, the median.</param>
/// <param name="StartupTrials">The number of completed trials from which on trials are stopped, at least 0; default 5.</param>
/// <param name="WarmupSteps">The step from which on a trial is stopped, at least 0; default 0.</param>
/// <param name="IntervalSteps">The distance of the steps at which a trial is judged, at least 1; default 1.</param>
/// <param name="MinimumTrials">The number of completed trials that must have reported a value at the step, at least 1; default 1.</param>
public sealed record PercentilePruner(double Percentile = 50, int StartupTrials = 5, int WarmupSteps = 0, int IntervalSteps = 1, int MinimumTrials = 1) : Pruner
{
    /// <summary>The share of trials that go on, in percent.</summary>
    public double Percentile { get; init; } = Percentile is >= 0 and <= 100 ? Percentile : throw new ArgumentOutOfRangeException(nameof(Percentile), Percentile, "Percentile must be from 0 to 100.");

    /// <summary>The number of completed trials from which on trials are stopped.</summary>
    public int StartupTrials { get; init; } = AtLeast(StartupTrials, 0, nameof(StartupTrials));

    /// <summary>The step from which on a trial is stopped.</summary>
    public int WarmupSteps { get; init; } = AtLeast(WarmupSteps, 0, nameof(WarmupSteps));

    /// <summary>The distance of the steps at which a trial is judged.</summary>
    public int IntervalSteps { get; init; } = AtLeast(IntervalSteps, 1, nameof(IntervalSteps));

    /// <summary>The number of completed trials that must have reported a value at the step.</summary>
    public int MinimumTrials { get; init; } = AtLeast(MinimumTrials, 1, nameof(MinimumTrials));

    /// <inheritdoc/>
    public override bool ShouldPrune(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Trial[] completed = [.. context.Trials.Where(trial => trial.State == TrialState.Completed)];
        if (completed.Length == 0 || completed.Length < StartupTrials || context.Trial.LastStep is not { } step || step < WarmupSteps || !IsFirstOfInterval(context.Trial, step))
        {
            return false;
        }

        // As a loss: a value that is to be large is negative.
        double sign = context.Maximizes ? -1 : 1;
        double[] own = [.. context.Trial.Intermediate.Values.Where(value => !double.IsNaN(value)).Select(value => sign * value)];
        if (own.Length == 0)
        {
            return true;
        }

        double[] others = [.. completed.Where(trial => trial.Intermediate.ContainsKey(step)).Select(trial => sign * trial.Intermediate[step])];
        double[] numbers = [.. others.Where(value => !double.IsNaN(value)).Order()];
        return others.Length >= MinimumTrials && numbers.Length > 0 && own.Min() > Quantile(numbers, Percentile / 100);
    }

    // Steps need not be reported one by one: the first one at or after the start of an interval counts.
    private bool IsFirstOfInterval(Trial trial, int step)
    {
        int start = ((step - WarmupSteps) / IntervalSteps * IntervalSteps) + WarmupSteps;
        return trial.Intermediate.Keys.All(other => other == step || other < start);
    }

    // Linear interpolation between the two nearest, as NumPy computes it.
    private static double Quantile(double[] sorted, double fraction)
    {
        double position = fraction * (sorted.Length - 1);
        int below = (int)position, above = Math.Min(below + 1, sorted.Length - 1);
        double share = position - below, difference = sorted[above] - sorted[below];
        return share == 0 ? sorted[below] : share < 0.5 ? sorted[below] + (difference * share) : sorted[above] - (difference * (1 - share));
    }
}
