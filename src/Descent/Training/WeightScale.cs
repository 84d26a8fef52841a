using System.Numerics;
using System.Numerics.Tensors;
using Descent.Data;

namespace Descent;

/// <summary>
/// Scales row weights for training: divides them by their mean over the training rows. A loss is divided by the number of rows, so
/// weights in the thousands, such as those of a census, would otherwise act like a learning rate in the thousands.
/// </summary>
internal static class WeightScale
{
    /// <summary>Computes the divisor of the weights.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="train">The training rows.</param>
    public static T Of<T>(Dataset<T> train)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => train.IsWeighted ? T.CreateTruncating(Sum(train.Weights.Span) / train.Rows) : T.One;

    /// <summary>Divides the weights of rows.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="data">The rows.</param>
    /// <param name="scale">The divisor.</param>
    public static Dataset<T> Divided<T>(Dataset<T> data, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!data.IsWeighted)
        {
            return data;
        }

        T[] weights = new T[data.Rows];
        TensorPrimitives.Divide(data.Weights.Span, scale, weights);
        return Dataset.Create(data.Inputs, data.InputColumns, data.Targets, data.TargetColumns, weights);
    }

    private static double Sum<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T weight in weights)
        {
            sum += double.CreateTruncating(weight);
        }

        return sum;
    }
}
