using System.Numerics;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Engine;

/// <summary>Softmax over a layer, in place, with its full Jacobian backwards.</summary>
internal sealed class SoftmaxOp<T, V>(Slot slot) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => slot;

    public override string Describe(int columns) => "softmax over the layer, in place";

    public override void Forward(Frame<T> frame, Share share) => Softmax<T, V>.Forward(frame.Value(slot, share), frame.Value(slot, share));

    public override void Backward(Frame<T> frame, Share share) =>
        Softmax<T, V>.Backward(frame.Value(slot, share), frame.Delta(slot, share), frame.Delta(slot, share));
}
