using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Piecewise-linear embedding: the place of each number among the bins is found once, kept for the way back, and the encoding itself never written.</summary>
internal sealed class PiecewiseAffineOp<T, V>(PiecewiseAffineStep step, ParameterSet? sums, int tables, Slot input, Slot places, Slot output) : Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly ParameterSet[] sums = sums is null ? [] : [sums];
    private readonly int features = step.Edges.Rows, units = output.Rows / step.Edges.Rows;

    public override Slot Output => output;

    public override ReadOnlySpan<ParameterSet> Sums => sums;

    public override int InputRows => input.Rows;

    public override bool PassesBack => input.Delta >= 0;

    public override bool TakesSamples => true;

    public override string Describe(int columns) => $"{features} × ({step.Weight.Columns} bins → {units}), looked up by bin";

    public override void Forward(Frame<T> frame, Share share)
    {
        Matrix<T> x = frame.Value(input, share), found = frame.Value(places, share);
        PiecewiseAffine<T, V>.Place(frame[step.Edges], x, found);
        PiecewiseAffine<T, V>.Forward(frame[step.Linear], frame[step.Bias], frame[step.Weight], x, found, frame.Value(output, share), frame.Workspaces[share.Member]);
    }

    public override void ForwardSamples(SampleFrame<T> frame) =>
        PiecewiseAffine<T, V>.ForwardSamples(Tables(frame.Weights), frame.Rows(step.Edges), units, frame.Value(input), frame.Value(output));

    public override void Pack(PackedWeights<T> weights)
    {
        PiecewiseAffine<T, V>.Pack(View(step.Linear), View(step.Bias), View(step.Weight), features, Tables(weights));

        Matrix<T> View(Parameter parameter) => weights.Parameters.View(parameter.Offset, parameter.Rows, parameter.Columns, parameter.Columns);
    }

    public override void Backward(Frame<T> frame, Share share)
    {
        if (PassesBack)
        {
            PiecewiseAffine<T, V>.Backward(
                frame[step.Edges], frame[step.Linear], frame[step.Weight], frame.Value(places, share), frame.Delta(output, share), frame.Delta(input, share));
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        for (int done = start; done < start + count;)
        {
            int feature = done / units, rows = Math.Min(((feature + 1) * units) - done, start + count - done);
            PiecewiseAffine<T, V>.Gradient(
                frame.Value(input).SliceRows(feature, 1), frame.Value(places).SliceRows(2 * feature, 2), frame.Delta(output).SliceRows(done, rows),
                frame.Gradient(step.Linear).SliceRows(done, rows), frame.Gradient(step.Bias).SliceColumns(done, rows), frame.Gradient(step.Weight).SliceRows(done, rows), frame.Workspaces[member]);
            done += rows;
        }
    }

    private Matrix<T> Tables(PackedWeights<T> weights)
    {
        int length = (int)(features * PiecewiseAffine<T, V>.Length(units, step.Weight.Columns));
        return weights.Panels.View(tables, 1, length, length);
    }
}
