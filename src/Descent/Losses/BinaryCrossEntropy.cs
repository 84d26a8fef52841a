using System.Runtime.CompilerServices;
using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Losses;

/// <summary>
/// Binary cross-entropy: <c>−y·ln p − (1 − y)·ln(1 − p)</c> for every output on its own; for binary and multilabel
/// classification, targets in [0, 1].
/// </summary>
/// <remarks>
/// After a sigmoid both are fused: with z the number before the sigmoid the loss is max(z, 0) − z·y + ln(1 + e^(−|z|)) and
/// its derivative σ(z) − y, which neither overflow nor vanish. Otherwise p is kept away from 0 and 1 inside the logarithms.
/// </remarks>
/// <param name="Reduction">Default: mean over elements, as in PyTorch and Keras. n0's program sums over the outputs: mean over samples.</param>
public sealed record BinaryCrossEntropy(Reduction Reduction = Reduction.MeanOverElements) : Loss(Reduction)
{
    internal override void Compile<T, V>(PlanBuilder<T, V> plan)
    {
        if (plan.EndsInLogistic)
        {
            Elementwise(plan, "binary cross-entropy fused with sigmoid", default(Fused<V>), plan.TakeBackActivation());
        }
        else if (plan.Range == OutputRange.UnitInterval)
        {
            Elementwise(plan, "binary cross-entropy", default(Plain<V>), plan.Current);
        }
        else if (plan.Range == OutputRange.Distribution)
        {
            throw Misfit("BinaryCrossEntropy", "independent outputs in [0, 1], but the network ends in a softmax", "Use CategoricalCrossEntropy, or end the network in Sigmoid.");
        }
        else
        {
            throw Misfit("BinaryCrossEntropy", "outputs in [0, 1], but the last layer can leave that range", "End the network in Sigmoid, or use MeanSquaredError for regression.");
        }
    }

    internal override string? Objection(double value) => value is >= 0 and <= 1 ? null : "targets of a binary cross-entropy lie in [0, 1]";

    private readonly struct Fused<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            // One exponential serves both: with e = e^(−|z|), σ(|z|) = 1/(1 + e) and σ(−|z|) = e/(1 + e).
            V e = V.Exp(-V.Abs(output)), inverse = V.One / (V.One + e);
            derivative = V.Select(output, inverse, e * inverse) - target;
            return V.Max(V.Zero, output) - (output * target) + V.Log1PUnit(e);
        }
    }

    private readonly struct Plain<V> : IElementLoss<V>
        where V : struct, ILane<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V output, V target, out V derivative)
        {
            V smallest = V.Splat(1e-30), yes = V.Max(smallest, output), no = V.Max(smallest, V.One - output);
            derivative = ((V.One - target) / no) - (target / yes);
            return -((target * V.Log(yes)) + ((V.One - target) * V.Log(no)));
        }
    }
}
