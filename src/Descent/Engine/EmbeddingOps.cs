using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>Piecewise-linear encoding. Its edges do not train.</summary>
internal sealed class PiecewiseLinearOp<T, V>(Parameter edges, Operand input, Operand output) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override string Describe(int columns) => $"piecewise-linear encoding of {edges.Rows} in {edges.Columns - 1} bins each";

    public override void Forward(Frame<T> frame, in Region region) => PiecewiseLinear<T, V>.Forward(frame[edges], frame.Value(Input, region.AllRows), frame.Value(Output, region.AllRows));

    public override void ForwardSamples(SampleFrame<T> frame) => PiecewiseLinear<T, V>.ForwardSamples(frame.Rows(edges), frame.Value(Input), frame.Value(Output));

    public override void Backward(Frame<T> frame, in Region region) =>
        PiecewiseLinear<T, V>.Backward(frame[edges], frame.Value(Input, region.AllRows), frame.Delta(Output, region.AllRows), frame.Delta(Input, region.AllRows));
}

/// <summary>Replaces codes of categories by their vectors, after the numeric inputs.</summary>
internal sealed class LookUpOp<T, V>(int numbers, LookUpColumn[] columns, ParameterSet[] sums, Operand input, Operand codes, Operand output) : SampleOp<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override bool PassesBack => Input.Delta >= 0 || codes.Delta >= 0;

    public override string Describe(int count) => $"{numbers} copied, {columns.Length} looked up ({columns.Count(column => column.Table is not null)} in tables)";

    public override void Forward(Frame<T> frame, in Region region)
    {
        Matrix<T> from = frame.Value(codes, region.AllRows), to = frame.Value(Output, region.AllRows);
        RandomKernels<T, V>.Copy(frame.Value(Input, region.AllRows).SliceRows(0, numbers), to.SliceRows(0, numbers));
        int row = numbers, code = codes.Rows - columns.Length;
        foreach (LookUpColumn column in columns)
        {
            Matrix<T> own = to.SliceRows(row, column.Width);
            if (column.Signed)
            {
                LookUp<T>.Signs(from.SliceRows(code, 1), own);
            }
            else if (column.Table is not { } table)
            {
                LookUp<T>.OneHot(from.SliceRows(code, 1), own);
            }
            else
            {
                LookUp<T>.Forward(frame[table], from.SliceRows(code, 1), own);
            }

            (row, code) = (row + own.Rows, code + 1);
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        Matrix<T> before = frame.Value(Input), from = frame.Value(codes), to = frame.Value(Output);
        for (int sample = 0; sample < to.Rows; sample++)
        {
            Span<T> rest = to.Row(sample);
            before.Row(sample)[..numbers].CopyTo(rest);
            rest = rest[numbers..];
            int code = codes.Rows - columns.Length;
            foreach (LookUpColumn column in columns)
            {
                Span<T> own = rest[..column.Width];
                rest = rest[column.Width..];
                T value = from.Row(sample)[code++];
                if (column.Signed)
                {
                    own[0] = LookUp<T>.Sign(value);
                }
                else
                {
                    LookUp<T>.Sample(column.Table is { } table ? frame.Rows(table) : default, value, own);
                }
            }
        }
    }

    public override void Backward(Frame<T> frame, in Region region)
    {
        if (codes.Delta >= 0)
        {
            Clear(frame.Delta(codes, region.AllRows), 0);
        }

        if (Input.Delta >= 0)
        {
            Matrix<T> to = frame.Delta(Input, region.AllRows);
            RandomKernels<T, V>.Copy(frame.Delta(Output, region.AllRows).SliceRows(0, numbers), to.SliceRows(0, numbers));
            Clear(to, numbers);
        }
    }

    public override void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
        int row = numbers, code = codes.Rows - columns.Length;
        foreach (LookUpColumn column in columns)
        {
            int width = column.Width;
            if (column.Table is { } table && set.Parameters[0] == table)
            {
                LookUp<T>.Gradient(frame.Value(codes).SliceRows(code, 1), table.Rows, start, frame.Delta(Output).SliceRows(row, width), frame.Gradient(table).SliceRows(start, count));
                return;
            }

            (row, code) = (row + width, code + 1);
        }
    }

    /// <summary>The rows from the given one on get no gradient.</summary>
    internal static void Clear(Matrix<T> delta, int from)
    {
        for (int row = from; row < delta.Rows; row++)
        {
            delta.PaddedRow(row).Clear();
        }
    }
}
