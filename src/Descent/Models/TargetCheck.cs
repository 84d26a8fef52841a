using System.Numerics;
using System.Numerics.Tensors;
using Descent.Data;
using Descent.Losses;

namespace Descent.Models;

/// <summary>Refuses targets that a loss is not defined for.</summary>
internal static class TargetCheck
{
    /// <summary>Looks at all targets.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="data">The rows.</param>
    /// <param name="which">What messages call them, such as "training".</param>
    /// <exception cref="ArgumentException">If a target, or those of a row together, are none for the loss.</exception>
    public static void Require<T>(Loss loss, Dataset<T> data, string which)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> targets = data.Targets.Span;
        if (loss.JudgesByExtremes && loss.Objection(double.CreateTruncating(TensorPrimitives.Min(targets))) is null && loss.Objection(double.CreateTruncating(TensorPrimitives.Max(targets))) is null)
        {
            return;
        }

        double[] sample = new double[data.TargetColumns];
        for (int row = 0; row < data.Rows; row++)
        {
            for (int column = 0; column < sample.Length; column++)
            {
                T target = targets[(row * sample.Length) + column];
                sample[column] = double.CreateTruncating(target);
                if (loss.Objection(sample[column]) is { } objection)
                {
                    throw new ArgumentException($"Target {target} in row {row}, column {column} of the {which} data: {objection}.", nameof(data));
                }
            }

            if (loss.Objection(sample.AsSpan()) is { } misfit)
            {
                throw new ArgumentException($"Targets [{string.Join(", ", sample)}] in row {row} of the {which} data: {misfit}.", nameof(data));
            }
        }
    }
}
