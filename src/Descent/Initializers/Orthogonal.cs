using Descent.Numerics;

namespace Descent;

/// <summary>
/// Draws a random orthogonal matrix times Gain: <c>WᵀW = Gain²·I</c> if the layer has at least as many outputs as inputs, otherwise
/// <c>WWᵀ = Gain²·I</c>. The layer preserves the length of signals and gradients.
/// </summary>
/// <remarks>
/// Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear networks", 2014.
/// A matrix of normal numbers is orthogonalized (Gram–Schmidt, every vector twice); R of its QR decomposition then has a positive
/// diagonal, which makes all orthogonal matrices equally likely (Mezzadri 2007), as PyTorch and Keras do by fixing signs.
/// </remarks>
/// <param name="Gain">A factor above 0; default 1; √2 suits ReLU.</param>
public sealed record Orthogonal([Option(Above = 0)] double Gain = 1) : Initializer
{
    /// <summary>The factor.</summary>
    public double Gain { get; init => field = Check.Positive(value, nameof(Gain)); } = Check.Positive(Gain);

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random)
    {
        (int count, int length) = (Math.Min(fanOut, fanIn), Math.Max(fanOut, fanIn));
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = vectors[i] = new double[length];
            for (int k = 0; k < length; k++)
            {
                vector[k] = random.Normal((ulong)(((long)i * length) + k));
            }

            // The second pass removes the rounding errors that the first one leaves.
            for (int j = 0; j < 2 * i; j++)
            {
                double[] other = vectors[j % i];
                AddMultiple(vector, other, -Dot(vector, other));
            }

            AddMultiple(vector, vector, (1 / Math.Sqrt(Dot(vector, vector))) - 1);
        }

        for (int row = 0; row < fanOut; row++)
        {
            for (int column = 0; column < fanIn; column++)
            {
                values[(row * fanIn) + column] = Gain * (fanOut < fanIn ? vectors[row][column] : vectors[column][row]);
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void AddMultiple(double[] target, double[] source, double factor)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
