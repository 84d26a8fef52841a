using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>A parameter-free activation.</summary>
internal sealed class ElementwiseOp<T, V, K>(string name, K kernel, Operand input, Operand output) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where K : struct, IElementwise<V>
{
    public override string Describe(int columns) => Input.Value == Output.Value ? $"{name}, elementwise in place" : $"{name}, elementwise";

    public override Sharing Sharing => Sharing.Either;

    public override void Forward(Frame<T> frame, in Region region) =>
        Elementwise<T, V>.Forward(kernel, frame.Value(Input, region), frame.Value(Output, region));

    public override void ForwardSamples(SampleFrame<T> frame) => Elementwise<T, V>.Forward(kernel, frame.Value(Input), frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region) =>
        Elementwise<T, V>.Backward(kernel, frame.Value(Input, region), frame.Value(Output, region), frame.Delta(Output, region), frame.Delta(Input, region));
}
