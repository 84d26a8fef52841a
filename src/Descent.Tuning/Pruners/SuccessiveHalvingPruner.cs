namespace Descent.Tuning;

/// <summary>
/// Asynchronous successive halving: a trial goes on from a rung to the next if its value there is among the best 1/<paramref name="Factor"/>
/// of those that have reached the rung so far. Rung r is at step <paramref name="MinimumSteps"/>·<paramref name="Factor"/>^(<paramref name="FirstRung"/> + r).
/// </summary>
/// <remarks>
/// Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020, in Optuna's form: trials are not paused, and until
/// <paramref name="Factor"/> trials have reached a rung, the best of them goes on. The value at a rung is the first one reported at or after its step.
/// </remarks>
/// <param name="MinimumSteps">The step of the first rung, at least 1; null, the default, for a hundredth of the last step of the first trial that completed, and at least 1.</param>
/// <param name="Factor">The inverse of the share of trials that go on, at least 2; default 4.</param>
/// <param name="FirstRung">The number of rungs to leave out, at least 0; default 0.</param>
/// <param name="Bootstrap">The number of trials, at least 0, that stop at each rung before any goes on; default 0. Needs <paramref name="MinimumSteps"/>.</param>
public sealed record SuccessiveHalvingPruner(int? MinimumSteps = null, int Factor = 4, int FirstRung = 0, int Bootstrap = 0) : Pruner
{
    /// <summary>The step of the first rung; null for one that depends on the first trial that completed.</summary>
    public int? MinimumSteps { get; init; } = MinimumSteps is { } steps ? AtLeast(steps, 1, nameof(MinimumSteps)) : null;

    /// <summary>The inverse of the share of trials that go on.</summary>
    public int Factor { get; init; } = AtLeast(Factor, 2, nameof(Factor));

    /// <summary>The number of rungs to leave out.</summary>
    public int FirstRung { get; init; } = AtLeast(FirstRung, 0, nameof(FirstRung));

    /// <summary>The number of trials that stop at each rung before any goes on.</summary>
    public int Bootstrap { get; init; } = Bootstrap > 0 && MinimumSteps is null
        ? throw new ArgumentException("Bootstrap needs MinimumSteps.", nameof(Bootstrap))
        : AtLeast(Bootstrap, 0, nameof(Bootstrap));

    /// <inheritdoc/>
    public override bool ShouldPrune(PruningContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Trial? model = MinimumSteps is null ? FirstCompleted(context.Trials) : null;
        int? minimum = MinimumSteps ?? (model is null ? null : Math.Max(model.LastStep!.Value / 100, 1));
        if (minimum is not { } first || context.Trial.LastStep is not { } step)
        {
            return false;
        }

        // Nothing was decided before the first trial completed, so that those until then do not compete.
        IReadOnlyList<Trial> trials = model is null ? context.Trials : [.. context.Trials.Where(trial => trial.Number > model.Number)];
        double value = context.Trial.Intermediate[step];
        for (int rung = 0; StepOf(rung, first) is var reached && reached <= step; rung++)
        {
            // What was decided at an earlier step stands.
            if (context.Trial.Intermediate.Keys.Any(earlier => earlier < step && earlier >= reached))
            {
                continue;
            }

            if (double.IsNaN(value))
            {
                return true;
            }

            double[] competing =
            [
                .. trials.Where(trial => trial.Number != context.Trial.Number).Select(trial => ValueAt(trial, rung, first)).Append(value)
                    .Where(other => !double.IsNaN(other)).Select(other => context.Maximizes ? -other : other).Order(),
            ];
            if (competing.Length <= Bootstrap || (context.Maximizes ? -value : value) > competing[Math.Max((competing.Length / Factor) - 1, 0)])
            {
                return true;
            }
        }

        return false;
    }

    private double StepOf(int rung, int first) => first * Math.Pow(Factor, FirstRung + rung);

    // NaN if the trial did not reach the rung. A trial that was stopped at a step reached only the first of the rungs that it passed there.
    private double ValueAt(Trial trial, int rung, int first)
    {
        foreach ((int step, double value) in trial.Intermediate.OrderBy(pair => pair.Key))
        {
            if (step >= StepOf(rung, first))
            {
                bool isLater = rung > 0 && trial.State == TrialState.Pruned && step == trial.LastStep && step >= StepOf(rung - 1, first)
                    && !trial.Intermediate.Keys.Any(earlier => earlier < step && earlier >= StepOf(rung - 1, first));
                return isLater ? double.NaN : value;
            }
        }

        return double.NaN;
    }
}
