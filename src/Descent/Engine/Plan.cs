using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>All operations in order, and the layout of their memory: immutable, shared by all threads.</summary>
internal sealed class Plan<T>(int laneBits, IReadOnlyList<Op<T>> ops, LossOp<T>? loss, ParameterTable parameters, IReadOnlyList<BufferRows> values, IReadOnlyList<BufferRows> deltas, Operand input, Operand output, Operand target, int statistics, IReadOnlyList<Func<TrainingPosition, double>> numbers, long panelLength)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of columns that pass through all layers together, so that the results of a layer are still in the cache when the next layer reads them.</summary>
    public const int Chunk = 256;

    private readonly Op<T>[] ops = [.. ops];

    /// <summary>The maximum number of columns of a batch for which threads divide large matrices: with more, the values between layers are larger than the matrices.</summary>
    private const int FewColumns = 2 * Chunk;

    /// <summary>The number of bytes of a matrix that pass through the operations of a phase together, if threads divide rows.</summary>
    private const int Band = 16384;

    // The phases of a training pass for one thread, and for several.
    private readonly Phase[] phases = Phase.Cut(ops, sharesMatrices: false), sharedPhases = Phase.Cut(ops, sharesMatrices: true);
    private readonly Phase use = new(0, ops.Count, HasLoss: loss is not null, 0, ops.Count, ByRows: false);

    public int LaneBits { get; } = laneBits;

    public IReadOnlyList<Op<T>> Ops => ops;

    public LossOp<T>? Loss { get; } = loss;

    public ParameterTable Parameters { get; } = parameters;

    public IReadOnlyList<BufferRows> Values { get; } = values;

    public IReadOnlyList<BufferRows> Deltas { get; } = deltas;

    public Operand Input { get; } = input;

    public Operand Output { get; } = output;

    public Operand Target { get; } = target;

    /// <summary>The range of the outputs.</summary>
    public OutputRange OutputRange { get; init; }

    /// <summary>For every layer, where its result is, and after how many operations; the next operation may overwrite it.</summary>
    public required IReadOnlyList<(int Layer, Operand Place, int After)> Results { get; init; }

    /// <summary>How many numbers operations keep per batch in addition to values and gradients.</summary>
    public int Statistics { get; } = statistics;

    /// <summary>The plan for a few samples, if all operations support it; none if results are adjacent, because their padding would overwrite each other.</summary>
    public SamplePlan<T>? ForSamples { get; } = panelLength < Array.MaxLength / 2 && ops.All(op => op is SampleOp<T>) && values.All(buffer => buffer.Of < 0)
        ? new([.. ops.Cast<SampleOp<T>>()], values, input, output, panelLength) : null;

    /// <summary>Numbers of operations that may change from step to step.</summary>
    public IReadOnlyList<Func<TrainingPosition, double>> Numbers { get; } = numbers;

    /// <summary>Computes the outputs of samples, one after the other, with the parameters of the frame.</summary>
    public void Predict(Frame<T> frame, ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        int rows = inputs.Length / Input.Rows;
        for (int done = 0; done < rows; done += frame.Columns)
        {
            frame.Columns = Math.Min(frame.Capacity, rows - done);
            Transposition<T>.Gather(inputs.Slice(done * Input.Rows, frame.Columns * Input.Rows), frame.Value(Input));
            foreach (Op<T> op in ops)
            {
                op.Forward(frame, frame.All);
            }

            Transposition<T>.Scatter(frame.Value(Output), outputs.Slice(done * Output.Rows, frame.Columns * Output.Rows));
        }

        GC.KeepAlive(frame);
    }

    /// <summary>
    /// The number of phases of a pass; between two of them all threads wait for each other. A prediction has one. In training, an
    /// operation that needs the whole batch divides the forward and the backward pass, and so does a large matrix that threads divide.
    /// </summary>
    public int Phases(bool learning, bool gradient, int columns, int members)
    {
        Phase[] all = Cut(columns, members);
        return !learning ? 1 : gradient ? all.Length : Array.FindIndex(all, p => p.HasLoss) + 1;
    }

    /// <summary>The share of one thread of one phase: forward pass, loss and, with a gradient, backward pass.</summary>
    public void Pass(Frame<T> frame, int phase, int member, int members, bool gradient)
    {
        Phase now = frame.Learning ? Cut(frame.Columns, members)[phase] : use;
        if (now.ByRows)
        {
            PassRows(frame, now, member, members);
        }
        else
        {
            PassColumns(frame, now, member, members, gradient);
        }
    }

    private Phase[] Cut(int columns, int members) => members > 1 && columns <= FewColumns ? sharedPhases : phases;

    private void PassColumns(Frame<T> frame, in Phase phase, int member, int members, bool gradient)
    {
        ThreadRange share = Columns(frame.Columns, member, members);
        bool atOnce = SumsInPass(frame.Columns, members);
        for (int done = 0; done < share.Count; done += Chunk)
        {
            Region region = new(0, 0, share.Start + done, Math.Min(Chunk, share.Count - done), member);
            for (int i = phase.From; i < phase.To; i++)
            {
                region.Rows = ops[i].Output.Rows;
                ops[i].Forward(frame, region);
            }

            if (phase.HasLoss)
            {
                Loss!.Run(frame, region.AllRows, gradient);
            }

            for (int i = phase.BackTo - 1; i >= phase.BackFrom && gradient; i--)
            {
                region.Rows = ops[i].Input.Rows;
                if (atOnce)
                {
                    ops[i].BackwardWithGradient(frame, region);
                }
                else if (ops[i].PassesBack)
                {
                    ops[i].Backward(frame, region);
                }
            }
        }
    }

    private void PassRows(Frame<T> frame, in Phase phase, int member, int members)
    {
        int from = phase.From, to = phase.BackTo, band = Math.Max(1, Band / Unsafe.SizeOf<T>() / frame.Columns);
        if (from < phase.To && ops[from].Weight is not null)
        {
            ops[from].Forward(frame, Rows(ops[from].Output));
            from++;
        }

        if (from < phase.To)
        {
            Region rows = Rows(ops[from].Output);
            for (int done = 0; done < rows.Rows; done += band)
            {
                Region part = BandOf(rows, done);
                for (int i = from; i < phase.To; i++)
                {
                    ops[i].Forward(frame, part);
                }
            }
        }

        if (to > phase.BackFrom && ops[to - 1].Weight is not null)
        {
            to--;
            ops[to].Backward(frame, Rows(ops[to].Input));
        }

        if (to > phase.BackFrom)
        {
            Region rows = Rows(ops[to - 1].Input);
            for (int done = 0; done < rows.Rows; done += band)
            {
                Region part = BandOf(rows, done);
                for (int i = to - 1; i >= phase.BackFrom; i--)
                {
                    if (ops[i].PassesBack)
                    {
                        ops[i].Backward(frame, part);
                    }
                }
            }
        }

        if (SumsInPass(frame.Columns, members))
        {
            for (int i = phase.BackFrom; i < phase.BackTo; i++)
            {
                ops[i].Gradients(frame, member);
            }
        }

        Region Rows(Operand slot)
        {
            int start = Part(slot.Rows, member, members);
            return new(start, Part(slot.Rows, member + 1, members) - start, 0, frame.Columns, member);
        }

        Region BandOf(Region rows, int done) => rows with { FirstRow = rows.FirstRow + done, Rows = Math.Min(band, rows.Rows - done) };
    }

    /// <summary>Whether the backward pass also sums the gradients of parameters, so that <see cref="Gradient"/> has nothing to do.</summary>
    public static bool SumsInPass(int columns, int members) => members == 1 && columns <= Chunk;

    /// <summary>The share of one thread of the parameter gradients: its <see cref="Units"/> of every set of parameters.</summary>
    public void Gradient(Frame<T> frame, int member, int members)
    {
        foreach (Op<T> op in ops)
        {
            foreach (ParameterSet set in op.Sums)
            {
                ThreadRange rows = Columns(set.Units, member, members);
                if (rows.Count > 0)
                {
                    op.Gradient(frame, set, rows.Start, rows.Count, member);
                }
            }
        }
    }

    /// <summary>The rows of a parameter whose gradients a thread sums, and which it then updates.</summary>
    public static ThreadRange Units(Parameter parameter, int member, int members) => Columns(parameter.Units, member, members);

    /// <summary>The share of a thread of <paramref name="columns"/> columns, or of rows of parameters, in multiples of 64 bytes.</summary>
    public static ThreadRange Columns(int columns, int member, int members)
    {
        if (members == 1)
        {
            return new ThreadRange(0, columns, member);
        }

        int group = AlignedBlock<T>.PerAlignment, groups = (columns + group - 1) / group;
        int start = Part(groups, member, members) * group, end = Math.Min(columns, Part(groups, member + 1, members) * group);
        return new ThreadRange(start, Math.Max(0, end - start), member);
    }

    /// <summary>Where the part with number <paramref name="index"/> of <paramref name="count"/> things begins.</summary>
    public static int Part(int count, int index, int parts) => (int)((long)count * index / parts);
}
