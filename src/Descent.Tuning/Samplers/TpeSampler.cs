using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>
/// Tree-structured Parzen estimator: divides the trials into good and other ones, estimates the density of the parameters in both, l and g,
/// and chooses among candidates drawn from l the one with the largest l/g, which has the largest expected improvement.
/// </summary>
/// <remarks>
/// <para>
/// Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011; Watanabe, "Tree-structured Parzen estimator", 2023. Parameters
/// that are active together have a common density, learned from the trials in which they are active. A good trial counts in proportion to
/// its improvement over the best of the others, which Watanabe calls the weights of expected improvement; kernels are half as wide as those
/// of Optuna, so that good regions are searched more closely. A trial that was pruned is worse than
/// every completed one, and better the more steps it took. A trial that still runs counts as one of the others, which keeps trials that run
/// at the same time apart (the constant liar of Ginsbourger et al. 2010). With several objectives, trials are ordered by the front of
/// non-dominated trials to which they belong, and within a front by crowding distance (Deb et al. 2002).
/// </para>
/// <para>The first trials are points of a Sobol' sequence.</para>
/// </remarks>
/// <param name="StartupTrials">The number of finished trials from which on densities are used, at least 1; default 10.</param>
/// <param name="Candidates">The number of candidates, at least 1; default 24.</param>
/// <param name="Multivariate">Whether parameters that are active together have a common density, which finds out how they depend on each other; default true. Otherwise each has its own.</param>
/// <param name="GoodShare">The share of good trials, above 0 and at most 1; default 0.1. There are at most 25.</param>
/// <param name="PriorWeight">The weight of the prior, a wide kernel in each density; that of a trial is 1. Above 0; default 1.</param>
public sealed record TpeSampler(int StartupTrials = 10, int Candidates = 24, bool Multivariate = true, double GoodShare = 0.1, double PriorWeight = 1) : Sampler
{
    private const int MostGood = 25;

    // A kernel of weight 0 has the logarithm −∞.
    private const double SmallestWeight = 1e-6;

    /// <summary>The number of finished trials from which on densities are used.</summary>
    public int StartupTrials { get; init; } = AtLeast(StartupTrials, 1, nameof(StartupTrials));

    /// <summary>The number of candidates.</summary>
    public int Candidates { get; init; } = AtLeast(Candidates, 1, nameof(Candidates));

    /// <summary>The share of good trials.</summary>
    public double GoodShare { get; init; } = GoodShare is > 0 and <= 1 ? GoodShare : throw new ArgumentOutOfRangeException(nameof(GoodShare), GoodShare, "GoodShare must be above 0 and at most 1.");

    /// <summary>The weight of the prior.</summary>
    public double PriorWeight { get; init; } = PriorWeight > 0 && double.IsFinite(PriorWeight) ? PriorWeight : throw new ArgumentOutOfRangeException(nameof(PriorWeight), PriorWeight, "PriorWeight must be a finite number above 0.");

    /// <inheritdoc/>
    public override Suggestion Suggest(SamplingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Trials.Count(trial => trial is { State: TrialState.Completed or TrialState.Pruned }) < StartupTrials)
        {
            return new SobolSampler().Suggest(context);
        }

        Trial[] ranked = [.. Ranking.Of(context)];
        double[] chosen = new double[context.Space.Count];
        Array.Fill(chosen, double.NaN);
        CounterRandom random = context.Random(Purpose.Density);
        ulong draw = 0;

        // The first parameter of a group is asked for when those on which the group depends have their values.
        return new(context.Space.Assign(index =>
        {
            if (double.IsNaN(chosen[index]))
            {
                int[] group = Multivariate ? context.Space.GroupOf(index) : [index];
                double[] point = Best(context.Space, group, ranked, random, ref draw);
                for (int j = 0; j < group.Length; j++)
                {
                    SearchParameter parameter = context.Space[group[j]];
                    chosen[group[j]] = parameter is ChoiceParameter ? point[j] : parameter.FromUnit(point[j]);
                }
            }

            return chosen[index];
        }));
    }

    /// <summary>The number of good trials among those that have finished.</summary>
    internal int Good(int finished) => Math.Min((int)Math.Ceiling(GoodShare * finished), MostGood);

    /// <summary>Weights of trials in the order of their numbers: the newest 25 count fully, those before less and less.</summary>
    internal static double[] Weights(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i >= count - MostGood ? 1 : count - MostGood == 1 ? 1.0 / count : 1.0 / count + (1 - 1.0 / count) * i / (count - MostGood - 1))];

    /// <summary>Weights of good trials: how much each is better than the best of the others, divided by the mean; those of <see cref="Weights"/> if none is, or values are infinite.</summary>
    internal static double[] ImprovementWeights(double[] values, double limit)
    {
        double[] improvements = [.. values.Select(value => Math.Abs(limit - value))];
        double mean = improvements.Average();
        return mean > 0 && double.IsFinite(mean) ? [.. improvements.Select(improvement => Math.Max(improvement / mean, SmallestWeight))] : Weights(values.Length);
    }

    private double[] Best(SearchSpace space, int[] group, Trial[] ranked, CounterRandom random, ref ulong draw)
    {
        Trial[] active = [.. ranked.Where(trial => !double.IsNaN(trial.Parameters![group[0]]))];
        int good = Good(active.Count(trial => trial.State != TrialState.Running));
        ParzenDensity better = Density(space, group, active[..good], Improvements), worse = Density(space, group, active[good..], Recency);
        double[] best = [];
        double largest = double.NegativeInfinity;
        for (int i = 0; i < Candidates; i++)
        {
            double[] candidate = better.Draw(random, ref draw);
            double ratio = better.Log(candidate) - worse.Log(candidate);
            if (ratio > largest)
            {
                (best, largest) = (candidate, ratio);
            }
        }

        return best;

        double[] Recency(Trial[] trials) => Weights(trials.Length);

        // If the best of the others has completed, so have the good ones.
        double[] Improvements(Trial[] trials) => good < active.Length && active[good] is { State: TrialState.Completed, Values: [double limit] }
            ? ImprovementWeights([.. trials.Select(trial => trial.Value)], limit)
            : Recency(trials);
    }

    private ParzenDensity Density(SearchSpace space, int[] group, Trial[] trials, Func<Trial[], double[]> weights)
    {
        Trial[] ordered = [.. trials.OrderBy(trial => trial.Number)];
        SearchParameter[] parameters = [.. group.Select(index => space[index])];
        return new ParzenDensity(
            parameters,
            [.. ordered.Select(trial => (double[])[.. group.Select(index => space[index] is ChoiceParameter ? trial.Parameters![index] : space[index].ToUnit(trial.Parameters![index]))])],
            weights(ordered),
            Multivariate ? new ParzenOptions(PriorWeight, Neighbors: false) : new ParzenOptions(PriorWeight, Neighbors: true, NarrowingPower: 1));
    }

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}.");
}
