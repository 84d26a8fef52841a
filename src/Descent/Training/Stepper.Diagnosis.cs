using Descent.Numerics;

namespace Descent;

/// <content>Finds the cause of a loss that is not finite.</content>
internal sealed partial class Stepper<T>
{
    /// <summary>The first parameter that is not finite, or null.</summary>
    public Parameter? NotFinite => plan.Parameters.NotFinite<T>(Parameters.Span);

    /// <summary>Finds the first layer whose outputs for the last batch are not finite, and the largest gradient of the last update.</summary>
    /// <param name="isFirst">Whether this is the first step, so that there is no gradient yet.</param>
    public (string Layer, double LargestGradient) Diagnose(bool isFirst)
    {
        double largest = isFirst ? double.NaN : LargestGradient();
        foreach (Op<T> op in plan.Ops)
        {
            op.Forward(frame, frame.All);
            if (!AllFinite(frame.Value(op.Output)))
            {
                return ($"layer {op.Layer}", largest);
            }
        }

        return ("the loss", largest);
    }

    /// <summary>Computes the norm of the gradients of all trained parameters together, at the last update.</summary>
    public double GradientNorm()
    {
        double squares = 0;
        foreach (Parameter parameter in trained)
        {
            ReadOnlySpan<T> gradient = gradients.Span.Slice(parameter.Offset, parameter.Count);
            squares += Reductions.Product(gradient, gradient);
        }

        return Math.Sqrt(squares);
    }

    /// <summary>Whether a parameter is trained.</summary>
    public bool Trains(Parameter parameter) => Array.IndexOf(trained, parameter) >= 0;

    /// <summary>Gets the penalty's slope of a parameter θ at the last update, <c>Quadratic·θ + Absolute·sign(θ)</c>, unless the gradient contains it.</summary>
    public (double Quadratic, double Absolute) PenaltyOf(Parameter parameter) =>
        groups.Decays(parameter) || options.Regularizer is { PenalizesAll: true } ? (quadratic * groups.DecayFactor(parameter), absolute * groups.DecayFactor(parameter)) : (0, 0);

    /// <summary>Gets the learning rate of a parameter at a moment, and the number of updates that its averages contain after it.</summary>
    public (double Rate, long Updates) RateOf(Parameter parameter, in TrainingPosition position)
    {
        TrainingPosition own = contexts[groups.FactorIndex(parameter)] is { } context ? position with { Context = context } : position;
        return (updater.LearnedRate ?? options.Optimizer.Rate(own), own.Updates + 1);
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

    /// <summary>Finds the largest gradient, in magnitude, of the last update.</summary>
    public double LargestGradient()
    {
        double largest = 0;
        foreach (Parameter parameter in trained)
        {
            foreach (T value in gradients.Span.Slice(parameter.Offset, parameter.Count))
            {
                largest = Math.Max(largest, T.IsFinite(value) ? double.CreateTruncating(T.Abs(value)) : double.PositiveInfinity);
            }
        }

        return largest;
    }
}
