using Descent.Numerics;

namespace Descent;

/// <summary>N(0, σ²), with values beyond 3σ drawn again.</summary>
/// <param name="StandardDeviation">σ.</param>
internal sealed record CutNormal(double StandardDeviation) : Initializer
{
    private const double Farthest = 3;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ulong draw = (ulong)i;
            double normal = random.Normal(draw);
            while (Math.Abs(normal) > Farthest)
            {
                draw += (ulong)values.Length;
                normal = random.Normal(draw);
            }

            values[i] = StandardDeviation * normal;
        }
    }
}
