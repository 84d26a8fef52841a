using Descent.Numerics.Random;

namespace Descent.Initializers;

/// <summary>N(0, 1 / fanIn).</summary>
/// <remarks>LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998; the default for SELU.</remarks>
public sealed record LecunNormal : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomNormal(Math.Sqrt(1.0 / fanIn)).Fill(values, fanOut, fanIn, random);
}
