using Descent.Numerics;

namespace Descent;

/// <summary>N(0, 2 / (fanIn + fanOut)).</summary>
/// <remarks>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010; the default for sigmoid, tanh and softmax.</remarks>
public sealed record GlorotNormal : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomNormal(Math.Sqrt(2.0 / (fanIn + fanOut))).Fill(values, fanOut, fanIn, random);
}
