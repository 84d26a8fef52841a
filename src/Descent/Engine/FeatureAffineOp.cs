using System.Numerics;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Engine;

/// <summary>A small affine map of its own for every feature: products of a dense layer, feature by feature. A feature's results may end with its raw number.</summary>
internal sealed class FeatureAffineOp<T, V>(int features, Parameter weight, Parameter? bias, ParameterSet? sums, int panels, Slot input, Slot? raw, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];
    private readonly int units = weight.Rows / features, inputs = weight.Columns, stride = output.Rows / features;

    public override Slot Output => output;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override int InputRows => input.Rows;

    public override bool PassesBack => input.Delta >= 0 || raw is { Delta: >= 0 };

    public override bool TakesSamples => true;

    public override string Describe(int columns) => $"{features} × ({inputs} → {units}){(bias is null ? "" : ", bias fused")}{(raw is null ? "" : ", the number itself behind")}";

    public override void Forward(Frame<T> frame, Share share)
    {
        Matrix<T> x = frame.Value(input, share), y = frame.Value(output, share);
        for (int feature = 0; feature < features; feature++)
        {
            Product<T, V>.Affine(
                frame[weight].SliceRows(feature * units, units), bias is null ? default : frame[bias].SliceColumns(feature * units, units),
                x.SliceRows(feature * inputs, inputs), y.SliceRows(feature * stride, units), frame.Workspaces[share.Member]);
            if (raw is { } own)
            {
                Chance<T, V>.Copy(frame.Value(own, share).SliceRows(feature, 1), y.SliceRows((feature * stride) + units, 1));
            }
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        Matrix<T> y = frame.Value(output);
        FeatureProduct<T, V>.Affine(Panels(frame.Weights), bias is null ? default : frame[bias], features, units, inputs, frame.Value(input), y, stride);
        if (raw is { } own)
        {
            Matrix<T> numbers = frame.Value(own);
            for (int sample = 0; sample < y.Rows; sample++)
            {
                for (int feature = 0; feature < features; feature++)
                {
                    y.Row(sample)[(feature * stride) + units] = numbers.Row(sample)[feature];
                }
            }
        }
    }

    public override void Pack(PackedWeights<T> weights) =>
        FeatureProduct<T, V>.Pack(weights.Parameters.View(weight.Offset, weight.Rows, weight.Columns, weight.Columns), features, Panels(weights));

    public override void Backward(Frame<T> frame, Share share)
    {
        if (!PassesBack)
        {
            return;
        }

        Matrix<T> dy = frame.Delta(output, share);
        if (raw is { Delta: >= 0 } own)
        {
            Matrix<T> numbers = frame.Delta(own, share);
            for (int feature = 0; feature < features; feature++)
            {
                Chance<T, V>.Copy(dy.SliceRows((feature * stride) + units, 1), numbers.SliceRows(feature, 1));
            }

            LookUpOp<T, V>.Clear(numbers, features);
        }

        if (input.Delta >= 0)
        {
            Matrix<T> dx = frame.Delta(input, share);
            for (int feature = 0; feature < features; feature++)
            {
                Product<T, V>.Transposed(
                    frame[weight].SliceRows(feature * units, units), dy.SliceRows(feature * stride, units), dx.SliceRows(feature * inputs, inputs), frame.Workspaces[share.Member]);
            }

            LookUpOp<T, V>.Clear(dx, features * inputs);
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        for (int done = start; done < start + count;)
        {
            int feature = done / units, rows = Math.Min(((feature + 1) * units) - done, start + count - done);
            Matrix<T> dy = frame.Delta(output).SliceRows((feature * stride) + (done % units), rows);
            Product<T, V>.Outer(dy, frame.Value(input).SliceRows(feature * inputs, inputs), frame.Gradient(weight).SliceRows(done, rows), frame.Workspaces[member]);
            if (bias is not null)
            {
                Dots<T, V>.RowSums(dy, frame.Gradient(bias).SliceColumns(done, rows));
            }

            done += rows;
        }
    }

    private Matrix<T> Panels(PackedWeights<T> weights)
    {
        int length = (int)FeatureProduct<T, V>.Length(features, units, inputs);
        return weights.Panels.View(panels, 1, length, length);
    }
}
