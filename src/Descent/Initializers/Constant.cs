using Descent.Numerics;

namespace Descent;

/// <summary>Every value the same.</summary>
/// <param name="Value">That value, finite.</param>
public sealed record Constant(double Value) : Initializer
{
    /// <summary>The value.</summary>
    public double Value { get; init => field = Check.Finite(value, nameof(Value)); } = Check.Finite(Value);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => values.Fill(Value);
}
