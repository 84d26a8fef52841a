using Descent.Numerics.Random;

namespace Descent.Initializers;

/// <summary>U(−a, a) with a = √(3 / fanIn).</summary>
/// <remarks>LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998; the default for SELU.</remarks>
public sealed record LecunUniform : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomUniform(Math.Sqrt(3.0 / fanIn)).Fill(values, fanOut, fanIn, random);
}
