using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Logarithm of the softmax over a layer with its full Jacobian backwards.</summary>
internal sealed class LogSoftmaxOp<T, V>(Operand input, Operand output, int members = 1) : Op<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override string Describe(int columns) => Input.Value == Output.Value ? "log-softmax over the layer, in place" : "log-softmax over the layer";

    public override void Forward(Frame<T> frame, in Region region)
    {
        for (int m = 0; m < members; m++)
        {
            LogSoftmax<T, V>.Forward(frame.Value(Input, region.AllRows).Member(m, members), frame.Value(Output, region.AllRows).Member(m, members));
        }
    }

    public override void Backward(Frame<T> frame, in Region region)
    {
        for (int m = 0; m < members; m++)
        {
            LogSoftmax<T, V>.Backward(frame.Value(Output, region.AllRows).Member(m, members), frame.Delta(Output, region.AllRows).Member(m, members), frame.Delta(Input, region.AllRows).Member(m, members));
        }
    }
}
