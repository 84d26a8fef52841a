using Descent.Numerics;

namespace Descent;

/// <summary>Adds normal noise to the inputs, drawn anew in every epoch: x + σ·z with z standard normal.</summary>
/// <remarks>
/// For small σ this acts like a penalty on large slopes (Bishop 1995). Inputs with at most two different values, such as
/// one-hot columns, stay as they are; the layer <c>gaussian_noise</c> moves every input.
/// </remarks>
/// <param name="StandardDeviation">σ above 0, in the unit of the inputs: for a standardized column a share of its standard deviation; default 0.1.</param>
/// <exception cref="ArgumentOutOfRangeException">If σ is not above 0.</exception>
public sealed record InputNoise(double StandardDeviation = 0.1) : EpochAugmentation
{
    /// <summary>σ, in the unit of the inputs.</summary>
    public double StandardDeviation { get; init => field = Check.Positive(value, nameof(StandardDeviation)); } = Check.Positive(StandardDeviation);

    // Its draws are told apart by their use.
    internal override ulong SeedFrom(ulong seed) => seed;

    /// <inheritdoc/>
    protected internal override void Change<T>(in AugmentedRows<T> rows)
    {
        Span<T> inputs = rows.Inputs;
        ReadOnlySpan<bool> untouched = rows.TwoValued;
        CounterRandom draws = rows.DrawsFor(AugmentationUse.Noise);
        for (int i = 0, column = 0; i < inputs.Length; i++, column = column + 1 == untouched.Length ? 0 : column + 1)
        {
            if (!untouched[column])
            {
                inputs[i] += T.CreateTruncating(StandardDeviation * draws.Normal((ulong)i));
            }
        }
    }
}
