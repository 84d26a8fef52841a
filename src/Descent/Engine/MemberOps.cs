using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>y = x∘s + b with numbers of every neuron of every member; what all members read is repeated.</summary>
internal sealed class MemberScalingOp<T, V>(Parameter? scale, Parameter? shift, ParameterSet? sums, Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];

    public override Slot Output => output;

    public override Parameter? Bias => shift;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override int InputRows => input.Rows;

    public override bool PassesBack => input.Delta >= 0;

    public override bool TakesSamples => true;

    public override string Describe(int columns)
    {
        string repeats = input.Rows == output.Rows ? "" : $"{output.Rows / input.Rows} copies";
        string scales = (scale, shift) switch { (null, null) => "", (_, null) => "scaled", (null, _) => "bias", _ => "scaled, with bias" };
        return $"{repeats}{(repeats.Length > 0 && scales.Length > 0 ? ", each " : "")}{scales}";
    }

    public override void Forward(Frame<T> frame, Share share) =>
        MemberScaling<T, V>.Forward(frame.Value(input, share), Of(frame, scale), Of(frame, shift), frame.Value(output, share));

    public override void ForwardSamples(SampleFrame<T> frame) => MemberScaling<T, V>.ForwardSamples(
        frame.Value(input), scale is null ? default : frame[scale], shift is null ? default : frame[shift], frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            MemberScaling<T, V>.Backward(frame.Delta(output, share), Of(frame, scale), frame.Delta(input, share));
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        if (scale is not null)
        {
            MemberScaling<T, V>.Gradient(frame.Value(input), frame.Delta(output), start, frame.Gradient(scale).SliceColumns(start, count));
        }

        if (shift is not null)
        {
            Dots<T, V>.RowSums(frame.Delta(output).SliceRows(start, count), frame.Gradient(shift).SliceColumns(start, count));
        }
    }

    private static Matrix<T> Of(Frame<T> frame, Parameter? parameter) => parameter is null ? default : frame[parameter];
}

/// <summary>Y = W·X + b for every member, one after the other: with the same W and b, or each with its own.</summary>
internal sealed class MemberProductOp<T, V>(Parameter weight, Parameter? bias, bool isShared, int members, ParameterSet? sums, int panels, Slot input, Slot output, Slot room, Slot start) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];
    private readonly int width = output.Rows / members;

    public override Slot Output => output;

    public override Parameter? Weight => weight;

    public override Parameter? Bias => bias;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override int InputRows => input.Rows;

    public override bool PassesBack => input.Delta >= 0;

    public override bool TakesSamples => true;

    public override string Describe(int columns) =>
        $"{members} × dense {input.Rows / members} → {width}{(isShared ? ", one matrix" : "")}{(bias is null ? "" : ", bias fused")}; product {Product<T, V>.Describe(width, input.Rows / members, columns)}";

    public override void Forward(Frame<T> frame, Share share)
    {
        Matrix<T> x = frame.Value(input, share), y = frame.Value(output, share);
        for (int m = 0; m < members; m++)
        {
            Product<T, V>.Affine(Own(frame[weight], m), bias is null ? default : OwnBias(frame[bias], m), x.Member(m, members), y.Member(m, members), frame.Workspaces[share.Member]);
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        // Members stand side by side and begin anywhere, so each is computed in a room of its own, whose end may be written over.
        Matrix<T> own = frame.Value(room), first = bias is null ? default : frame.Value(start);
        for (int m = 0; m < members; m++)
        {
            if (bias is not null)
            {
                OwnBias(frame[bias], m).Row(0).CopyTo(first.Row(0));
            }

            Matrix<T> x = frame.Value(input);
            SampleProduct<T, V>.Affine(Panels(frame.Weights, m), first, x.SliceColumns(m * (input.Rows / members), input.Rows / members), own);
            frame.Put(own, output, m);
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

    public override void Backward(Frame<T> frame, Share share)
    {
        for (int m = 0; m < members && PassesBack; m++)
        {
            Product<T, V>.Transposed(Own(frame[weight], m), frame.Delta(output, share).Member(m, members), frame.Delta(input, share).Member(m, members), frame.Workspaces[share.Member]);
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        if (isShared)
        {
            Matrix<T> gradient = frame.Gradient(weight).SliceRows(start, count);
            for (int m = 0; m < members; m++)
            {
                Product<T, V>.AddOuter(frame.Delta(output).SliceRows((m * width) + start, count), frame.Value(input).Member(m, members), gradient, adds: m > 0, frame.Workspaces[member]);
            }

            if (bias is not null)
            {
                MemberSums<T, V>.RowSums(frame.Delta(output), members, start, frame.Gradient(bias).SliceColumns(start, count));
            }

            return;
        }

        foreach ((int m, int first, int rows) in MemberRows.Of(start, count, width))
        {
            int row = (m * width) + first;
            Matrix<T> delta = frame.Delta(output).SliceRows(row, rows);
            Product<T, V>.Outer(delta, frame.Value(input).Member(m, members), frame.Gradient(weight).SliceRows(row, rows), frame.Workspaces[member]);
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
internal sealed class MemberMeanOp<T, V>(Slot input, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override Slot Output => output;

    public override int InputRows => input.Rows;

    public override bool PassesBack => input.Delta >= 0;

    public override bool TakesSamples => true;

    public override string Describe(int columns) => $"mean over {input.Rows / output.Rows} members";

    public override void Forward(Frame<T> frame, Share share) => MemberSums<T, V>.Mean(frame.Value(input, share), frame.Value(output, share));

    public override void ForwardSamples(SampleFrame<T> frame) => MemberSums<T, V>.MeanSamples(frame.Value(input), frame.Value(output));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            MemberSums<T, V>.MeanBackward(frame.Delta(output, share), frame.Delta(input, share));
        }
    }
}
