using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Y = W·X + b; the sums start from the bias.</summary>
internal sealed class DenseOp<T, V>(Parameter weight, Parameter? bias, ParameterSet? sums, int panels, Operand input, Operand output) : SampleOp<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Parameter? Weight => weight;

    public override Parameter? Bias => bias;

    public override Sharing Sharing => Sharing.Either;

    public override string Describe(int columns) =>
        $"dense {Input.Rows} → {Output.Rows}{(bias is null ? "" : ", bias fused")}; product {Product<T, V>.Describe(Output.Rows, Input.Rows, columns)}";

    public override void Forward(Frame<T> frame, in Region region) => Product<T, V>.Affine(
        frame[weight].SliceRows(region.FirstRow, region.Rows), bias is null ? default : frame[bias, region],
        frame.Value(Input, region.AllRows), frame.Value(Output, region), frame.Workspaces[region.Member]);

    public override void ForwardSamples(SampleFrame<T> frame) =>
        SampleProduct<T, V>.Affine(Panels(frame.Weights), bias is null ? default : frame[bias], frame.Value(Input), frame.Value(Output));

    public override void Pack(PackedWeights<T> weights) =>
        SampleProduct<T, V>.Pack(weights.Parameters.View(weight.Offset, weight.Rows, weight.Columns, weight.Columns), Panels(weights));

    public override void Backward(Frame<T> frame, in Region region) => Product<T, V>.Transposed(
        frame[weight].SliceColumns(region.FirstRow, region.Rows), frame.Delta(Output, region.AllRows), frame.Delta(Input, region), frame.Workspaces[region.Member]);

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        Matrix<T> delta = frame.Delta(Output).SliceRows(start, count);
        Product<T, V>.Outer(delta, frame.Value(Input), frame.Gradient(weight).SliceRows(start, count), frame.Workspaces[member]);
        if (bias is not null)
        {
            Dots<T, V>.RowSums(delta, frame.Gradient(bias).SliceColumns(start, count));
        }
    }

    public override void BackwardWithGradient(Frame<T> frame, in Region all)
    {
        if (Sums.Length > 0)
        {
            Gradient(frame, Sums[0], 0, Output.Rows, all.Member);
        }

        if (PassesBack)
        {
            Backward(frame, all);
        }
    }

    private Matrix<T> Panels(PackedWeights<T> weights)
    {
        int length = (int)SampleProduct<T, V>.Length(weight.Rows, weight.Columns);
        return weights.Panels.View(panels, 1, length, length);
    }
}
