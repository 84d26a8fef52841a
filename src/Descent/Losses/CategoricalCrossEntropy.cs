using System.Numerics;
using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Losses;

/// <summary>Categorical cross-entropy: <c>−Σᵢ yᵢ·ln pᵢ</c> over the classes; targets one-hot, or any distribution.</summary>
/// <remarks>For multiclass classification. It is computed together with the softmax before it: the derivative is p − y.</remarks>
/// <param name="Reduction">Default: mean over samples, as in PyTorch and Keras.</param>
public sealed record CategoricalCrossEntropy(Reduction Reduction = Reduction.MeanOverSamples) : Loss(Reduction)
{
    internal override void Compile<T, V>(PlanBuilder<T, V> plan)
    {
        if (!plan.EndsInSoftmax)
        {
            throw Misfit("CategoricalCrossEntropy", "outputs that sum to 1", "End the network in Softmax, or use BinaryCrossEntropy after a Sigmoid.");
        }

        if (plan.Width < 2)
        {
            throw Misfit("CategoricalCrossEntropy", "at least two classes, but the network has one output", "Use Sigmoid and BinaryCrossEntropy for two classes in one output.");
        }

        plan.SetLoss(new FusedOp<T, V>(this, plan.TakeBackActivation(), plan.AddTarget()));
    }

    internal override string? Objection(double value) => value is >= 0 and <= 1 ? null : "targets of a categorical cross-entropy lie in [0, 1]";

    private sealed class FusedOp<T, V>(Loss loss, Slot output, Slot target) : LossOp<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
    {
        public override string Description => "categorical cross-entropy fused with softmax";

        public override double Scale(int samples) => loss.Scale(samples, output.Rows);

        public override void Run(Frame<T> frame, Share share, bool gradient) =>
            Softmax<T, V>.CrossEntropy(
                frame.Value(output, share), frame.Value(target, share), frame.Weights.SliceColumns(share.Start, share.Count),
                frame.Delta(output, share), frame.Losses.SliceColumns(share.Start, share.Count));
    }
}
