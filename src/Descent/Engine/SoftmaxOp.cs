using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>The softmax over a layer, or its logarithm, and the product with its full Jacobian in the backward pass.</summary>
internal sealed class SoftmaxOp<T, V>(bool isLogarithm, Operand input, Operand output, int members = 1, Operand scratch = default) : SampleOp<T>(input, output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    public override string Describe(int columns) => $"{(isLogarithm ? "log-softmax" : "softmax")} over the layer{(Input.Value == Output.Value ? ", in place" : "")}";

    public override void Forward(Frame<T> frame, in Region region)
    {
        for (int m = 0; m < members; m++)
        {
            Matrix<T> x = frame.Value(Input, region.AllRows).Member(m, members), y = frame.Value(Output, region.AllRows).Member(m, members);
            if (isLogarithm)
            {
                LogSoftmax<T, V>.Forward(x, y);
            }
            else
            {
                Softmax<T, V>.Forward(x, y);
            }
        }
    }

    public override void ForwardSamples(SampleFrame<T> frame)
    {
        if (members == 1)
        {
            ForwardSamples(frame.Value(Input), frame.Value(Output));
            return;
        }

        // Members are adjacent and not aligned, so each is computed in a buffer of its own, whose padding may be overwritten.
        Matrix<T> own = frame.Value(scratch);
        for (int m = 0; m < members; m++)
        {
            frame.Take(Input, m, own);
            ForwardSamples(own, own);
            frame.Put(own, Output, m);
        }
    }

    public override void Backward(Frame<T> frame, in Region region)
    {
        for (int m = 0; m < members; m++)
        {
            Matrix<T> y = frame.Value(Output, region.AllRows).Member(m, members);
            Matrix<T> dy = frame.Delta(Output, region.AllRows).Member(m, members), dx = frame.Delta(Input, region.AllRows).Member(m, members);
            if (isLogarithm)
            {
                LogSoftmax<T, V>.Backward(y, dy, dx);
            }
            else
            {
                Softmax<T, V>.Backward(y, dy, dx);
            }
        }
    }

    private void ForwardSamples(Matrix<T> x, Matrix<T> y)
    {
        if (isLogarithm)
        {
            LogSoftmax<T, V>.ForwardSamples(x, y);
        }
        else
        {
            Softmax<T, V>.ForwardSamples(x, y);
        }
    }
}
