using Descent.Numerics;

namespace Descent;

/// <summary>N(0, 2 / fanIn).</summary>
/// <remarks>He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015; the default for the ReLU family.</remarks>
public sealed record HeNormal : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) =>
        new RandomNormal(Math.Sqrt(2.0 / fanIn)).Fill(values, fanOut, fanIn, random);
}
