using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// A result that several operations read. On the way forward there is nothing to do; on the way back each reader has left a gradient of its own,
/// and the result's is their sum.
/// </summary>
internal sealed class ForkOp<T, V>(Slot input, Slot[] readers) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => input;

    public override bool TakesRows => true;

    public override bool TakesSamples => true;

    public override string Describe(int columns) => $"read by {readers.Length}; their gradients are summed";

    public override void Forward(Frame<T> frame, Share share)
    {
    }

    public override void ForwardRows(Frame<T> frame, int start, int count, int member)
    {
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
    }

    public override void Backward(Frame<T> frame, Share share)
    {
        Sums<T, V>.Add(frame.Delta(readers[0], share), frame.Delta(readers[1], share), frame.Delta(input, share));
        for (int i = 2; i < readers.Length; i++)
        {
            Sums<T, V>.Add(frame.Delta(input, share), frame.Delta(readers[i], share), frame.Delta(input, share));
        }
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member)
    {
        Matrix<T> sum = frame.Delta(input).SliceRows(start, count);
        Sums<T, V>.Add(frame.Delta(readers[0]).SliceRows(start, count), frame.Delta(readers[1]).SliceRows(start, count), sum);
        for (int i = 2; i < readers.Length; i++)
        {
            Sums<T, V>.Add(sum, frame.Delta(readers[i]).SliceRows(start, count), sum);
        }
    }
}

/// <summary>The sum of two results. The first one's gradient is the sum's, in one buffer where both have one; the other's is a copy.</summary>
internal sealed class AddOp<T, V>(Slot first, Slot other, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override bool TakesRows => true;

    public override bool TakesSamples => true;

    public override bool PassesBack => first.Delta >= 0 || other.Delta >= 0;

    public override string Describe(int columns) => first.Value == output.Value ? "sum, in place" : "sum";

    public override void Forward(Frame<T> frame, Share share) => Sums<T, V>.Add(frame.Value(first, share), frame.Value(other, share), frame.Value(output, share));

    public override void ForwardRows(Frame<T> frame, int start, int count, int member) =>
        Sums<T, V>.Add(frame.Value(first).SliceRows(start, count), frame.Value(other).SliceRows(start, count), frame.Value(output).SliceRows(start, count));

    public override void ForwardSamples(SampleFrame<T> frame) => Sums<T, V>.Add(frame.Value(first), frame.Value(other), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (!PassesBack)
        {
            return;
        }

        Matrix<T> delta = frame.Delta(output, share);
        foreach (Slot part in (ReadOnlySpan<Slot>)[first, other])
        {
            if (part.Delta >= 0)
            {
                Chance<T, V>.Copy(delta, frame.Delta(part, share));
            }
        }
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member)
    {
        Matrix<T> delta = frame.Delta(output).SliceRows(start, count);
        foreach (Slot part in (ReadOnlySpan<Slot>)[first, other])
        {
            if (part.Delta >= 0)
            {
                Chance<T, V>.Copy(delta, frame.Delta(part).SliceRows(start, count));
            }
        }
    }
}

/// <summary>Puts a result where a concatenation wants it, if it could not be computed there at once.</summary>
internal sealed class CopyOp<T, V>(Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override bool TakesRows => true;

    public override bool PassesBack => input.Delta >= 0;

    public override string Describe(int columns) => $"{input.Rows} rows copied";

    public override void Forward(Frame<T> frame, Share share) => Chance<T, V>.Copy(frame.Value(input, share), frame.Value(output, share));

    public override void ForwardRows(Frame<T> frame, int start, int count, int member) =>
        Chance<T, V>.Copy(frame.Value(input).SliceRows(start, count), frame.Value(output).SliceRows(start, count));

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
}
