using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Dynamic, from the statistics of the training data (LSUV): when training begins, layer after layer is scaled so that what it
/// puts out for a first batch, before its activation, has variance 1.
/// </summary>
/// <remarks>
/// Mishkin and Matas, "All you need is a good init", 2016. Signals then neither die nor explode, whatever the activations and the
/// scale of the inputs. It acts on fresh weights only: not on those of a model that is not trained yet, nor with a warm start.
/// A layer that puts out the same for every row and neuron stays as it was drawn.
/// </remarks>
/// <param name="Inner">Draws the weights that are scaled; default <see cref="Orthogonal"/>, as in the paper.</param>
public sealed record Dynamic(Initializer? Inner = null) : Initializer
{
    /// <summary>Draws the weights that are scaled.</summary>
    public Initializer Inner { get; init => field = NotFitted(value, nameof(Dynamic)); } = NotFitted(Inner ?? new Orthogonal(), nameof(Dynamic));

    internal override Initializer? Wrapped => Inner;

    internal override FittedRows Fits => FittedRows.FirstBatch;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => Inner.Fill(values, fanOut, fanIn, random);

    // Without a bias one attempt would be enough: a bias does not scale along.
    internal override bool Fit<T>(Span<T> values, int fanOut, int fanIn, Matrix<T> outputs, CounterRandom random, int attempt)
    {
        if (Scaling(outputs) is not { } factor)
        {
            return false;
        }

        T own = T.CreateTruncating(factor);
        foreach (ref T value in values)
        {
            value *= own;
        }

        return true;
    }

    /// <summary>What to multiply numbers by so that their variance is 1; null if it nearly is, or cannot be.</summary>
    private static double? Scaling<T>(Matrix<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0, squares = 0, count = (double)values.Rows * values.Columns;
        for (int row = 0; row < values.Rows; row++)
        {
            ReadOnlySpan<T> own = values.Row(row);
            squares += Reductions.Product(own, own);
            foreach (T value in own)
            {
                sum += double.CreateTruncating(value);
            }
        }

        double mean = sum / count, variance = (squares / count) - (mean * mean);
        return variance > 1e-12 * (squares / count) && double.IsFinite(variance) && Math.Abs(variance - 1) > 1e-3 ? 1 / Math.Sqrt(variance) : null;
    }
}
