using Descent.Numerics;

namespace Descent;

/// <summary>N(Mean, StandardDeviation²), independent of the size of the layer.</summary>
/// <param name="StandardDeviation">σ &gt; 0; default 0.05.</param>
/// <param name="Mean">μ; default 0.</param>
public sealed record RandomNormal([Option(Above = 0)] double StandardDeviation = 0.05, [Option] double Mean = 0) : Initializer
{
    /// <summary>σ.</summary>
    public double StandardDeviation { get; init => field = Check.Positive(value, nameof(StandardDeviation)); } = Check.Positive(StandardDeviation);

    /// <summary>μ.</summary>
    public double Mean { get; init => field = Check.Finite(value, nameof(Mean)); } = Check.Finite(Mean);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Mean + (StandardDeviation * random.Normal((ulong)i));
        }
    }
}
