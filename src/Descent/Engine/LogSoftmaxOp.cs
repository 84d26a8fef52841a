using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Logarithm of the softmax over a layer with its full Jacobian backwards.</summary>
internal sealed class LogSoftmaxOp<T, V>(Slot input, Slot output, int members = 1) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override bool PassesBack => input.Delta >= 0;

    public override string Describe(int columns) => input.Value == output.Value ? "log-softmax over the layer, in place" : "log-softmax over the layer";

    public override void Forward(Frame<T> frame, Share share)
    {
        for (int m = 0; m < members; m++)
        {
            LogSoftmax<T, V>.Forward(frame.Value(input, share).Member(m, members), frame.Value(output, share).Member(m, members));
        }
    }

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            for (int m = 0; m < members; m++)
            {
                LogSoftmax<T, V>.Backward(frame.Value(output, share).Member(m, members), frame.Delta(output, share).Member(m, members), frame.Delta(input, share).Member(m, members));
            }
        }
    }
}
