namespace Descent.Tuning;

/// <summary>
/// Hyperband: successive halving with several first rungs at the same time, since it is not known how early a value tells good trials from
/// bad ones. Bracket s leaves out s rungs; a trial competes only with those of its bracket, and samplers learn only from these.
/// </summary>
/// <remarks>
/// Li et al., "Hyperband: a novel bandit-based approach to hyperparameter optimization", JMLR 2018, in Optuna's form: with
/// S = ⌊log(<paramref name="MaximumSteps"/>/<paramref name="MinimumSteps"/>)/log(<paramref name="Factor"/>)⌋ + 1 brackets, the share of bracket s is
/// proportional to ⌈S·<paramref name="Factor"/>^(S−1−s)/(S−s)⌉. Trial i belongs to the bracket at the fraction part of i·(√5 − 1)/2 of all shares, which
/// divides also a few trials in these proportions.
/// </remarks>
/// <param name="MinimumSteps">The step of the first rung of bracket 0, at least 1; default 1.</param>
/// <param name="MaximumSteps">The number of steps of a whole trial; null, the default, for that of the first trial that completed.</param>
/// <param name="Factor">The inverse of the share of trials that go on, at least 2; default 3.</param>
/// <param name="Bootstrap">The number of trials, at least 0, that stop at each rung before any goes on; default 0.</param>
public sealed record HyperbandPruner(int MinimumSteps = 1, int? MaximumSteps = null, int Factor = 3, int Bootstrap = 0) : Pruner
{
    /// <summary>The step of the first rung of bracket 0.</summary>
    public int MinimumSteps { get; init; } = AtLeast(MinimumSteps, 1, nameof(MinimumSteps));

    /// <summary>The number of steps of a whole trial; null for that of the first trial that completed.</summary>
    public int? MaximumSteps { get; init; } = MaximumSteps is { } steps ? AtLeast(steps, MinimumSteps, nameof(MaximumSteps)) : null;

    /// <summary>The inverse of the share of trials that go on.</summary>
    public int Factor { get; init; } = AtLeast(Factor, 2, nameof(Factor));

    /// <summary>The number of trials that stop at each rung before any goes on.</summary>
    public int Bootstrap { get; init; } = AtLeast(Bootstrap, 0, nameof(Bootstrap));

    /// <inheritdoc/>
    public override bool ShouldPrune(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Shares(context.Trials) is not { } shares)
        {
            return false;
        }

        // Nothing was decided before the first trial completed, so that those until then do not compete.
        int bracket = Bracket(shares, context.Trial.Number), last = MaximumSteps is null ? FirstCompleted(context.Trials)!.Number : -1;
        return new SuccessiveHalvingPruner(MinimumSteps, Factor, bracket, Bootstrap)
            .ShouldPrune(context with { Trials = [.. Comparable(context.Trials, context.Trial.Number).Where(trial => trial.Number > last)] });
    }

    internal override IReadOnlyList<Trial> Comparable(IReadOnlyList<Trial> trials, int number) => Shares(trials) is { } shares
        ? [.. trials.Where(trial => Bracket(shares, trial.Number) == Bracket(shares, number))]
        : trials;

    // Null as long as the number of steps is not known.
    private double[]? Shares(IReadOnlyList<Trial> trials)
    {
        int? steps = MaximumSteps ?? (FirstCompleted(trials)?.LastStep + 1);
        if (steps is not { } maximum)
        {
            return null;
        }

        int brackets = Math.Max((int)Math.Floor(Math.Log((double)maximum / MinimumSteps) / Math.Log(Factor)) + 1, 1);
        return [.. Enumerable.Range(0, brackets).Select(bracket => Math.Ceiling(brackets * Math.Pow(Factor, brackets - 1 - bracket) / (brackets - bracket)))];
    }

    private static int Bracket(double[] shares, int number)
    {
        double fraction = number * ((Math.Sqrt(5) - 1) / 2), position = (fraction - Math.Floor(fraction)) * shares.Sum();
        int bracket = 0;
        for (; bracket < shares.Length - 1 && position >= shares[bracket]; bracket++)
        {
            position -= shares[bracket];
        }

        return bracket;
    }
}
