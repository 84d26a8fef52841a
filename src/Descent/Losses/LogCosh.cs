using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Log-cosh: <c>ln cosh(ŷ − y)</c>, about ½(ŷ − y)² for small errors and |ŷ − y| − ln 2 for large ones.</summary>
/// <remarks>
/// For regression with outliers, like <see cref="Huber"/> with δ = 1 but with derivatives of every order; Keras's <c>LogCosh</c>. Its
/// derivative is tanh(ŷ − y). It is computed as |e| + ln(1 + e^(−2|e|)) − ln 2, which is finite for every error, and near 0 as
/// ln(1 + (cosh e − 1)), which is accurate for small errors.
/// </remarks>
/// <param name="Reduction">Default: mean over elements, as in Keras.</param>
public sealed record LogCosh(Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override LossStep End(NetworkSteps network) => new(this, "log-cosh");

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V error = output - target, size = V.Abs(error);
            derivative = V.Tanh(error);

            // cosh e − 1 = u²/(2·(1 + u)) with u = e^|e| − 1; used up to 1, where nothing overflows.
            V u = V.ExpM1(V.Min(V.One, size)), small = V.Log1P(V.Splat(0.5) * u * u / (V.One + u));
            V large = size - V.Splat(0.693147180559945309) + V.Log1PUnit(V.Exp(V.Splat(-2) * size));
            return V.SelectLess(size, V.One, small, large);
        }
    }
}
