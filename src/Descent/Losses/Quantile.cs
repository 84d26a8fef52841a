using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Quantile loss, also called pinball loss: <c>τ·(y − ŷ)</c> if y is larger, otherwise <c>(1 − τ)·(ŷ − y)</c>.</summary>
/// <remarks>
/// For regression of a quantile instead of the mean: a fraction τ of the targets lies below the prediction (Koenker and Bassett,
/// "Regression quantiles", 1978). τ = ½ gives the median, and the loss is half of <see cref="MeanAbsoluteError"/>; two networks with 0.05
/// and 0.95 give an interval that contains nine of ten targets. The same as scikit-learn's <c>QuantileRegressor</c> and <c>mean_pinball_loss</c>.
/// </remarks>
/// <param name="Level">τ, the fraction of the targets below the prediction, in (0, 1); default 0.5.</param>
/// <param name="Reduction">Default: mean over elements, as in scikit-learn.</param>
public sealed record Quantile([Option(Above = 0, Below = 1)] double Level = 0.5, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    /// <summary>τ, the fraction of the targets below the prediction.</summary>
    public double Level { get; init => field = InsideUnit(value); } = InsideUnit(Level);

    internal override LossStep End(NetworkSteps network) => new(this, "quantile loss");

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(new Kernel<V>(V.Splat(Level), V.Splat(1 - Level)));

    private static double InsideUnit(double level) => level is > 0 and < 1
        ? level
        : throw new ArgumentOutOfRangeException(nameof(Level), level, "Level must be above 0 and below 1. It is the fraction of the targets below the prediction, such as 0.9.");

    private readonly struct Kernel<V>(V below, V above) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V error = output - target;
            derivative = V.Select(error, above, V.Select(-error, -below, V.Zero));
            return derivative * error;
        }
    }
}
