using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>Chooses uniformly at random, or uniformly in the logarithm: Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 2012.</summary>
public sealed record RandomSampler : Sampler
{
    /// <inheritdoc/>
    public override Suggestion Suggest(SamplingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CounterRandom random = context.Random(Purpose.Values);
        return new(context.Space.Assign(index => context.Space[index].FromUnit(random.Uniform((ulong)index))));
    }
}

/// <summary>Distinguishes the random numbers of one trial, or of one tree.</summary>
internal static class Purpose
{
    public const uint Trial = 0, Values = 1, Order = 2, Shift = 3, Density = 4, Candidates = 5, Evolution = 6, Genes = 7, Rows = 8, Splits = 9;
}
