using Descent.Numerics;

namespace Descent;

/// <summary>All zeros: right for biases. For weights it never breaks the symmetry between neurons, which then stay equal for ever.</summary>
public sealed record Zeros : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => values.Clear();
}
