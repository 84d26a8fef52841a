using Descent.Numerics;

namespace Descent;

/// <summary>N(0, StandardDeviation²), with the given fraction of each neuron's weights set to zero at random positions.</summary>
/// <remarks>
/// Martens, "Deep learning via Hessian-free optimization", 2010. The number of zeros per neuron is the fraction of fanIn, rounded, but at least one
/// weight remains, so no neuron starts dead. (PyTorch's sparse_ counts the zeros per input, not per neuron.) The zeros do not
/// stay zero in training.
/// </remarks>
/// <param name="Sparsity">The fraction of zeros, in [0, 1); default 0.9.</param>
/// <param name="StandardDeviation">σ of the other weights, above 0; default 0.01, as in PyTorch.</param>
public sealed record Sparse([Option(AtLeast = 0, Below = 1)] double Sparsity = 0.9, [Option(Above = 0)] double StandardDeviation = 0.01) : Initializer
{
    /// <summary>The fraction of zeros.</summary>
    public double Sparsity { get; init => field = Check.Fraction(value, nameof(Sparsity)); } = Check.Fraction(Sparsity);

    /// <summary>σ of the other weights.</summary>
    public double StandardDeviation { get; init => field = Check.Positive(value, nameof(StandardDeviation)); } = Check.Positive(StandardDeviation);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        new RandomNormal(StandardDeviation).Fill(values, fanOut, fanIn, random);
        int zeros = Math.Min(fanIn - 1, (int)Math.Round(Sparsity * fanIn));
        int[] places = new int[fanIn];
        ulong draw = (ulong)values.Length;
        for (int row = 0; row < fanOut; row++)
        {
            for (int i = 0; i < fanIn; i++)
            {
                places[i] = i;
            }

            // The first steps of a shuffle choose the positions; the indices of their draws follow those of the values.
            for (int i = 0; i < zeros; i++)
            {
                int j = i + random.Below(2 * draw++, fanIn - i);
                (places[i], places[j]) = (places[j], places[i]);
                values[(row * fanIn) + places[i]] = 0;
            }
        }
    }
}
