using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Softmax over a layer with its full Jacobian backwards.</summary>
internal sealed class SoftmaxOp<T, V>(Operand input, Operand output, int members = 1, Operand room = default) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override string Describe(int columns) => Input.Value == Output.Value ? "softmax over the layer, in place" : "softmax over the layer";

    public override void Forward(Frame<T> frame, in Region region)
    {
        for (int m = 0; m < members; m++)
        {
            Softmax<T, V>.Forward(frame.Value(Input, region.AllRows).Member(m, members), frame.Value(Output, region.AllRows).Member(m, members));
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        if (members == 1)
        {
            Softmax<T, V>.ForwardSamples(frame.Value(Input), frame.Value(Output));
            return;
        }

        // Members stand side by side and begin anywhere, so each is computed in a room of its own, whose end may be written over.
        Matrix<T> own = frame.Value(room);
        for (int m = 0; m < members; m++)
        {
            frame.Take(Input, m, own);
            Softmax<T, V>.ForwardSamples(own, own);
            frame.Put(own, Output, m);
        }
    }

    public override void Backward(Frame<T> frame, in Region region)
    {
        for (int m = 0; m < members; m++)
        {
            Softmax<T, V>.Backward(frame.Value(Output, region.AllRows).Member(m, members), frame.Delta(Output, region.AllRows).Member(m, members), frame.Delta(Input, region.AllRows).Member(m, members));
        }
    }
}
