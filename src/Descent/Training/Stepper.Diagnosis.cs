using Descent.Engine;
using Descent.Numerics.Memory;

namespace Descent.Training;

/// <content>What to say when a loss is not finite.</content>
internal sealed partial class Stepper<T>
{
    /// <summary>The first layer whose outputs for the last batch are not finite, and the largest finite gradient of the last update.</summary>
    public (string Layer, double LargestGradient) Diagnose()
    {
        foreach (Op<T> op in plan.Ops)
        {
            Plan<T>.Forward(op, frame);
            if (!AllFinite(frame.Value(op.Output)))
            {
                return ($"layer {op.Layer}", LargestGradient());
            }
        }

        return ("the loss", LargestGradient());
    }

    private static bool AllFinite(Matrix<T> matrix)
    {
        for (int r = 0; r < matrix.Rows; r++)
        {
            foreach (T value in matrix.Row(r))
            {
                if (!T.IsFinite(value))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private double LargestGradient()
    {
        double largest = 0;
        foreach (T value in gradients.Span)
        {
            if (T.IsFinite(value))
            {
                largest = Math.Max(largest, double.CreateTruncating(T.Abs(value)));
            }
        }

        return largest;
    }
}
