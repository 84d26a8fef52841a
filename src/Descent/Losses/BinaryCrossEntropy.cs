using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Binary cross-entropy: <c>−y·ln p − (1 − y)·ln(1 − p)</c> for every output separately, for binary and multilabel
/// classification with targets in [0, 1].
/// </summary>
/// <remarks>
/// After a sigmoid, the two are fused: with z the input of the sigmoid, the loss is max(z, 0) − z·y + ln(1 + e^(−|z|)) and
/// its derivative is σ(z) − y, which neither overflow nor vanish. Otherwise p is kept away from 0 and 1 inside the logarithms.
/// </remarks>
/// <param name="Reduction">Default: mean over elements, as in PyTorch and Keras. For a sum over the outputs of each sample, use the mean over samples.</param>
/// <param name="LabelSmoothing">The fraction ε by which every target is moved toward ½, as in Keras: y becomes (1 − ε)·y + ½ε; default 0.</param>
/// <param name="PositiveWeight">
/// The weight of the positive part, <c>−weight·y·ln p − (1 − y)·ln(1 − p)</c>, PyTorch's <c>pos_weight</c> with one value for all outputs;
/// above 0, default 1.
/// </param>
public sealed record BinaryCrossEntropy(Reduction Reduction = Reduction.MeanOverElements, [Option(AtLeast = 0, Below = 1)] double LabelSmoothing = 0, [Option(Above = 0)] double PositiveWeight = 1) : Loss(Reduction)
{
    /// <summary>The fraction by which every target is moved toward ½.</summary>
    public double LabelSmoothing { get; init => field = Check.Fraction(value, nameof(LabelSmoothing)); } = Check.Fraction(LabelSmoothing);

    /// <summary>The weight of the positive part.</summary>
    public double PositiveWeight { get; init => field = Check.Positive(value, nameof(PositiveWeight)); } = Check.Positive(PositiveWeight);

    internal override LossStep End(NetworkSteps network) => EndsIn<Sigmoid>(network)
        ? new(this, "binary cross-entropy fused with sigmoid", TakesOver: true)
        : network.Range switch
        {
            OutputRange.UnitInterval => new(this, "binary cross-entropy"),
            OutputRange.Distribution => throw Misfit("BinaryCrossEntropy", "independent outputs in [0, 1], but the network ends in a softmax", "Use CategoricalCrossEntropy, or end the network in Sigmoid."),
            _ => throw Misfit("BinaryCrossEntropy", "outputs in [0, 1], but the last layer can leave that range", "End the network in Sigmoid, or use MeanSquaredError for regression."),
        };

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor)
    {
        V kept = V.Splat(1 - LabelSmoothing), middle = V.Splat(LabelSmoothing / 2), positive = Check.Splat<V>(PositiveWeight, nameof(BinaryCrossEntropy), nameof(PositiveWeight));
        return takesOver ? visitor.Elementwise(new Fused<V>(kept, middle, positive)) : visitor.Elementwise(new Plain<V>(kept, middle, positive));
    }

    internal override bool ChecksExtremesOnly => true;

    internal override string? FindTargetError(double value) => value is >= 0 and <= 1 ? null : "targets of a binary cross-entropy must lie in [0, 1]";

    private readonly struct Fused<V>(V kept, V middle, V positive) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V smooth = V.Fma(kept, target, middle), yes = positive * smooth, mass = V.Fma(positive - V.One, smooth, V.One);

            // One exponential is enough for both: with e = e^(−|z|), σ(|z|) = 1/(1 + e) and σ(−|z|) = e/(1 + e).
            V e = V.Exp(-V.Abs(output)), inverse = V.One / (V.One + e);
            derivative = (mass * V.Select(output, inverse, e * inverse)) - yes;
            return (mass * V.Max(V.Zero, output)) - (output * yes) + (mass * V.Log1PUnit(e));
        }
    }

    private readonly struct Plain<V>(V kept, V middle, V positive) : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V smooth = V.Fma(kept, target, middle), part = positive * smooth, rest = V.One - smooth;
            V smallest = V.Splat(1e-30), yes = V.Max(smallest, output), no = V.Max(smallest, V.One - output);
            derivative = (rest / no) - (part / yes);
            return -((part * V.Log(yes)) + (rest * V.Log(no)));
        }
    }
}
