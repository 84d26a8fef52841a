using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Squared hinge loss: <c>max(0, 1 − y·ŷ)²</c> for labels y of −1 and 1, for every output separately.</summary>
/// <remarks>Like <see cref="Hinge"/>, but smooth at the margin and with a stronger penalty for large errors (Keras).</remarks>
/// <param name="ConvertLabels">Whether the targets are 0 and 1, which are converted to −1 and 1; default false: the targets are −1 and 1.</param>
/// <param name="Reduction">Default: mean over elements, as in Keras.</param>
public sealed record SquaredHinge([Option("targets are -1 and 1; if true, 0 and 1")] bool ConvertLabels = false, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override LossStep End(NetworkSteps network)
    {
        Hinge.CheckScores("SquaredHinge", network.Range);
        return new(this, "squared hinge loss");
    }

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(new Kernel<V>(V.Splat(ConvertLabels ? 2 : 1), V.Splat(ConvertLabels ? -1 : 0)));

    internal override string? FindTargetError(double value) => Hinge.LabelError(value, ConvertLabels);

    private readonly struct Kernel<V>(V scale, V shift) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V label = V.Fma(scale, target, shift), lack = V.Max(V.Zero, V.One - (label * output));
            derivative = V.Splat(-2) * label * lack;
            return lack * lack;
        }
    }
}
