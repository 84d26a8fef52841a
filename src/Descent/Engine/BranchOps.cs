using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// A result that several operations read. In the forward pass there is nothing to do; in the backward pass each reader has written a gradient,
/// and the gradient of the result is their sum.
/// </summary>
internal sealed class ForkOp<T, V>(Operand result, Operand[] readers) : SampleOp<T>(result, result)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Sharing Sharing => Sharing.Either;

    public override string Describe(int columns) => $"read by {readers.Length}; their gradients are summed";

    public override void Forward(Frame<T> frame, in Region region)
    {
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
    }

    public override void Backward(Frame<T> frame, in Region region)
    {
        Matrix<T> sum = frame.Delta(Input, region);
        Sums<T, V>.Add(frame.Delta(readers[0], region), frame.Delta(readers[1], region), sum);
        for (int i = 2; i < readers.Length; i++)
        {
            Sums<T, V>.Add(sum, frame.Delta(readers[i], region), sum);
        }
    }
}

/// <summary>The sum of two results. The gradient of each is that of the sum: the first shares its buffer if possible, the other gets a copy.</summary>
internal sealed class AddOp<T, V>(Operand first, Operand other, Operand output) : SampleOp<T>(first, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Sharing Sharing => Sharing.Either;

    public override bool PassesBack => Input.Delta >= 0 || other.Delta >= 0;

    public override string Describe(int columns) => Input.Value == Output.Value ? "sum, in place" : "sum";

    public override void Forward(Frame<T> frame, in Region region) => Sums<T, V>.Add(frame.Value(Input, region), frame.Value(other, region), frame.Value(Output, region));

    public override void ForwardSamples(SampleFrame<T> frame) => Sums<T, V>.Add(frame.Value(Input), frame.Value(other), frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region)
    {
        Matrix<T> delta = frame.Delta(Output, region);
        foreach (Operand part in (ReadOnlySpan<Operand>)[Input, other])
        {
            if (part.Delta >= 0)
            {
                RandomKernels<T, V>.Copy(delta, frame.Delta(part, region));
            }
        }
    }
}

/// <summary>Copies a result to its place in a concatenation, if it could not be computed there directly.</summary>
internal sealed class CopyOp<T, V>(Operand input, Operand output) : Op<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Sharing Sharing => Sharing.Either;

    public override string Describe(int columns) => $"{Input.Rows} rows copied";

    public override void Forward(Frame<T> frame, in Region region) => RandomKernels<T, V>.Copy(frame.Value(Input, region), frame.Value(Output, region));

    public override void Backward(Frame<T> frame, in Region region) => RandomKernels<T, V>.Copy(frame.Delta(Output, region), frame.Delta(Input, region));
}
