using Descent.Numerics;

namespace Descent;

/// <summary>N(0, 1 / fanIn).</summary>
/// <remarks>
/// LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998; the default before <c>Selu</c>. Keras cuts
/// the normal distribution off at two standard deviations and widens it to the same variance; this one is not cut off.
/// </remarks>
public sealed record LecunNormal : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomNormal(Math.Sqrt(1.0 / fanIn)).Fill(values, fanOut, fanIn, random);
}
