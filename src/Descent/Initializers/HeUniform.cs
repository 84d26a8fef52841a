using Descent.Numerics;

namespace Descent;

/// <summary>U(−a, a) with a = √(6 / fanIn).</summary>
/// <remarks>He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015; the default for the ReLU family.</remarks>
public sealed record HeUniform : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomUniform(Math.Sqrt(6.0 / fanIn)).Fill(values, fanOut, fanIn, random);
}
