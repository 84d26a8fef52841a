using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Mean absolute error: <c>|ŷ − y|</c>, by default averaged over samples and outputs.</summary>
/// <remarks>For regression with outliers: its minimum is the median. Its derivative is the sign of the error, and 0 if the error is 0.</remarks>
/// <param name="Reduction">Default: mean over elements, as in PyTorch (<c>l1_loss</c>) and Keras.</param>
public sealed record MeanAbsoluteError(Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override LossStep End(NetworkSteps network) => new(this, "absolute error");

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V error = output - target;
            derivative = V.Select(error, V.One, V.Select(-error, -V.One, V.Zero));
            return V.Abs(error);
        }
    }
}
