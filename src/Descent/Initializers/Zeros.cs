using Descent.Numerics;

namespace Descent;

/// <summary>Sets all values to zero. Suitable for biases; for weights it does not break the symmetry between neurons, which then stay equal forever.</summary>
public sealed record Zeros : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => values.Clear();
}
