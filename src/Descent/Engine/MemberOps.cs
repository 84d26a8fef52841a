using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>y = x∘s + b, with a factor and a summand for every neuron of every member; an input that all members share is repeated.</summary>
internal sealed class MemberScalingOp<T, V>(Parameter? scale, Parameter? shift, ParameterSet? sums, Operand input, Operand output) : SampleOp<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Parameter? Bias => shift;

    public override string Describe(int columns)
    {
        string repeats = Input.Rows == Output.Rows ? "" : $"{Output.Rows / Input.Rows} copies";
        string scales = (scale, shift) switch { (null, null) => "", (_, null) => "scaled", (null, _) => "bias", _ => "scaled, with bias" };
        return $"{repeats}{(repeats.Length > 0 && scales.Length > 0 ? ", each " : "")}{scales}";
    }

    public override void Forward(Frame<T> frame, in Region region) =>
        MemberScaling<T, V>.Forward(frame.Value(Input, region.AllRows), Of(frame, scale), Of(frame, shift), frame.Value(Output, region.AllRows));

    public override void ForwardSamples(SampleFrame<T> frame) => MemberScaling<T, V>.ForwardSamples(
        frame.Value(Input), scale is null ? default : frame[scale], shift is null ? default : frame[shift], frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region) =>
        MemberScaling<T, V>.Backward(frame.Delta(Output, region.AllRows), Of(frame, scale), frame.Delta(Input, region.AllRows));

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        if (scale is not null)
        {
            MemberScaling<T, V>.Gradient(frame.Value(Input), frame.Delta(Output), start, frame.Gradient(scale).SliceColumns(start, count));
        }

        if (shift is not null)
        {
            Dots<T, V>.RowSums(frame.Delta(Output).SliceRows(start, count), frame.Gradient(shift).SliceColumns(start, count));
        }
    }

    private static Matrix<T> Of(Frame<T> frame, Parameter? parameter) => parameter is null ? default : frame[parameter];
}

/// <summary>Y = W·X + b for every member, one after the other: with the same W and b, or each with its own.</summary>
internal sealed class MemberProductOp<T, V>(Parameter weight, Parameter? bias, bool isShared, int members, ParameterSet? sums, int panels, Operand input, Operand output, Operand scratch, Operand start) : SampleOp<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly int width = output.Rows / members;

    public override Parameter? Weight => weight;

    public override Parameter? Bias => bias;

    public override string Describe(int columns) =>
        $"{members} × dense {Input.Rows / members} → {width}{(isShared ? ", one matrix" : "")}{(bias is null ? "" : ", bias fused")}; product {Product<T, V>.Describe(width, Input.Rows / members, columns)}";

    public override void Forward(Frame<T> frame, in Region region)
    {
        Matrix<T> x = frame.Value(Input, region.AllRows), y = frame.Value(Output, region.AllRows);
        for (int m = 0; m < members; m++)
        {
            Product<T, V>.Affine(Own(frame[weight], m), bias is null ? default : OwnBias(frame[bias], m), x.Member(m, members), y.Member(m, members), frame.Workspaces[region.Member]);
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        // Members are adjacent and not aligned, so each is computed in a buffer of its own, whose padding may be overwritten.
        Matrix<T> own = frame.Value(scratch), first = bias is null ? default : frame.Value(start);
        for (int m = 0; m < members; m++)
        {
            if (bias is not null)
            {
                OwnBias(frame[bias], m).Row(0).CopyTo(first.Row(0));
            }

            Matrix<T> x = frame.Value(Input);
            SampleProduct<T, V>.Affine(Panels(frame.Weights, m), first, x.SliceColumns(m * (Input.Rows / members), Input.Rows / members), own);
            frame.Put(own, Output, m);
        }
    }

    public override void Pack(PackedWeights<T> weights)
    {
        Matrix<T> all = weights.Parameters.View(weight.Offset, weight.Rows, weight.Columns, weight.Columns);
        for (int m = 0; m < (isShared ? 1 : members); m++)
        {
            SampleProduct<T, V>.Pack(Own(all, m), Panels(weights, m));
        }
    }

    public override void Backward(Frame<T> frame, in Region region)
    {
        for (int m = 0; m < members; m++)
        {
            Product<T, V>.Transposed(Own(frame[weight], m), frame.Delta(Output, region.AllRows).Member(m, members), frame.Delta(Input, region.AllRows).Member(m, members), frame.Workspaces[region.Member]);
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        if (isShared)
        {
            Matrix<T> gradient = frame.Gradient(weight).SliceRows(start, count);
            for (int m = 0; m < members; m++)
            {
                Product<T, V>.AddOuter(frame.Delta(Output).SliceRows((m * width) + start, count), frame.Value(Input).Member(m, members), gradient, adds: m > 0, frame.Workspaces[member]);
            }

            if (bias is not null)
            {
                MemberSums<T, V>.RowSums(frame.Delta(Output), members, start, frame.Gradient(bias).SliceColumns(start, count));
            }

            return;
        }

        foreach ((int m, int first, int rows) in MemberRows.Of(start, count, width))
        {
            int row = (m * width) + first;
            Matrix<T> delta = frame.Delta(Output).SliceRows(row, rows);
            Product<T, V>.Outer(delta, frame.Value(Input).Member(m, members), frame.Gradient(weight).SliceRows(row, rows), frame.Workspaces[member]);
            if (bias is not null)
            {
                Dots<T, V>.RowSums(delta, frame.Gradient(bias).SliceColumns(row, rows));
            }
        }
    }

    private Matrix<T> Own(Matrix<T> all, int member) => isShared ? all : all.SliceRows(member * width, width);

    private Matrix<T> OwnBias(Matrix<T> all, int member) => isShared ? all : all.SliceColumns(member * width, width);

    private Matrix<T> Panels(PackedWeights<T> weights, int member)
    {
        int length = (int)SampleProduct<T, V>.Length(width, weight.Columns);
        return weights.Panels.View(panels + (isShared ? 0 : member * length), 1, length, length);
    }
}

/// <summary>The mean over the members.</summary>
internal sealed class MemberMeanOp<T, V>(Operand input, Operand output) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override string Describe(int columns) => $"mean over {Input.Rows / Output.Rows} members";

    public override void Forward(Frame<T> frame, in Region region) => MemberSums<T, V>.Mean(frame.Value(Input, region.AllRows), frame.Value(Output, region.AllRows));

    public override void ForwardSamples(SampleFrame<T> frame) => MemberSums<T, V>.MeanSamples(frame.Value(Input), frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region) =>
        MemberSums<T, V>.MeanBackward(frame.Delta(Output, region.AllRows), frame.Delta(Input, region.AllRows));
}
