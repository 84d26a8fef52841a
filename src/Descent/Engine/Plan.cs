using System.Numerics;
using Descent.Numerics.Memory;
using Descent.Schedules;

namespace Descent.Engine;

/// <summary>What to compute, in order, and how much memory it takes: immutable, shared by all threads.</summary>
internal sealed class Plan<T>(int laneBits, IReadOnlyList<Op<T>> ops, LossOp<T>? loss, ParameterTable parameters, IReadOnlyList<int> valueRows, IReadOnlyList<int> deltaRows, Slot input, Slot output, Slot target, int layers, int statistics, IReadOnlyList<Func<Moment, double>> numbers, long panelLength)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns that pass through all layers together, so that a layer's results are still in the cache when the next one reads them.</summary>
    public const int Chunk = 256;

    private readonly Op<T>[] ops = [.. ops];

    // Numbers of the operations that must see the whole batch: they cut a training pass into phases.
    private readonly int[] cuts = [.. ops.Index().Where(o => o.Item.WholeRows > 0).Select(o => o.Index)];

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

    /// <summary>How many numbers operations keep per batch beside values and gradients.</summary>
    public int Statistics { get; } = statistics;

    /// <summary>How many numbers the weights take in <see cref="PackedWeights{T}"/>.</summary>
    public long PanelLength { get; } = panelLength;

    /// <summary>Whether predictions for a few samples have a way of their own.</summary>
    public bool TakesSamples { get; } = panelLength < Array.MaxLength / 2 && ops.All(op => op.TakesSamples);

    /// <summary>Numbers of operations that may change from step to step.</summary>
    public IReadOnlyList<Func<Moment, double>> Numbers { get; } = numbers;

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

    /// <summary>The same for a few samples, at most <see cref="SampleFrame{T}.Capacity"/>.</summary>
    public void Predict(SampleFrame<T> frame, ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        frame.Samples = inputs.Length / Input.Rows;
        Matrix<T> first = frame.Value(Input), last = frame.Value(Output);
        for (int r = 0; r < first.Rows; r++)
        {
            inputs.Slice(r * first.Columns, first.Columns).CopyTo(first.Row(r));
        }

        foreach (Op<T> op in ops)
        {
            op.ForwardSamples(frame);
        }

        for (int r = 0; r < last.Rows; r++)
        {
            last.Row(r).CopyTo(outputs.Slice(r * last.Columns, last.Columns));
        }

        GC.KeepAlive(frame);
    }

    /// <summary>
    /// How many phases a pass has. Between two of them all members must wait for each other. Where every operation treats each
    /// column on its own, and in use, there is one; every operation that must see the whole batch cuts the way forward in two
    /// and is a phase itself, and the way back likewise.
    /// </summary>
    public int Phases(bool learning, bool gradient) => learning ? (2 * cuts.Length * (gradient ? 2 : 1)) + 1 : 1;

    /// <summary>One member's share of one phase of forward, loss and, if asked, backward.</summary>
    public void Pass(Frame<T> frame, int phase, int member, int members, bool gradient)
    {
        // Forward the phases are: columns, whole rows, columns, whole rows … columns with the loss; backward the same ones mirrored.
        int turn = frame.Learning ? 2 * cuts.Length : 0, place = phase <= turn ? phase : (2 * turn) - phase, cut = place / 2;
        bool back = phase > turn;
        if (place % 2 == 1)
        {
            Op<T> op = ops[cuts[cut]];
            int start = Part(op.WholeRows, member, members), count = Part(op.WholeRows, member + 1, members) - start;
            if (count > 0 && back)
            {
                op.BackwardRows(frame, start, count);
            }
            else if (count > 0)
            {
                op.ForwardRows(frame, start, count);
            }

            return;
        }

        int from = cut == 0 ? 0 : cuts[cut - 1] + 1, to = place == turn ? ops.Length : cuts[cut];
        Share share = Columns(frame.Columns, member, members);
        bool atOnce = SumsInPass(frame.Columns, members);
        for (int done = 0; done < share.Count; done += Chunk)
        {
            Share chunk = new(share.Start + done, Math.Min(Chunk, share.Count - done), member);
            for (int i = from; i < to && !back; i++)
            {
                ops[i].Forward(frame, chunk);
            }

            if (place == turn)
            {
                Loss!.Run(frame, chunk, gradient);
            }

            for (int i = to - 1; i >= from && gradient && (back || place == turn); i--)
            {
                if (atOnce)
                {
                    ops[i].BackwardWithGradient(frame, chunk);
                }
                else
                {
                    ops[i].Backward(frame, chunk);
                }
            }
        }
    }

    /// <summary>Whether a pass backward sums up the parameters' gradients on its way, and <see cref="Gradient"/> has nothing left to do.</summary>
    public static bool SumsInPass(int columns, int members) => members == 1 && columns <= Chunk;

    /// <summary>One operation alone for the batch at hand, on its way forward.</summary>
    public static void Forward(Op<T> op, Frame<T> frame)
    {
        if (frame.Learning && op.WholeRows > 0)
        {
            op.ForwardRows(frame, 0, op.WholeRows);
        }
        else
        {
            op.Forward(frame, new Share(0, frame.Columns, 0));
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
