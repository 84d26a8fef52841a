using Descent.Numerics;

namespace Descent;

/// <summary>Uniform in (−Limit, Limit), independent of the size of the layer.</summary>
/// <param name="Limit">a &gt; 0 of U(−a, a); default 0.05.</param>
public sealed record RandomUniform([Option(Above = 0)] double Limit = 0.05) : Initializer
{
    /// <summary>a of U(−a, a).</summary>
    public double Limit { get; init => field = Check.Positive(value, nameof(Limit)); } = Check.Positive(Limit);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Uniform((ulong)i, -Limit, Limit);
        }
    }
}
