using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Layer normalization: every sample is normalized by the mean and variance of its neurons, in training and inference mode.</summary>
internal sealed class LayerNormalizationOp<T, V>(double epsilon, Parameter scale, Parameter shift, ParameterSet? sums, Operand statistics, Operand input, Operand output, int members = 1) : Op<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override string Describe(int columns) => "layer normalization over the neurons of each sample";

    public override void Forward(Frame<T> frame, in Region region)
    {
        int width = Output.Rows / members;
        for (int m = 0; m < members; m++)
        {
            LayerNormalization<T, V>.Forward(
                frame.Value(Input, region.AllRows).Member(m, members), epsilon, frame[scale].SliceColumns(m * width, width), frame[shift].SliceColumns(m * width, width),
                frame.Value(statistics, region.AllRows).Member(m, members), frame.Value(Output, region.AllRows).Member(m, members));
        }
    }

    public override void Backward(Frame<T> frame, in Region region)
    {
        int width = Output.Rows / members;
        for (int m = 0; m < members; m++)
        {
            LayerNormalization<T, V>.Backward(
                frame.Value(Input, region.AllRows).Member(m, members), frame[scale].SliceColumns(m * width, width), frame.Value(statistics, region.AllRows).Member(m, members),
                frame.Delta(Output, region.AllRows).Member(m, members), frame.Delta(Input, region.AllRows).Member(m, members));
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        int width = Output.Rows / members;
        foreach ((int m, int first, int rows) in MemberRows.Of(start, count, width))
        {
            int row = (m * width) + first;
            LayerNormalization<T, V>.Gradient(
                frame.Value(Input).SliceRows(row, rows), frame.Value(statistics).Member(m, members), frame.Delta(Output).SliceRows(row, rows),
                frame.Gradient(scale).SliceColumns(row, rows), frame.Gradient(shift).SliceColumns(row, rows));
        }
    }
}
