using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>A parameter-free activation.</summary>
internal sealed class ElementwiseOp<T, V, K>(string name, K kernel, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where K : struct, IElementwise<V>
{
    public override Slot Output => output;

    public override string Describe(int columns) => input.Value == output.Value ? $"{name}, elementwise in place" : $"{name}, elementwise";

    public override void Forward(Frame<T> frame, Share share) =>
        Elementwise<T, V>.Forward(kernel, frame.Value(input, share), frame.Value(output, share));

    public override bool TakesRows => true;

    public override bool PassesBack => input.Delta >= 0;

    public override void ForwardRows(Frame<T> frame, int start, int count, int member) =>
        Elementwise<T, V>.Forward(kernel, frame.Value(input).SliceRows(start, count), frame.Value(output).SliceRows(start, count));

    public override bool TakesSamples => true;

    public override void ForwardSamples(SampleFrame<T> frame) => Elementwise<T, V>.Forward(kernel, frame.Value(input), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            Elementwise<T, V>.Backward(kernel, frame.Value(input, share), frame.Value(output, share), frame.Delta(output, share), frame.Delta(input, share));
        }
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member)
    {
        if (PassesBack)
        {
            Elementwise<T, V>.Backward(
                kernel, frame.Value(input).SliceRows(start, count), frame.Value(output).SliceRows(start, count),
                frame.Delta(output).SliceRows(start, count), frame.Delta(input).SliceRows(start, count));
        }
    }
}
