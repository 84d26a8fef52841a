using Descent.Numerics;

namespace Descent;

/// <summary>U(−a, a) with a = √(3 / fanIn), which has variance 1 / fanIn.</summary>
/// <remarks>LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998; as in Keras.</remarks>
public sealed record LecunUniform : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomUniform(Math.Sqrt(3.0 / fanIn)).Fill(values, fanOut, fanIn, random);
}
