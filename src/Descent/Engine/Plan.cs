using System.Numerics;
using Descent.Numerics.Memory;

namespace Descent.Engine;

/// <summary>What to compute, in order, and how much memory it takes: immutable, shared by all threads.</summary>
internal sealed class Plan<T>(int laneBits, IReadOnlyList<Op<T>> ops, LossOp<T>? loss, ParameterTable parameters, IReadOnlyList<int> valueRows, IReadOnlyList<int> deltaRows, Slot input, Slot output, Slot target, int layers)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns that pass through all layers together, so that a layer's results are still in the cache when the next one reads them.</summary>
    public const int Chunk = 256;

    private readonly Op<T>[] ops = [.. ops];

    public int LaneBits { get; } = laneBits;

    public IReadOnlyList<Op<T>> Ops => ops;

    public LossOp<T>? Loss { get; } = loss;

    public ParameterTable Parameters { get; } = parameters;

    public IReadOnlyList<int> ValueRows { get; } = valueRows;

    public IReadOnlyList<int> DeltaRows { get; } = deltaRows;

    public Slot Input { get; } = input;

    public Slot Output { get; } = output;

    public Slot Target { get; } = target;

    public int Layers { get; } = layers;

    /// <summary>Multiply-adds per sample of a forward pass.</summary>
    public long MultiplyAdds { get; } = parameters.InOrder.Where(p => !p.IsVector).Sum(p => (long)p.Count);

    /// <summary>Computes the outputs of some columns.</summary>
    public void Forward(Frame<T> frame, Share share)
    {
        foreach (Op<T> op in ops)
        {
            op.Forward(frame, share);
        }
    }

    /// <summary>Computes the outputs of samples that stand one after the other, with the parameters of the frame.</summary>
    public void Predict(Frame<T> frame, ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        int rows = inputs.Length / Input.Rows;
        for (int done = 0; done < rows; done += frame.Columns)
        {
            frame.Columns = Math.Min(frame.Capacity, rows - done);
            Transposition<T>.Gather(inputs.Slice(done * Input.Rows, frame.Columns * Input.Rows), frame.Value(Input));
            Forward(frame, new Share(0, frame.Columns, 0));
            Transposition<T>.Scatter(frame.Value(Output), outputs.Slice(done * Output.Rows, frame.Columns * Output.Rows));
        }

        GC.KeepAlive(frame);
    }

    /// <summary>The same with given parameters, in a frame of its own.</summary>
    public void Predict(AlignedBlock<T> parameters, ReadOnlySpan<T> inputs, Span<T> outputs) =>
        Predict(new Frame<T>(this, Chunk, training: false, members: 1) { Parameters = parameters }, inputs, outputs);

    /// <summary>Forward, loss and, if asked, backward for some columns, chunk after chunk.</summary>
    public void Pass(Frame<T> frame, Share share, bool gradient)
    {
        for (int done = 0; done < share.Count; done += Chunk)
        {
            Share chunk = new(share.Start + done, Math.Min(Chunk, share.Count - done), share.Member);
            Forward(frame, chunk);
            Loss!.Run(frame, chunk, gradient);
            if (gradient)
            {
                for (int i = ops.Length - 1; i >= 0; i--)
                {
                    ops[i].Backward(frame, chunk);
                }
            }
        }
    }

    /// <summary>One member's share of the parameter gradients: some rows of every operation.</summary>
    public void Gradient(Frame<T> frame, int member, int members)
    {
        foreach (Op<T> op in ops)
        {
            int rows = op.GradientRows, start = Part(rows, member, members), end = Part(rows, member + 1, members);
            if (end > start)
            {
                op.Gradient(frame, start, end - start, member);
            }
        }
    }

    /// <summary>A member's share of <paramref name="columns"/> columns, cut at full 64 bytes.</summary>
    public static Share Columns(int columns, int member, int members)
    {
        int group = AlignedBlock<T>.PerAlignment, groups = (columns + group - 1) / group;
        int start = Part(groups, member, members) * group, end = Math.Min(columns, Part(groups, member + 1, members) * group);
        return new Share(start, Math.Max(0, end - start), member);
    }

    /// <summary>Where the part with number <paramref name="index"/> of <paramref name="count"/> things begins.</summary>
    public static int Part(int count, int index, int parts) => (int)((long)count * index / parts);
}
