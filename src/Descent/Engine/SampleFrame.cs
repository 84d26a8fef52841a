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
    /// <summary>The most samples at a time; beyond it, feature-major batches are as fast.</summary>
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

    /// <summary>Samples at hand.</summary>
    public int Samples { get; set; }

    /// <summary>The weights to use.</summary>
    public required PackedWeights<T> Weights { get; set; }

    /// <summary>A slot's values for the samples at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matrix<T> Value(Operand slot) => memory.View(offsets[slot.Value], Samples, slot.Rows, strides[slot.Value]);

    /// <summary>Copies one member's numbers out of a slot.</summary>
    public void Take(Operand slot, int member, Matrix<T> to)
    {
        Matrix<T> all = Value(slot);
        for (int n = 0; n < Samples; n++)
        {
            all.Row(n).Slice(member * to.Columns, to.Columns).CopyTo(to.Row(n));
        }
    }

    /// <summary>Copies one member's numbers into a slot.</summary>
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

/// <summary>Parameters, and beside them their matrices in the order in which predictions for a few samples read them.</summary>
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
