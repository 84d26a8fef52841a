using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Inverted dropout: the mask is drawn on the way forward and kept, scale included, for the way back; in use it is the identity.</summary>
internal sealed class DropoutOp<T, V>(int rate, bool perBatch, Slot mask, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    /// <summary>Where the mask is.</summary>
    public Slot Mask => mask;

    public override string Describe(int columns) => $"dropout, one mask per {(perBatch ? "batch" : "sample")}; nothing in use";

    public override bool TakesRows => true;

    public override bool PassesBack => input.Delta >= 0;

    public override void Forward(Frame<T> frame, Share share) =>
        Forward(frame, 0, share.Start, frame.Value(input, share), frame.Value(mask, share), frame.Value(output, share));

    public override void ForwardRows(Frame<T> frame, int start, int count, int member) =>
        Forward(frame, start, 0, frame.Value(input).SliceRows(start, count), frame.Value(mask).SliceRows(start, count), frame.Value(output).SliceRows(start, count));

    public override bool TakesSamples => true;

    public override void ForwardSamples(SampleFrame<T> frame) => Chance<T, V>.Copy(frame.Value(input), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            Chance<T, V>.Multiply(frame.Delta(output, share), frame.Value(mask, share), frame.Delta(input, share));
        }
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member)
    {
        if (PassesBack)
        {
            Chance<T, V>.Multiply(frame.Delta(output).SliceRows(start, count), frame.Value(mask).SliceRows(start, count), frame.Delta(input).SliceRows(start, count));
        }
    }

    private void Forward(Frame<T> frame, int firstRow, int firstColumn, Matrix<T> x, Matrix<T> mask, Matrix<T> y)
    {
        CounterRandom random = Noise.For(frame, Layer);
        if (!frame.Learning)
        {
            Chance<T, V>.Copy(x, y);
        }
        else if (perBatch)
        {
            Chance<T, V>.RowMask(random, frame.Numbers[rate], firstRow, mask);
            Chance<T, V>.Multiply(x, mask, y);
        }
        else
        {
            Chance<T, V>.Drop(random, frame.Numbers[rate], firstRow, firstColumn, x, mask, y);
        }
    }
}

/// <summary>Adds normal noise while training. On the way back there is nothing to do where both gradients are one buffer.</summary>
internal sealed class GaussianNoiseOp<T, V>(int deviation, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override string Describe(int columns) => "normal noise; nothing in use";

    public override bool TakesRows => true;

    public override void Forward(Frame<T> frame, Share share) => Forward(frame, 0, share.Start, frame.Value(input, share), frame.Value(output, share));

    public override void ForwardRows(Frame<T> frame, int start, int count, int member) =>
        Forward(frame, start, 0, frame.Value(input).SliceRows(start, count), frame.Value(output).SliceRows(start, count));

    public override bool TakesSamples => true;

    public override void ForwardSamples(SampleFrame<T> frame) => Chance<T, V>.Copy(frame.Value(input), frame.Value(output));

    public override bool PassesBack => input.Delta >= 0;

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            Chance<T, V>.Copy(frame.Delta(output, share), frame.Delta(input, share));
        }
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member)
    {
        if (PassesBack)
        {
            Chance<T, V>.Copy(frame.Delta(output).SliceRows(start, count), frame.Delta(input).SliceRows(start, count));
        }
    }

    private void Forward(Frame<T> frame, int firstRow, int firstColumn, Matrix<T> x, Matrix<T> y)
    {
        if (frame.Learning)
        {
            Chance<T, V>.AddNormal(Noise.For(frame, Layer), frame.Numbers[deviation], firstRow, firstColumn, x, y);
        }
        else
        {
            Chance<T, V>.Copy(x, y);
        }
    }
}

/// <summary>The generator of a layer for the update at hand.</summary>
internal static class Noise
{
    // Room for 2¹⁶ layers of 2⁴⁰ updates each.
    private const int LayerShift = 40;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CounterRandom For<T>(Frame<T> frame, int layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(frame.Seed, Streams.Noise | ((ulong)layer << LayerShift) | (ulong)frame.Step);
}
