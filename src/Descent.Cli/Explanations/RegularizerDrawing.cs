using Descent.Regularizers;
using Descent.Schedules;

namespace Descent.Cli.Explanations;

/// <summary>Draws what a penalty costs by the size of a weight, or what a limit leaves of a norm.</summary>
internal static class RegularizerDrawing
{
    private const double Reach = 3;

    // One sample per batch, where the forms of L2 differ by their factor alone.
    private const int Samples = 1;

    /// <summary>The drawing.</summary>
    public static Drawing Of(Regularizer regularizer)
    {
        (double quadratic, double absolute) = regularizer.Slopes(Samples, new Moment(0, 1));
        FunctionCurve[] penalty =
        [
            new("penalty, by weight", "penalty", w => (quadratic * w * w / 2) + (absolute * Math.Abs(w))),
            new("derivative, by weight", "derivative", w => (quadratic * w) + (absolute * Math.Sign(w))),
        ];
        return regularizer.LargestNorm(new Moment(0, 1)) is { } limit
            ? new Drawing("norm before the limit", 0, 2 * limit, [new FunctionCurve("norm of a neuron's weights, by norm before the limit", "norm", norm => Math.Min(norm, limit))])
            : new Drawing("weight", -Reach, Reach, penalty);
    }
}
