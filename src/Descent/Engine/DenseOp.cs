using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Y = W·X + b, the bias being where the sums start from.</summary>
internal sealed class DenseOp<T, V>(Parameter weight, Parameter? bias, ParameterSet? sums, int panels, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];

    public override Slot Output => output;

    public override Parameter? Weight => weight;

    public override Parameter? Bias => bias;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override int InputRows => input.Rows;

    public override bool TakesRows => true;

    public override bool PassesBack => input.Delta >= 0;

    public override bool TakesSamples => true;

    public override string Describe(int columns) =>
        $"dense {input.Rows} → {output.Rows}{(bias is null ? "" : ", bias fused")}; product {Product<T, V>.Describe(output.Rows, input.Rows, columns)}";

    public override void Forward(Frame<T> frame, Share share) =>
        Product<T, V>.Affine(frame[weight], bias is null ? default : frame[bias], frame.Value(input, share), frame.Value(output, share), frame.Workspaces[share.Member]);

    public override void ForwardRows(Frame<T> frame, int start, int count, int member) => Product<T, V>.Affine(
        frame[weight].SliceRows(start, count), bias is null ? default : frame[bias].SliceColumns(start, count),
        frame.Value(input), frame.Value(output).SliceRows(start, count), frame.Workspaces[member]);

    public override void ForwardSamples(SampleFrame<T> frame) =>
        SampleProduct<T, V>.Affine(Panels(frame.Weights), bias is null ? default : frame[bias], frame.Value(input), frame.Value(output));

    public override void Pack(PackedWeights<T> weights) =>
        SampleProduct<T, V>.Pack(weights.Parameters.View(weight.Offset, weight.Rows, weight.Columns, weight.Columns), Panels(weights));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            Product<T, V>.Transposed(frame[weight], frame.Delta(output, share), frame.Delta(input, share), frame.Workspaces[share.Member]);
        }
    }

    public override void BackwardRows(Frame<T> frame, int start, int count, int member)
    {
        if (PassesBack)
        {
            Product<T, V>.Transposed(frame[weight].SliceColumns(start, count), frame.Delta(output), frame.Delta(input).SliceRows(start, count), frame.Workspaces[member]);
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        Matrix<T> delta = frame.Delta(output).SliceRows(start, count);
        Product<T, V>.Outer(delta, frame.Value(input), frame.Gradient(weight).SliceRows(start, count), frame.Workspaces[member]);
        if (bias is not null)
        {
            Dots<T, V>.RowSums(delta, frame.Gradient(bias).SliceColumns(start, count));
        }
    }

    public override void BackwardWithGradient(Frame<T> frame, Share all)
    {
        if (sums.Length > 0)
        {
            Gradient(frame, sums[0], 0, output.Rows, all.Member);
        }

        Backward(frame, all);
    }

    private Matrix<T> Panels(PackedWeights<T> weights)
    {
        int length = (int)SampleProduct<T, V>.Length(weight.Rows, weight.Columns);
        return weights.Panels.View(panels, 1, length, length);
    }
}
