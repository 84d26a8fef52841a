using Descent.Numerics;

namespace Descent;

/// <summary>
/// Fits biases to the training data so that the output of each neuron, before its activation, is 0 at a random point between a few random training rows:
/// <c>b = −Σᵢ pᵢ·(W·xᵢ)</c> with weights p drawn uniformly from all weights that sum to 1.
/// </summary>
/// <remarks>
/// The biases of RealMLP ("he+5"): Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024; after Steinwart, "A sober look at neural network initializations", 2019. The kinks
/// of a neuron then lie where the data are. It applies to new weights only, not with a warm start; before training the biases are 0.
/// </remarks>
/// <param name="Rows">The number of rows, at least 1; default 5.</param>
public sealed record ZeroAtRows([Option(AtLeast = 1)] int Rows = 5) : Initializer
{
    /// <summary>The number of rows.</summary>
    public int Rows { get; init => field = Check.AtLeast(value, 1, nameof(Rows)); } = Check.AtLeast(Rows, 1);

    internal override FittedRows Fits => FittedRows.Many;

    internal override bool FitsBiases => true;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => values.Clear();

    internal override bool Fit<T>(Span<T> values, int fanOut, int fanIn, Matrix<T> outputs, CounterRandom random, int attempt)
    {
        if (attempt > 0)
        {
            return false;
        }

        // If members share a bias, each has its own block of rows.
        int blocks = outputs.Rows / values.Length;
        for (int neuron = 0; neuron < values.Length; neuron++)
        {
            double sum = 0, total = 0;
            for (int i = 0; i < Rows; i++)
            {
                // Exponential random numbers divided by their sum are uniformly distributed over the simplex (Devroye, "Non-uniform random variate generation", 1986).
                ulong draw = 3 * (((ulong)neuron * (ulong)Rows) + (ulong)i);
                double weight = -Math.Log(1 - random.Uniform(draw));
                ReadOnlySpan<T> own = outputs.Row(neuron + (values.Length * random.Below(draw + 1, blocks)));
                sum += weight * double.CreateTruncating(own[random.Below(draw + 2, own.Length)]);
                total += weight;
            }

            values[neuron] -= total > 0 ? T.CreateTruncating(sum / total) : T.Zero;
        }

        return true;
    }
}
