using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Random;

namespace Descent.Engine;

/// <summary>Inverted dropout: the mask is drawn on the way forward and kept, scale included, for the way back; in use it is the identity.</summary>
internal sealed class DropoutOp<T, V>(int rate, bool perBatch, Slot mask, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    /// <summary>Where the mask is.</summary>
    public Slot Mask => mask;

    public override string Describe(int columns) => $"dropout, one mask per {(perBatch ? "batch" : "sample")}; nothing in use";

    public override void Forward(Frame<T> frame, Share share)
    {
        if (!frame.Learning)
        {
            Chance<T, V>.Copy(frame.Value(input, share), frame.Value(output, share));
            return;
        }

        CounterRandom random = Noise.For(frame, Layer);
        if (perBatch)
        {
            Chance<T, V>.RowMask(random, frame.Numbers[rate], frame.Value(mask, share));
            Chance<T, V>.Multiply(frame.Value(input, share), frame.Value(mask, share), frame.Value(output, share));
        }
        else
        {
            Chance<T, V>.Drop(random, frame.Numbers[rate], share.Start, frame.Value(input, share), frame.Value(mask, share), frame.Value(output, share));
        }
    }

    public override bool TakesSamples => true;

    public override void ForwardSamples(SampleFrame<T> frame) => Chance<T, V>.Copy(frame.Value(input), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (input.Delta >= 0)
        {
            Chance<T, V>.Multiply(frame.Delta(output, share), frame.Value(mask, share), frame.Delta(input, share));
        }
    }
}

/// <summary>Adds normal noise while training. On the way back there is nothing to do: both gradients are one buffer.</summary>
internal sealed class GaussianNoiseOp<T, V>(int deviation, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override string Describe(int columns) => "normal noise; nothing in use";

    public override void Forward(Frame<T> frame, Share share)
    {
        if (frame.Learning)
        {
            Chance<T, V>.AddNormal(Noise.For(frame, Layer), frame.Numbers[deviation], share.Start, frame.Value(input, share), frame.Value(output, share));
        }
        else
        {
            Chance<T, V>.Copy(frame.Value(input, share), frame.Value(output, share));
        }
    }

    public override bool TakesSamples => true;

    public override void ForwardSamples(SampleFrame<T> frame) => Chance<T, V>.Copy(frame.Value(input), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
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
