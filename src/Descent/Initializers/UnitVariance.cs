using Descent.Numerics;

namespace Descent;

/// <summary>
/// Scales the weights of each neuron by the statistics of the training data: when training begins, they are divided by the (population)
/// standard deviation of the neuron's outputs, before its activation, for the training rows.
/// </summary>
/// <remarks>
/// The weights of RealMLP: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024; <see cref="Dynamic"/> scales a layer as a whole. Earlier layers
/// are scaled first. It uses as many rows as fit in 256 MiB. It applies to new weights only, not with a warm start. A neuron whose output is the same for all rows is not scaled.
/// </remarks>
/// <param name="Inner">The initializer that draws the weights before scaling; default N(0, 1).</param>
public sealed record UnitVariance(Initializer? Inner = null) : Initializer
{
    /// <summary>The initializer that draws the weights before scaling.</summary>
    public Initializer Inner { get; init => field = NotFitted(value, nameof(UnitVariance)); } = NotFitted(Inner ?? new RandomNormal(1), nameof(UnitVariance));

    internal override Initializer? Wrapped => Inner;

    internal override FittedRows Fits => FittedRows.Many;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => Inner.Fill(values, fanOut, fanIn, random);

    internal override bool Fit<T>(Span<T> values, int fanOut, int fanIn, Matrix<T> outputs, CounterRandom random, int attempt)
    {
        bool changed = false;
        for (int neuron = 0; neuron < fanOut && attempt == 0; neuron++)
        {
            // If members share a matrix, each has its own block of rows.
            double count = 0, sum = 0, squares = 0;
            for (int row = neuron; row < outputs.Rows; row += fanOut)
            {
                foreach (T output in outputs.Row(row))
                {
                    sum += double.CreateTruncating(output);
                }

                count += outputs.Columns;
            }

            double mean = sum / count;
            for (int row = neuron; row < outputs.Rows; row += fanOut)
            {
                foreach (T output in outputs.Row(row))
                {
                    double difference = double.CreateTruncating(output) - mean;
                    squares += difference * difference;
                }
            }

            double deviation = Math.Sqrt(squares / count);
            if (deviation > 1e-6 * Math.Abs(mean) && double.IsFinite(deviation))
            {
                foreach (ref T value in values.Slice(neuron * fanIn, fanIn))
                {
                    value = T.CreateTruncating(double.CreateTruncating(value) / deviation);
                }

                changed = true;
            }
        }

        return changed;
    }
}
