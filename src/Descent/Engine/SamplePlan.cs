using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>The operations for a few samples at a time, each a row: those of a <see cref="Plan{T}"/>, with the same bits.</summary>
/// <param name="ops">The operations, in order.</param>
/// <param name="values">The buffers between them.</param>
/// <param name="input">The inputs.</param>
/// <param name="output">The outputs.</param>
/// <param name="panelLength">How many numbers the weights take in <see cref="PackedWeights{T}"/>.</param>
internal sealed class SamplePlan<T>(SampleOp<T>[] ops, IReadOnlyList<BufferRows> values, Operand input, Operand output, long panelLength)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public IReadOnlyList<SampleOp<T>> Ops => ops;

    public IReadOnlyList<BufferRows> Values => values;

    /// <summary>How many numbers the weights take in <see cref="PackedWeights{T}"/>.</summary>
    public long PanelLength => panelLength;

    /// <summary>Computes the outputs of samples, one after the other, at most <see cref="SampleFrame{T}.Capacity"/>.</summary>
    public void Predict(SampleFrame<T> frame, ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        frame.Samples = inputs.Length / input.Rows;
        Matrix<T> first = frame.Value(input), last = frame.Value(output);
        for (int r = 0; r < first.Rows; r++)
        {
            inputs.Slice(r * first.Columns, first.Columns).CopyTo(first.Row(r));
        }

        foreach (SampleOp<T> op in ops)
        {
            op.ForwardSamples(frame);
        }

        for (int r = 0; r < last.Rows; r++)
        {
            last.Row(r).CopyTo(outputs.Slice(r * last.Columns, last.Columns));
        }

        GC.KeepAlive(frame);
    }
}
