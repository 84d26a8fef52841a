using Descent.Numerics;

namespace Descent;

/// <summary>Adds normally distributed noise to the inputs, redrawn in every epoch: x + σ·z with z standard normal.</summary>
/// <remarks>
/// For small σ this acts like a penalty on large slopes (Bishop 1995). Inputs with at most two different values, such as
/// one-hot columns, are not changed; the layer <c>gaussian_noise</c> changes every input.
/// </remarks>
/// <param name="StandardDeviation">σ above 0, in the units of the inputs: for a standardized column, a fraction of its standard deviation; default 0.1.</param>
/// <exception cref="ArgumentOutOfRangeException">If σ is not above 0.</exception>
public sealed record InputNoise([Option(Above = 0)] double StandardDeviation = 0.1) : EpochAugmentation
{
    /// <summary>σ, in the units of the inputs.</summary>
    public double StandardDeviation { get; init => field = Check.Positive(value, nameof(StandardDeviation)); } = Check.Positive(StandardDeviation);

    // Its draws are separated by their use.
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
