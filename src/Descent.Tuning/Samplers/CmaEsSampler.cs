using System.Globalization;
using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>
/// Covariance matrix adaptation evolution strategy: draws generations of points from a normal distribution that moves to the better ones and
/// learns which parameters depend on each other. Good for numbers and integers with hundreds of trials; choices and conditional parameters are left to
/// <see cref="TpeSampler"/>.
/// </summary>
/// <remarks>
/// <para>
/// Hansen, "The CMA evolution strategy: a tutorial", 2016; for integers and steps, Hamano et al., "CMA-ES with margin", GECCO 2022. The space is
/// the unit cube of <see cref="SearchParameter.ToUnit"/>. A point outside is drawn again, at most 100 times, and then moved to the
/// boundary. The first mean is the center.
/// </para>
/// <para>A trial that is pruned is worse than every completed one of its generation; one that fails is replaced.</para>
/// </remarks>
/// <param name="Population">The number of trials of a generation, at least 4; null, the default, for 4 + ⌊3 ln n⌋ with n parameters.</param>
/// <param name="Step">The standard deviation of the first generation as a share of the interval of each parameter, above 0 and at most 1; default 0.2.</param>
public sealed record CmaEsSampler(int? Population = null, double Step = 0.2) : Sampler
{
    private const string Prefix = "generation ";

    /// <summary>The number of trials of a generation; null for one that depends on the number of parameters.</summary>
    public int? Population { get; init; } = Population is null or >= 4 ? Population : throw new ArgumentOutOfRangeException(nameof(Population), Population, "Population must be at least 4.");

    /// <summary>The standard deviation of the first generation as a share of the interval of each parameter.</summary>
    public double Step { get; init; } = Step is > 0 and <= 1 ? Step : throw new ArgumentOutOfRangeException(nameof(Step), Step, "Step must be above 0 and at most 1.");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">If the study has several objectives.</exception>
    public override Suggestion Suggest(SamplingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RequireOneObjective(context);
        int[] numbers = [.. Enumerable.Range(0, context.Space.Count).Where(i => context.Space[i] is not ChoiceParameter && context.Space[i].Condition is null)];
        Suggestion others = numbers.Length < context.Space.Count ? new TpeSampler().Suggest(context) : new RandomSampler().Suggest(context);
        if (numbers.Length == 0)
        {
            return others;
        }

        CmaEs state = Replay(context, numbers);
        double[] point = state.Seen(Draw(state, context, numbers, context.Number));
        return new(
            context.Space.Assign(index => Array.IndexOf(numbers, index) is >= 0 and var j ? context.Space[index].FromUnit(point[j]) : others.Values[index]),
            Prefix + state.Generation.ToString(CultureInfo.InvariantCulture));
    }

    // The state follows from the trials: the points of a generation are drawn again as they were drawn for it.
    private CmaEs Replay(SamplingContext context, int[] numbers)
    {
        SearchSpace space = context.Space;
        CmaEs state = new([.. numbers.Select(_ => 0.5)], Step, Population ?? CmaEs.DefaultPopulation(numbers.Length));
        ILookup<string?, Trial> generations = context.Trials.Where(trial => trial is { State: TrialState.Completed or TrialState.Pruned, Parameters: not null }).ToLookup(trial => trial.Note, StringComparer.Ordinal);
        while (generations[Prefix + state.Generation.ToString(CultureInfo.InvariantCulture)].Take(state.Population).ToArray() is var generation && generation.Length == state.Population)
        {
            state.Update([.. Ranking.Of(context with { Trials = generation }).Select(trial =>
            {
                double[] drawn = Draw(state, context, numbers, trial.Number), seen = state.Seen(drawn);
                return numbers.Select((index, j) => space[index].FromUnit(seen[j]) == trial.Parameters![index] ? drawn[j] : space[index].ToUnit(trial.Parameters[index])).ToArray();
            })]);
            for (int j = 0; j < numbers.Length; j++)
            {
                if (HalfStep(space[numbers[j]]) is { } half)
                {
                    SearchParameter parameter = space[numbers[j]];
                    double value = parameter.FromUnit(state.Mean[j]);
                    state.KeepMargin(
                        j,
                        value == parameter.FromUnit(0) ? null : parameter.ToUnit(value - half),
                        value == parameter.FromUnit(1) ? null : parameter.ToUnit(value + half));
                }
            }
        }

        return state;
    }

    // Integers and steps have no boundary: values beyond the last one count as the last one.
    private static double[] Draw(CmaEs state, SamplingContext context, int[] numbers, int number)
    {
        CounterRandom random = (context with { Number = number }).Random(Purpose.Evolution);
        ulong draw = 0;
        double[] point = [];
        for (int i = 0; i < 100 && (i == 0 || Enumerable.Range(0, point.Length).Any(IsOutside)); i++)
        {
            point = state.Point([.. Enumerable.Range(0, numbers.Length).Select(_ => random.Normal(draw++))]);
        }

        return [.. point.Select((value, j) => IsOutside(j) ? Math.Clamp(value, 0, 1) : value)];

        bool IsOutside(int j) => HalfStep(context.Space[numbers[j]]) is null && (point[j] < 0 || point[j] > 1);
    }

    private static double? HalfStep(SearchParameter parameter) => parameter switch
    {
        IntegerParameter integer => integer.Step / 2.0,
        NumberParameter { Step: { } step } => step / 2,
        _ => null,
    };
}
