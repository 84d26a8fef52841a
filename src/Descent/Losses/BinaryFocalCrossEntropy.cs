using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Binary focal cross-entropy: <c>−(1 − pₜ)^γ·ln pₜ</c> with pₜ the predicted probability of the true class, for binary and
/// multilabel classification with rare positives, after a sigmoid.
/// </summary>
/// <remarks>
/// Rows that the network already classifies correctly contribute little, so that many easy rows do not dominate the few hard ones (Lin and others,
/// "Focal loss for dense object detection", 2017; Keras's <c>BinaryFocalCrossentropy</c>). It is fused with the sigmoid: with s the score
/// of the true class, it is ln(1 + e⁻ˢ)·e^(−γ·ln(1 + eˢ)), which neither overflows nor loses its slope. The predicted probabilities
/// are pulled toward ½; for calibrated probabilities use <see cref="BinaryCrossEntropy"/>, which is the case γ = 0.
/// </remarks>
/// <param name="Gamma">γ &gt; 0: the larger it is, the less easy rows contribute; default 2, as in the paper and Keras.</param>
/// <param name="PositiveWeight">The weight of the rows whose target is 1; above 0, default 1. The paper's α is PositiveWeight/(1 + PositiveWeight).</param>
/// <param name="Reduction">Default: mean over elements, as in Keras.</param>
public sealed record BinaryFocalCrossEntropy([Option(Above = 0)] double Gamma = 2, [Option(Above = 0)] double PositiveWeight = 1, Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    /// <summary>γ: the larger it is, the less easy rows contribute.</summary>
    public double Gamma { get; init => field = Check.Positive(value, nameof(Gamma)); } = Check.Positive(Gamma);

    /// <summary>The weight of the rows whose target is 1.</summary>
    public double PositiveWeight { get; init => field = Check.Positive(value, nameof(PositiveWeight)); } = Check.Positive(PositiveWeight);

    internal override LossStep End(NetworkSteps network) => EndsIn<Sigmoid>(network)
        ? new(this, "binary focal cross-entropy fused with sigmoid", TakesOver: true)
        : throw Misfit("BinaryFocalCrossEntropy", "a sigmoid as the last layer", "End the network in Sigmoid.");

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Elementwise(new Kernel<V>(V.Splat(Gamma), V.Splat(PositiveWeight)));

    internal override string? FindTargetError(double value) => value is 0 or 1 ? null : "targets of a focal cross-entropy must be 0 or 1";

    private readonly struct Kernel<V>(V gamma, V positive) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            // With e = e^(−|z|): ln(1 + eˢ) = max(s, 0) + ln(1 + e), σ(|z|) = 1/(1 + e), σ(−|z|) = e/(1 + e).
            V score = V.Select(target, output, -output), e = V.Exp(-V.Abs(output)), tail = V.Log1PUnit(e), inverse = V.One / (V.One + e);
            V entropy = V.Max(V.Zero, -score) + tail, weight = V.Select(target, positive, V.One) * V.Exp(-gamma * (V.Max(V.Zero, score) + tail));
            V right = V.Select(score, inverse, e * inverse), wrong = V.Select(score, e * inverse, inverse);
            V slope = -weight * V.Fma(gamma * right, entropy, wrong);
            derivative = V.Select(target, slope, -slope);
            return weight * entropy;
        }
    }
}
