namespace Descent.Tuning;

/// <summary>
/// Chooses the points of a Sobol' sequence, which fill the space more evenly than random ones; trial i has point i. A random digital shift,
/// derived from the seed of the study, makes every value as probable as in random search.
/// </summary>
/// <remarks>A parameter that is not active uses its dimension, too. From 64 parameters on, the further ones are random.</remarks>
public sealed record SobolSampler : Sampler
{
    /// <inheritdoc/>
    public override Suggestion Suggest(SamplingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context.Space.Assign(index => context.Space[index].FromUnit(Coordinate(context, index))));
    }

    /// <summary>A coordinate of the point of a trial.</summary>
    internal static double Coordinate(SamplingContext context, int dimension) => dimension < SobolSequence.Dimensions
        ? SobolSequence.Shifted((uint)context.Number, dimension, (uint)(context with { Number = 0 }).Random(Purpose.Shift).Bits((ulong)dimension))
        : context.Random(Purpose.Values).Uniform((ulong)dimension);
}
