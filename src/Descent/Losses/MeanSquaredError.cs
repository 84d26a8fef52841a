using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Mean squared error: <c>(ŷ − y)²</c>, by default averaged over samples and outputs.</summary>
/// <remarks>For regression. <c>Half</c> removes the factor 2 from the derivative.</remarks>
/// <param name="Half">Whether to use ½(ŷ − y)²; default false.</param>
/// <param name="Reduction">Default: mean over elements, as in PyTorch and Keras.</param>
public sealed record MeanSquaredError(bool Half = false, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override bool ChecksExtremesOnly => true;

    internal override LossStep End(NetworkSteps network) => new(this, Half ? "half squared error" : "squared error");

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(new Kernel<V>(V.Splat(Half ? 0.5 : 1), V.Splat(Half ? 1 : 2)));

    private readonly struct Kernel<V>(V factor, V slope) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V error = output - target;
            derivative = slope * error;
            return factor * error * error;
        }
    }
}
