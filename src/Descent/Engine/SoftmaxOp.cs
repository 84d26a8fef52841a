using System.Numerics;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Engine;

/// <summary>Softmax over a layer with its full Jacobian backwards.</summary>
internal sealed class SoftmaxOp<T, V>(Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override string Describe(int columns) => input.Value == output.Value ? "softmax over the layer, in place" : "softmax over the layer";

    public override void Forward(Frame<T> frame, Share share) => Softmax<T, V>.Forward(frame.Value(input, share), frame.Value(output, share));

    public override bool TakesSamples => true;

    public override bool PassesBack => input.Delta >= 0;

    public override void ForwardSamples(SampleFrame<T> frame) => Softmax<T, V>.ForwardSamples(frame.Value(input), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            Softmax<T, V>.Backward(frame.Value(output, share), frame.Delta(output, share), frame.Delta(input, share));
        }
    }
}
