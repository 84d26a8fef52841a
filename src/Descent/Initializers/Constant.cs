using Descent.Numerics;

namespace Descent;

/// <summary>Sets all values to the same constant.</summary>
/// <param name="Value">The constant, a finite number.</param>
public sealed record Constant([Option] double Value) : Initializer
{
    /// <summary>The constant.</summary>
    public double Value { get; init => field = Check.Finite(value, nameof(Value)); } = Check.Finite(Value);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => values.Fill(Value);
}
