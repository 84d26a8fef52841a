using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Huber loss: <c>½(ŷ − y)²</c> if |ŷ − y| ≤ δ, otherwise <c>δ·(|ŷ − y| − ½δ)</c>.</summary>
/// <remarks>
/// For regression with outliers (Huber, "Robust estimation of a location parameter", 1964). The same as PyTorch's <c>huber_loss</c> and
/// Keras's <c>Huber</c>; PyTorch's <c>smooth_l1_loss</c> with β = δ is this loss divided by δ, so they are equal for δ = 1.
/// </remarks>
/// <param name="Delta">δ, above 0: the error above which the loss is linear; default 1.</param>
/// <param name="Reduction">Default: mean over elements, as in PyTorch and Keras.</param>
public sealed record Huber([Option(Above = 0)] double Delta = 1, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    /// <summary>δ: the error above which the loss is linear.</summary>
    public double Delta { get; init => field = Check.Positive(value, nameof(Delta)); } = Check.Positive(Delta);

    internal override LossStep End(NetworkSteps network) => new(this, "Huber's loss");

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(new Kernel<V>(Check.Splat<V>(Delta, nameof(Huber), nameof(Delta))));

    private readonly struct Kernel<V>(V delta) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        // With c = min(|e|, δ) both branches are c·(|e| − ½c).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V error = output - target, size = V.Abs(error), cut = V.Min(delta, size);
            derivative = V.CopySign(cut, error);
            return cut * V.Fma(V.Splat(-0.5), cut, size);
        }
    }
}
