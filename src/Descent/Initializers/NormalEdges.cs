using Descent.Numerics;

namespace Descent;

/// <summary>Sets the edges of bins before data is available: edge i of n is the quantile of the standard normal distribution at (i + ½)/n.</summary>
internal sealed record NormalEdges : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        for (int i = 0; i < fanIn; i++)
        {
            double edge = NormalQuantile.Of((i + 0.5) / fanIn);
            for (int row = 0; row < fanOut; row++)
            {
                values[(row * fanIn) + i] = edge;
            }
        }
    }
}
