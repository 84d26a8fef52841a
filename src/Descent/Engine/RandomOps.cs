using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Inverted dropout: the mask is drawn in the forward pass and kept, scale included, for the backward pass; in inference mode it is the identity.</summary>
internal sealed class DropoutOp<T, V>(int rate, bool perBatch, Operand mask, Operand input, Operand output) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>The mask.</summary>
    public Operand Mask => mask;

    public override string Describe(int columns) => $"dropout, one mask per {(perBatch ? "batch" : "sample")}; nothing in use";

    public override Sharing Sharing => Sharing.Either;

    public override void Forward(Frame<T> frame, in Region region)
    {
        CounterRandom random = Noise.For(frame, Layer);
        Matrix<T> x = frame.Value(Input, region), own = frame.Value(mask, region), y = frame.Value(Output, region);
        if (!frame.Learning)
        {
            RandomKernels<T, V>.Copy(x, y);
        }
        else if (perBatch)
        {
            RandomKernels<T, V>.RowMask(random, frame.Numbers[rate], region.FirstRow, own);
            RandomKernels<T, V>.Multiply(x, own, y);
        }
        else
        {
            RandomKernels<T, V>.Drop(random, frame.Numbers[rate], region.FirstRow, region.FirstColumn, x, own, y);
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame) => RandomKernels<T, V>.Copy(frame.Value(Input), frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region) =>
        RandomKernels<T, V>.Multiply(frame.Delta(Output, region), frame.Value(mask, region), frame.Delta(Input, region));
}

/// <summary>Adds normal noise in training mode. The backward pass does nothing if both gradients share a buffer.</summary>
internal sealed class GaussianNoiseOp<T, V>(int deviation, Operand input, Operand output) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override string Describe(int columns) => "normal noise; nothing in use";

    public override Sharing Sharing => Sharing.Either;

    public override void Forward(Frame<T> frame, in Region region)
    {
        Matrix<T> x = frame.Value(Input, region), y = frame.Value(Output, region);
        if (frame.Learning)
        {
            RandomKernels<T, V>.AddNormal(Noise.For(frame, Layer), frame.Numbers[deviation], region.FirstRow, region.FirstColumn, x, y);
        }
        else
        {
            RandomKernels<T, V>.Copy(x, y);
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame) => RandomKernels<T, V>.Copy(frame.Value(Input), frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region) => RandomKernels<T, V>.Copy(frame.Delta(Output, region), frame.Delta(Input, region));
}

/// <summary>The generator of a layer for the current update.</summary>
internal static class Noise
{
    // Enough for 2¹⁶ layers of 2⁴⁰ updates each.
    private const int LayerShift = 40;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CounterRandom For<T>(Frame<T> frame, int layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(frame.Seed, Streams.Noise | ((ulong)layer << LayerShift) | (ulong)frame.Step);
}
