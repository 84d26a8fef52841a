using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The mutable memory of a prediction for a few samples: one row per sample, neurons contiguous. A single sample in a
/// feature-major <see cref="Frame{T}"/> would use one lane of each register.
/// </summary>
internal sealed class SampleFrame<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The maximum number of samples; for more, feature-major batches are as fast.</summary>
    public const int Capacity = 24;

    private readonly AlignedBlock<T> memory;
    private readonly int[] offsets, strides;

    public SampleFrame(SamplePlan<T> plan)
    {
        offsets = new int[plan.Values.Count];
        strides = [.. plan.Values.Select(buffer => (int)AlignedBlock<T>.Pad(buffer.Rows))];
        long length = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = checked((int)length);
            length += (long)strides[i] * Capacity;
        }

        memory = new AlignedBlock<T>(length);
    }

    /// <summary>The number of samples.</summary>
    public int Samples { get; set; }

    /// <summary>The weights.</summary>
    public required PackedWeights<T> Weights { get; set; }

    /// <summary>The values of an operand for the current samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Value(Operand slot) => memory.View(offsets[slot.Value], Samples, slot.Rows, strides[slot.Value]);

    /// <summary>Copies one member's numbers from an operand.</summary>
    public void Take(Operand slot, int member, Matrix<T> to)
    {
        Matrix<T> all = Value(slot);
        for (int n = 0; n < Samples; n++)
        {
            all.Row(n).Slice(member * to.Columns, to.Columns).CopyTo(to.Row(n));
        }
    }

    /// <summary>Copies one member's numbers to an operand.</summary>
    public void Put(Matrix<T> from, Operand slot, int member)
    {
        Matrix<T> all = Value(slot);
        for (int n = 0; n < Samples; n++)
        {
            from.Row(n).CopyTo(all.Row(n)[(member * from.Columns)..]);
        }
    }

    /// <summary>A parameter with one number per neuron.</summary>
    public Matrix<T> this[Parameter parameter]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Weights.Parameters.View(parameter.Offset, 1, parameter.Count, parameter.Count);
    }

    /// <summary>A parameter with its rows.</summary>
    public Matrix<T> Rows(Parameter parameter) => Weights.Parameters.View(parameter.Offset, parameter.Rows, parameter.Columns, parameter.Columns);
}

/// <summary>Parameters, and a copy of their matrices in the order in which predictions for a few samples read them.</summary>
internal sealed class PackedWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public PackedWeights(SamplePlan<T> plan, AlignedBlock<T> parameters)
    {
        Parameters = parameters;
        Panels = new AlignedBlock<T>(plan.PanelLength);
        foreach (SampleOp<T> op in plan.Ops)
        {
            op.Pack(this);
        }
    }

    public AlignedBlock<T> Parameters { get; }

    public AlignedBlock<T> Panels { get; }
}
