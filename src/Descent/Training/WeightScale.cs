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
    /// <param name="train">The training rows.</param>
    public static float Of(Dataset<float> train) => train.IsWeighted ? (float)(Sum(train.Weights.Span) / train.Rows) : 1;

    /// <summary>Divides the weights of rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="scale">The divisor.</param>
    public static Dataset<float> Divided(Dataset<float> data, float scale)
    {
        if (!data.IsWeighted)
        {
            return data;
        }

        float[] weights = new float[data.Rows];
        TensorPrimitives.Divide(data.Weights.Span, scale, weights);
        return Dataset.Create(data.Inputs, data.InputColumns, data.Targets, data.TargetColumns, weights);
    }

    private static double Sum(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        foreach (float weight in weights)
        {
            sum += weight;
        }

        return sum;
    }
}
