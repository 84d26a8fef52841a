using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>
/// Bayesian optimization with a Gaussian process: learns a distribution of functions from the trials, and chooses the values with the largest
/// expected improvement. It needs the fewest trials if the objective is smooth and has no more than about ten parameters; the time per trial
/// grows with the third power of the number of trials, so that it is for budgets of up to a few hundred.
/// </summary>
/// <remarks>
/// <para>
/// Jones, Schonlau and Welch, "Efficient global optimization of expensive black-box functions", 1998; the process is described in Snoek, Larochelle and Adams,
/// "Practical Bayesian optimization of machine learning algorithms", 2012. A choice has a dimension for each value, 0 or 1/√2, so that two
/// different values have the distance 1; a parameter that is not active is in the middle. Values are standardized.
/// A trial that still runs counts with the mean of the process. Pruned trials do not count.
/// </para>
/// <para>The first trials are points of a Sobol' sequence.</para>
/// </remarks>
/// <param name="StartupTrials">The number of completed trials from which on the process is used, at least 2; default 10.</param>
/// <param name="Candidates">The number of points at which the improvement is computed before the best of them are refined, at least 1; default 1000.</param>
public sealed record GaussianProcessSampler(int StartupTrials = 10, int Candidates = 1000) : Sampler
{
    private const int Refined = 4, Rounds = 40, Moves = 10;

    /// <summary>The number of completed trials from which on the process is used.</summary>
    public int StartupTrials { get; init; } = StartupTrials >= 2 ? StartupTrials : throw new ArgumentOutOfRangeException(nameof(StartupTrials), StartupTrials, "StartupTrials must be at least 2.");

    /// <summary>The number of points at which the improvement is computed before the best of them are refined.</summary>
    public int Candidates { get; init; } = Candidates >= 1 ? Candidates : throw new ArgumentOutOfRangeException(nameof(Candidates), Candidates, "Candidates must be at least 1.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">If the study has several objectives.</exception>
    public override Suggestion Suggest(SamplingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RequireOneObjective(context);
        Trial[] completed = [.. context.Trials.Where(trial => trial is { State: TrialState.Completed, Parameters: not null } && double.IsFinite(trial.Value))];
        return completed.Length < StartupTrials ? new SobolSampler().Suggest(context) : new(Best(context, completed));
    }

    /// <summary>The logarithm of the expected improvement over a value, with z = (best − mean)/deviation: ln deviation + ln(φ(z) + z·Φ(z)).</summary>
    internal static double LogImprovement(double best, double mean, double deviation)
    {
        if (deviation <= 0)
        {
            return best > mean ? Math.Log(best - mean) : double.NegativeInfinity;
        }

        // φ(z) + z·Φ(z) = φ(z)·(1 + z·Φ(z)/φ(z)), and far below 0 the bracket is 1/z².
        double z = (best - mean) / deviation, density = NormalDistribution.LogDensity(z);
        return Math.Log(deviation) + density + (z < -30 ? -2 * Math.Log(-z) : Math.Log(1 + (z * Math.Exp(NormalDistribution.LogCumulative(z) - density))));
    }

    private ParameterValues Best(SamplingContext context, Trial[] completed)
    {
        SearchSpace space = context.Space;
        double sign = context.Study.Directions[0] == StudyDirection.Maximize ? -1 : 1, mean = completed.Average(trial => sign * trial.Value);
        double deviation = Math.Sqrt(completed.Average(trial => Math.Pow((sign * trial.Value) - mean, 2)));
        double[] targets = [.. completed.Select(trial => deviation > 0 ? ((sign * trial.Value) - mean) / deviation : 0)];
        double[][] inputs = [.. completed.Select(trial => Features(trial.Parameters!))];
        GaussianProcess process = GaussianProcessFit.Fit(inputs, targets);
        double[][] running = [.. context.Trials.Where(trial => trial is { State: TrialState.Running, Parameters: not null }).Select(trial => Features(trial.Parameters!))];
        if (running.Length > 0)
        {
            process = process.With([.. inputs, .. running], [.. targets, .. running.Select(point => process.Predict(point).Mean)]);
        }

        double least = targets.Min();
        CounterRandom random = context.Random(Purpose.Candidates);
        ulong draw = 0;
        List<(double[] Unit, ParameterValues Values, double Score)> candidates = [];
        for (int i = 0; i < Candidates; i++)
        {
            candidates.Add(Candidate(Enumerable.Range(0, space.Count).Select(_ => random.Uniform(draw++)).ToArray()));
        }

        // The best trial is where refinement begins, too.
        Trial top = completed[Array.IndexOf(targets, least)];
        candidates.Add(Candidate([.. Enumerable.Range(0, space.Count).Select(i => double.IsNaN(top.Parameters![i]) ? 0.5 : space[i].ToUnit(top.Parameters[i]))]));
        return candidates[..^1].OrderByDescending(candidate => candidate.Score).Take(Refined).Append(candidates[^1]).Select(Refine).MaxBy(candidate => candidate.Score).Values;

        (double[] Unit, ParameterValues Values, double Score) Candidate(double[] unit)
        {
            ParameterValues values = space.Assign(i => space[i].FromUnit(unit[i]));
            (double predicted, double uncertainty) = process.Predict(Features(values));
            return (unit, values, LogImprovement(least, predicted, uncertainty));
        }

        // Random steps that become smaller; each changes one parameter or all of them.
        (double[] Unit, ParameterValues Values, double Score) Refine((double[] Unit, ParameterValues Values, double Score) best)
        {
            for (int round = 0; round < Rounds; round++)
            {
                double size = 0.2 * Math.Pow(0.85, round);
                for (int move = 0; move < Moves; move++)
                {
                    int only = random.Below(draw++, 2 * space.Count);
                    double[] unit = [.. best.Unit.Select((value, i) => only < space.Count && only != i ? value
                        : space[i] is ChoiceParameter ? (only == i || random.Uniform(draw++) < 0.1 ? random.Uniform(draw++) : value)
                        : Math.Clamp(value + (size * random.Normal(draw++)), 0, 1))];
                    if (Candidate(unit) is var moved && moved.Score > best.Score)
                    {
                        best = moved;
                    }
                }
            }

            return best;
        }
    }

    private static double[] Features(ParameterValues values)
    {
        List<double> features = [];
        for (int i = 0; i < values.Space.Count; i++)
        {
            if (values.Space[i] is ChoiceParameter choice)
            {
                features.AddRange(choice.Choices.Select((_, k) => values[i] == k ? Math.Sqrt(0.5) : 0));
            }
            else
            {
                features.Add(double.IsNaN(values[i]) ? 0.5 : values.Space[i].ToUnit(values[i]));
            }
        }

        return [.. features];
    }
}
