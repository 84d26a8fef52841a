using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Piecewise-linear embedding: the bin of each number is found once and kept for the backward pass; the encoding itself is never written.</summary>
internal sealed class PiecewiseAffineOp<T, V>(PiecewiseAffineStep step, ParameterSet? sums, int tables, Operand input, Operand places, Operand output) : SampleOp<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private readonly int features = step.Edges.Rows, units = output.Rows / step.Edges.Rows;

    public override string Describe(int columns) => $"{features} × ({step.Weight.Columns} bins → {units}), looked up by bin";

    public override void Forward(Frame<T> frame, in Region region)
    {
        Matrix<T> x = frame.Value(Input, region.AllRows), found = frame.Value(places, region.AllRows);
        PiecewiseAffine<T, V>.Place(frame[step.Edges], x, found);
        PiecewiseAffine<T, V>.Forward(frame[step.Linear], frame[step.Bias], frame[step.Weight], x, found, frame.Value(Output, region.AllRows), frame.Workspaces[region.Member]);
    }

    public override void ForwardSamples(SampleFrame<T> frame) =>
        PiecewiseAffine<T, V>.ForwardSamples(Tables(frame.Weights), frame.Rows(step.Edges), units, frame.Value(Input), frame.Value(Output));

    public override void Pack(PackedWeights<T> weights)
    {
        PiecewiseAffine<T, V>.Pack(View(step.Linear), View(step.Bias), View(step.Weight), features, Tables(weights));

        Matrix<T> View(Parameter parameter) => weights.Parameters.View(parameter.Offset, parameter.Rows, parameter.Columns, parameter.Columns);
    }

    public override void Backward(Frame<T> frame, in Region region) => PiecewiseAffine<T, V>.Backward(
        frame[step.Edges], frame[step.Linear], frame[step.Weight], frame.Value(places, region.AllRows), frame.Delta(Output, region.AllRows), frame.Delta(Input, region.AllRows));

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        for (int done = start; done < start + count;)
        {
            int feature = done / units, rows = Math.Min(((feature + 1) * units) - done, start + count - done);
            PiecewiseAffine<T, V>.Gradient(
                frame.Value(Input).SliceRows(feature, 1), frame.Value(places).SliceRows(2 * feature, 2), frame.Delta(Output).SliceRows(done, rows),
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
