using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Scales weights by the statistics of the training data (LSUV): when training begins, the weights of one layer after another are scaled so that the
/// layer's outputs for a first batch, before its activation, have variance 1.
/// </summary>
/// <remarks>
/// Mishkin and Matas, "All you need is a good init", 2016. Signals then neither vanish nor explode, for any activations and any
/// scale of the inputs. The scaling is part of training with new weights: a model that has not been trained has unscaled weights, and a warm start keeps its weights.
/// A layer whose output is the same for all rows and neurons is not scaled.
/// </remarks>
/// <param name="Inner">The initializer that draws the weights before scaling; default <see cref="Orthogonal"/>, as in the paper.</param>
public sealed record Dynamic(Initializer? Inner = null) : Initializer
{
    /// <summary>The initializer that draws the weights before scaling.</summary>
    public Initializer Inner { get; init => field = NotFitted(value, nameof(Dynamic)); } = NotFitted(Inner ?? new Orthogonal(), nameof(Dynamic));

    internal override Initializer? Wrapped => Inner;

    internal override FittedRows Fits => FittedRows.FirstBatch;

    /// <inheritdoc/>
    public override void Fill(Span<double> values, int fanOut, int fanIn, CounterRandom random) => Inner.Fill(values, fanOut, fanIn, random);

    // Without a bias one attempt would be enough, but the bias is not scaled with the weights.
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

    /// <summary>The factor that gives the values variance 1; null if their variance is already close to 1, or is 0.</summary>
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
