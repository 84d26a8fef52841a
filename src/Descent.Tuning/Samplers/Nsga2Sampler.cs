using System.Globalization;
using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>
/// NSGA-II, a genetic algorithm for several objectives: each generation descends from the best trials so far, those of the first
/// fronts of non-dominated trials, and among the last of these fronts those that are farthest from the others.
/// </summary>
/// <remarks>
/// Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation 6, 2002: parents
/// by binary tournament, simulated binary crossover with probability 0.9 and index 20, polynomial mutation with probability 1/n for n
/// parameters and index 20, on the unit interval of each parameter. A choice is inherited from either parent, and mutates to any value.
/// A parameter that is not active in both parents is inherited from the one in which it is, or random. The first generation is a Sobol' sequence.
/// </remarks>
/// <param name="Population">The number of trials of a generation, at least 2; default 50.</param>
public sealed record Nsga2Sampler(int Population = 50) : Sampler
{
    private const string Prefix = "generation ";
    private const double CrossoverProbability = 0.9, CrossoverIndex = 20, MutationIndex = 20;

    /// <summary>The number of trials of a generation.</summary>
    public int Population { get; init; } = Population >= 2 ? Population : throw new ArgumentOutOfRangeException(nameof(Population), Population, "Population must be at least 2.");

    /// <inheritdoc/>
    public override Suggestion Suggest(SamplingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (int generation, Trial[] parents) = Select(context);
        string note = Prefix + generation.ToString(CultureInfo.InvariantCulture);
        if (generation == 0)
        {
            return new(new SobolSampler().Suggest(context).Values, note);
        }

        CounterRandom random = context.Random(Purpose.Genes);
        ulong draw = 0;
        double[] a = Tournament(), b = Tournament();
        bool isCrossed = random.Uniform(draw++) < CrossoverProbability;
        return new(context.Space.Assign(index => Gene(context.Space[index], a[index], b[index], isCrossed)), note);

        // Parents are in their order, so that the lower index is the better one.
        double[] Tournament()
        {
            Trial winner = parents[Math.Min(random.Below(draw++, parents.Length), random.Below(draw++, parents.Length))];
            return [.. Enumerable.Range(0, context.Space.Count).Select(i => winner.Parameters![i])];
        }

        double Gene(SearchParameter parameter, double first, double second, bool cross)
        {
            (first, second) = (double.IsNaN(first) ? second : first, double.IsNaN(second) ? first : second);
            double side = random.Uniform(draw++), spread = random.Uniform(draw++), chance = random.Uniform(draw++), mutation = random.Uniform(draw++);
            if (double.IsNaN(first))
            {
                return parameter.FromUnit(spread);
            }

            bool isMutated = chance < 1.0 / context.Space.Count;
            if (parameter is ChoiceParameter)
            {
                return isMutated ? parameter.FromUnit(mutation) : cross && side < 0.5 ? second : first;
            }

            double unit = parameter.ToUnit(first);
            if (cross)
            {
                double beta = spread <= 0.5 ? Math.Pow(2 * spread, 1 / (CrossoverIndex + 1)) : Math.Pow(1 / (2 * (1 - spread)), 1 / (CrossoverIndex + 1));
                beta = side < 0.5 ? beta : -beta;
                unit = 0.5 * (((1 + beta) * unit) + ((1 - beta) * parameter.ToUnit(second)));
            }

            if (isMutated)
            {
                unit += mutation < 0.5 ? Math.Pow(2 * mutation, 1 / (MutationIndex + 1)) - 1 : 1 - Math.Pow(2 * (1 - mutation), 1 / (MutationIndex + 1));
            }

            // What crossover and mutation leave alone keeps its value to the last bit.
            return !cross && !isMutated ? first : parameter.FromUnit(Math.Clamp(unit, 0, 1));
        }
    }

    // The parents of the first generation that is not complete: the best of the previous parents and their children.
    private (int Generation, Trial[] Parents) Select(SamplingContext context)
    {
        ILookup<string?, Trial> generations = context.Trials.Where(trial => trial is { State: TrialState.Completed, Parameters: not null }).ToLookup(trial => trial.Note, StringComparer.Ordinal);
        Trial[] parents = [];
        for (int generation = 0; ; generation++)
        {
            Trial[] children = [.. generations[Prefix + generation.ToString(CultureInfo.InvariantCulture)].Take(Population)];
            if (children.Length < Population)
            {
                return (generation, parents);
            }

            Trial[] all = [.. parents, .. children];
            parents = [.. Dominance.Order([.. all.Select(trial => Dominance.Losses(trial, context.Study.Directions))]).Take(Population).Select(i => all[i])];
        }
    }
}
