using System.Numerics;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Engine;

/// <summary>Layer normalization: every sample by the mean and variance of its neurons, in training and in use alike.</summary>
internal sealed class LayerNormalizationOp<T, V>(double epsilon, Parameter scale, Parameter shift, ParameterSet? sums, Slot statistics, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];

    public override Slot Output => output;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override string Describe(int columns) => "layer normalization over the neurons of each sample";

    public override void Forward(Frame<T> frame, Share share) => LayerNormalization<T, V>.Forward(
        frame.Value(input, share), epsilon, frame[scale], frame[shift], frame.Value(statistics, share), frame.Value(output, share));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (input.Delta >= 0)
        {
            LayerNormalization<T, V>.Backward(frame.Value(input, share), frame[scale], frame.Value(statistics, share), frame.Delta(output, share), frame.Delta(input, share));
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member) => LayerNormalization<T, V>.Gradient(
        frame.Value(input).SliceRows(start, count), frame.Value(statistics), frame.Delta(output).SliceRows(start, count),
        frame.Gradient(scale).SliceColumns(start, count), frame.Gradient(shift).SliceColumns(start, count));
}
