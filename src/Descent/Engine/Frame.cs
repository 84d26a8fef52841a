using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// All mutable memory of a run: activations, gradients of activations, targets, weights, losses, packing buffers; and
/// references to the current parameters. Created once for a number of columns, then used for any batch up to that size.
/// </summary>
internal sealed class Frame<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBlock<T> memory;
    private readonly int[] valueOffsets, deltaOffsets;
    private readonly int stride, lossOffset, weightOffset, statisticsOffset;

    public Frame(Plan<T> plan, int columns, bool training, int members)
    {
        Capacity = columns;
        stride = checked((int)StrideFor(columns));
        long offset = 0;
        valueOffsets = Lay(plan.Values);
        deltaOffsets = training ? Lay(plan.Deltas) : [];
        lossOffset = Lay([new BufferRows(1)])[0];
        weightOffset = Lay([new BufferRows(1)])[0];
        statisticsOffset = (int)Math.Min(offset, int.MaxValue);
        offset += training ? plan.Statistics : 0;
        memory = new AlignedBlock<T>(offset);
        Numbers = new double[plan.Numbers.Count];
        if (training)
        {
            Begin(plan, new TrainingPosition(0, 1));
        }

        Workspaces = new Workspace<T>[members];
        for (int i = 0; i < members; i++)
        {
            Workspaces[i] = new Workspace<T>();
        }

        int[] Lay(IReadOnlyList<BufferRows> buffers)
        {
            int[] offsets = new int[buffers.Count];
            for (int i = 0; i < offsets.Length; i++)
            {
                BufferRows buffer = buffers[i];
                offsets[i] = (int)Math.Min(buffer.Of < 0 ? offset : offsets[buffer.Of] + ((long)buffer.FirstRow * stride), int.MaxValue);
                offset += (long)buffer.Own * stride;
            }

            return offsets;
        }
    }

    /// <summary>The maximum number of columns of a batch.</summary>
    public int Capacity { get; }

    /// <summary>The number of columns of the current batch.</summary>
    public int Columns { get; set; }

    /// <summary>All columns of the current batch, for a single thread.</summary>
    public ThreadRange All => new(0, Columns, 0);

    /// <summary>
    /// Whether layers are in training mode: normalization by the statistics of the batch, masks and noise. Otherwise they are in
    /// inference mode: running statistics, nothing random.
    /// </summary>
    public bool Learning { get; set; }

    /// <summary>The number of the current update: masks and noise are a function of it.</summary>
    public long Step { get; set; }

    /// <summary>The plan's <see cref="Plan{T}.Numbers"/> for the current update.</summary>
    public double[] Numbers { get; }

    /// <summary>The seed of masks and noise.</summary>
    public ulong Seed { get; init; }

    /// <summary>The parameters. Running statistics are also written while <see cref="Learning"/>.</summary>
    public required AlignedBlock<T> Parameters { get; set; }

    /// <summary>The gradients to write, in the same layout.</summary>
    public AlignedBlock<T>? Gradients { get; init; }

    /// <summary>One set of packing buffers per thread.</summary>
    public Workspace<T>[] Workspaces { get; }

    /// <summary>One row: the loss of every sample, weight and scale included.</summary>
    public Matrix<T> Losses => memory.View(lossOffset, 1, Columns, stride);

    /// <summary>One row: weight × scale of every sample, zero in the padding.</summary>
    public Matrix<T> Weights => memory.View(weightOffset, 1, Columns, stride);

    /// <summary>Bytes of activations, gradients and rows.</summary>
    public long Bytes => (long)memory.Length * AlignedBlock<T>.Alignment / AlignedBlock<T>.PerAlignment;

    /// <summary>Computes <see cref="Bytes"/> of a frame without creating it.</summary>
    public static long BytesFor(Plan<T> plan, int columns, bool training = true)
    {
        // Two more rows: losses and weights.
        long rows = plan.Values.Sum(buffer => (long)buffer.Own) + (training ? plan.Deltas.Sum(buffer => (long)buffer.Own) : 0) + 2;
        return ((rows * StrideFor(columns)) + (training ? plan.Statistics : 0)) * Unsafe.SizeOf<T>();
    }

    /// <summary>The values of an operand for the current batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Value(Operand slot) => memory.View(valueOffsets[slot.Value], slot.Rows, Columns, stride);

    /// <summary>Some columns of the values of an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Value(Operand slot, ThreadRange share) => memory.View(valueOffsets[slot.Value] + share.Start, slot.Rows, share.Count, stride);

    /// <summary>A region of the values of an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Value(Operand slot, in Region region) => View(valueOffsets[slot.Value], region);

    /// <summary>The gradient of an operand for the current batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Delta(Operand slot) => memory.View(deltaOffsets[slot.Delta], slot.Rows, Columns, stride);

    /// <summary>Some columns of the gradient of an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Delta(Operand slot, ThreadRange share) => memory.View(deltaOffsets[slot.Delta] + share.Start, slot.Rows, share.Count, stride);

    /// <summary>A region of the gradient of an operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Delta(Operand slot, in Region region) => View(deltaOffsets[slot.Delta], region);

    /// <summary>One row of numbers that an operation keeps from its forward pass to its backward pass.</summary>
    public Matrix<T> Statistics(int offset, int count) => memory.View(statisticsOffset + offset, 1, count, count);

    /// <summary>Several such rows.</summary>
    public Matrix<T> Statistics(int offset, int rows, int columns) => memory.View(statisticsOffset + offset, rows, columns, columns);

    /// <summary>A parameter's values.</summary>
    public Matrix<T> this[Parameter parameter]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Parameters.View(parameter.Offset, parameter.Rows, parameter.Columns, parameter.Columns);
    }

    /// <summary>The numbers of a region's rows, of a parameter with one number per neuron.</summary>
    public Matrix<T> this[Parameter parameter, in Region region]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => this[parameter].SliceColumns(region.FirstRow, region.Rows);
    }

    /// <summary>A parameter's gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Gradient(Parameter parameter) => Gradients!.View(parameter.Offset, parameter.Rows, parameter.Columns, parameter.Columns);

    /// <summary>Its gradient, for the same rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Gradient(Parameter parameter, in Region region) => Gradient(parameter).SliceColumns(region.FirstRow, region.Rows);

    /// <summary>Computes the numbers that may change from step to step.</summary>
    public void Begin(Plan<T> plan, in TrainingPosition position)
    {
        Step = position.Step;
        for (int i = 0; i < Numbers.Length; i++)
        {
            Numbers[i] = plan.Numbers[i](position);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Matrix<T> View(int offset, in Region region) =>
        memory.View(offset + (region.FirstRow * stride) + region.FirstColumn, region.Rows, region.Columns, stride);

    /// <summary>The length of a row: padded to 64 bytes, and not a multiple of 4 KiB, because rows would then compete for the same cache sets.</summary>
    private static long StrideFor(int columns)
    {
        long padded = AlignedBlock<T>.Pad(columns);
        int perPage = 4096 / AlignedBlock<T>.Alignment * AlignedBlock<T>.PerAlignment;
        return padded % perPage == 0 ? padded + AlignedBlock<T>.PerAlignment : padded;
    }
}
