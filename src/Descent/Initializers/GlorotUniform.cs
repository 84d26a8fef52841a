using Descent.Numerics;

namespace Descent;

/// <summary>U(−a, a) with a = √(6 / (fanIn + fanOut)).</summary>
/// <remarks>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010; the default for sigmoid, tanh and softmax.</remarks>
public sealed record GlorotUniform : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomUniform(Math.Sqrt(6.0 / (fanIn + fanOut))).Fill(values, fanOut, fanIn, random);
}
