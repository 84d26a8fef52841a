using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Fits the edges of bins to the training inputs.</summary>
internal static class BinEdges
{
    /// <summary>Sets the edges of every piecewise-linear encoding of the network's inputs to the distinct quantiles of the rows, unless the edges are frozen.</summary>
    public static void Fit<T>(Model<T> model, Dataset<T> data, AlignedBlock<T> parameters, TrainedParameters groups)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> inputs = data.Inputs.Span;
        T[]? column = null;
        foreach (Parameter edges in model.Steps.Steps.Where(step => step.Input == model.Steps.Input).Select(EdgesOf).OfType<Parameter>().Where(edges => !groups.IsFrozen(edges)))
        {
            column ??= new T[data.Rows];
            for (int feature = 0; feature < edges.Rows; feature++)
            {
                for (int row = 0; row < column.Length; row++)
                {
                    column[row] = inputs[(row * data.InputColumns) + feature];
                }

                column.AsSpan().Sort();
                Quantiles(column, parameters.Span.Slice(edges.Offset + (feature * edges.Columns), edges.Columns));
            }
        }
    }

    private static Parameter? EdgesOf(NetworkStep step) => step switch
    {
        PiecewiseLinearStep encoding => encoding.Edges,
        PiecewiseAffineStep embedding => embedding.Edges,
        _ => null,
    };

    /// <summary>Computes the distinct quantiles 0, 1/n, … 1 with linear interpolation between the rows, as NumPy does. The remaining elements repeat the last one.</summary>
    private static void Quantiles<T>(T[] sorted, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int bins = result.Length - 1, found = 0;
        for (int i = 0; i <= bins; i++)
        {
            double place = (double)i / bins * (sorted.Length - 1);
            int below = (int)place;
            double low = double.CreateTruncating(sorted[below]), high = double.CreateTruncating(sorted[Math.Min(below + 1, sorted.Length - 1)]);
            T edge = T.CreateTruncating(low + ((high - low) * (place - below)));
            if (found == 0 || edge > result[found - 1])
            {
                result[found++] = edge;
            }
        }

        result[found..].Fill(result[found - 1]);
    }
}
