using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Layer normalization: every sample by the mean and variance of its neurons, in training and in use alike.</summary>
internal sealed class LayerNormalizationOp<T, V>(double epsilon, Parameter scale, Parameter shift, ParameterSet? sums, Slot statistics, Slot input, Slot output, int members = 1) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];

    public override Slot Output => output;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override string Describe(int columns) => "layer normalization over the neurons of each sample";

    public override void Forward(Frame<T> frame, Share share)
    {
        int width = output.Rows / members;
        for (int m = 0; m < members; m++)
        {
            LayerNormalization<T, V>.Forward(
                frame.Value(input, share).Member(m, members), epsilon, frame[scale].SliceColumns(m * width, width), frame[shift].SliceColumns(m * width, width),
                frame.Value(statistics, share).Member(m, members), frame.Value(output, share).Member(m, members));
        }
    }

    public override void Backward(Frame<T> frame, Share share)
    {
        int width = output.Rows / members;
        for (int m = 0; m < members && input.Delta >= 0; m++)
        {
            LayerNormalization<T, V>.Backward(
                frame.Value(input, share).Member(m, members), frame[scale].SliceColumns(m * width, width), frame.Value(statistics, share).Member(m, members),
                frame.Delta(output, share).Member(m, members), frame.Delta(input, share).Member(m, members));
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        int width = output.Rows / members;
        foreach ((int m, int first, int rows) in MemberRows.Of(start, count, width))
        {
            int row = (m * width) + first;
            LayerNormalization<T, V>.Gradient(
                frame.Value(input).SliceRows(row, rows), frame.Value(statistics).Member(m, members), frame.Delta(output).SliceRows(row, rows),
                frame.Gradient(scale).SliceColumns(row, rows), frame.Gradient(shift).SliceColumns(row, rows));
        }
    }
}
