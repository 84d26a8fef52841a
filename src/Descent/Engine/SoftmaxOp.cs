using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Softmax over a layer with its full Jacobian backwards.</summary>
internal sealed class SoftmaxOp<T, V>(Slot input, Slot output, int members = 1, Slot room = default) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override string Describe(int columns) => input.Value == output.Value ? "softmax over the layer, in place" : "softmax over the layer";

    public override void Forward(Frame<T> frame, Share share)
    {
        for (int m = 0; m < members; m++)
        {
            Softmax<T, V>.Forward(frame.Value(input, share).Member(m, members), frame.Value(output, share).Member(m, members));
        }
    }

    public override bool TakesSamples => true;

    public override bool PassesBack => input.Delta >= 0;

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        if (members == 1)
        {
            Softmax<T, V>.ForwardSamples(frame.Value(input), frame.Value(output));
            return;
        }

        // Members stand side by side and begin anywhere, so each is computed in a room of its own, whose end may be written over.
        Matrix<T> own = frame.Value(room);
        for (int m = 0; m < members; m++)
        {
            frame.Take(input, m, own);
            Softmax<T, V>.ForwardSamples(own, own);
            frame.Put(own, output, m);
        }
    }

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            for (int m = 0; m < members; m++)
            {
                Softmax<T, V>.Backward(frame.Value(output, share).Member(m, members), frame.Delta(output, share).Member(m, members), frame.Delta(input, share).Member(m, members));
            }
        }
    }
}
