using System.Numerics;
using System.Numerics.Tensors;

namespace Descent;

/// <summary>Rejects targets for which a loss is not defined.</summary>
internal static class TargetCheck
{
    /// <summary>Checks all targets; if each head of a network has its own loss, checks those of each head.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="data">The targets, sample by sample.</param>
    /// <param name="which">The name of the data in messages, such as "training".</param>
    /// <exception cref="ArgumentException">If a target, or those of a row together, are invalid for the loss.</exception>
    public static void Require<T>(Model<T> model, Loss loss, ReadOnlySpan<T> data, string which)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (loss is not PerHead heads)
        {
            Require(loss, 0, model.Outputs, data, model.Outputs, which);
            return;
        }

        _ = loss.End(model.Steps);
        int first = 0;
        foreach ((Loss own, NetworkSteps head) in heads.Losses.Zip(model.Steps.Heads))
        {
            Require(own, first, head.Output.Rows, data, model.Outputs, which);
            first += head.Output.Rows;
        }
    }

    private static void Require<T>(Loss loss, int first, int count, ReadOnlySpan<T> data, int columns, string which)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == columns && loss.ChecksExtremesOnly && loss.FindTargetError(double.CreateTruncating(TensorPrimitives.Min(data))) is null && loss.FindTargetError(double.CreateTruncating(TensorPrimitives.Max(data))) is null)
        {
            return;
        }

        double[] sample = new double[count];
        for (int row = 0; row < data.Length / columns; row++)
        {
            for (int column = 0; column < count; column++)
            {
                T target = data[(row * columns) + first + column];
                sample[column] = double.CreateTruncating(target);
                if (loss.FindTargetError(sample[column]) is { } error)
                {
                    throw new ArgumentException($"Target {target} in row {row}, column {first + column} of the {which} data: {error}.", nameof(data));
                }
            }

            if (loss.FindTargetError(sample.AsSpan()) is { } misfit)
            {
                throw new ArgumentException($"Targets [{string.Join(", ", sample)}] in row {row} of the {which} data: {misfit}.", nameof(data));
            }
        }
    }
}
