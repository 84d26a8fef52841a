using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>The end of a training plan: losses per sample, and the gradient from which everything else follows.</summary>
/// <param name="step">The loss.</param>
/// <param name="output">What it is of.</param>
/// <param name="weights">One row with the weights of samples, if they are not the frame's.</param>
internal abstract class LossOp<T>(LossStep step, Operand output, Operand? weights = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What is computed, and what it was fused with.</summary>
    public string Description => step.Description;

    /// <summary>By what a sample's loss is multiplied so that the batch's sum is the reduced loss.</summary>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="learning">Whether the gradient is to be taken; where members have a loss each, its mean is what is learnt by, and the loss of their mean what is judged by.</param>
    public virtual double Scale(int samples, bool learning = true) => step.Function.Scale(samples, output.Rows);

    /// <summary>Fills the frame's losses and, if asked, the last gradient buffer for some columns.</summary>
    public abstract void Run(Frame<T> frame, ThreadRange share, bool gradient);

    /// <summary>The weights of samples, the reduction's factor included.</summary>
    protected Matrix<T> Weights(Frame<T> frame, ThreadRange share) => weights is { } slot ? frame.Value(slot, share) : frame.Weights.SliceColumns(share.Start, share.Count);
}

/// <summary>A loss that works output by output.</summary>
internal sealed class ElementLossOp<T, V, K>(LossStep step, K kernel, Operand output, Operand target, Operand? weights) : LossOp<T>(step, output, weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where K : struct, IElementLoss<V>
{
    private readonly Operand output = output;

    public override void Run(Frame<T> frame, ThreadRange share, bool gradient) =>
        ElementLoss<T, V>.Run(
            kernel, frame.Value(output, share), frame.Value(target, share), Weights(frame, share),
            gradient ? frame.Delta(output, share) : default(Matrix<T>), frame.Losses.SliceColumns(share.Start, share.Count));
}

/// <summary>A loss that takes all outputs of a sample together.</summary>
internal sealed class SampleLossOp<T>(LossStep step, SampleLoss<T> kernel, Operand output, Operand target, Operand? weights) : LossOp<T>(step, output, weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Operand output = output;

    // The gradient comes with the loss: its place is where a kernel keeps what both need.
    public override void Run(Frame<T> frame, ThreadRange share, bool gradient) =>
        kernel(
            frame.Value(output, share), frame.Value(target, share), Weights(frame, share),
            frame.Delta(output, share), frame.Losses.SliceColumns(share.Start, share.Count));
}
