using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>The end of a training plan: the loss of each sample, and the gradient with respect to the outputs.</summary>
/// <param name="step">The loss.</param>
/// <param name="output">The outputs of the network.</param>
/// <param name="weights">One row with the weights of samples, if they are not the frame's.</param>
internal abstract class LossOp<T>(LossStep step, Operand output, Operand? weights = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Describes what is computed, and what it is fused with.</summary>
    public string Description => step.Description;

    /// <summary>The factor of each sample's loss, with which their sum is the reduced loss of the batch.</summary>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="learning">Whether a gradient is computed. A network of members trains on the mean of their losses, but its reported loss is that of their mean.</param>
    public virtual double Scale(int samples, bool learning = true) => step.Function.Scale(samples, output.Rows);

    /// <summary>Fills the frame's losses and, with <paramref name="gradient"/>, the last gradient buffer for some columns.</summary>
    public abstract void Run(Frame<T> frame, ThreadRange share, bool gradient);

    /// <summary>The weights of samples, the reduction's factor included.</summary>
    protected Matrix<T> Weights(Frame<T> frame, ThreadRange share) => weights is { } slot ? frame.Value(slot, share) : frame.Weights.SliceColumns(share.Start, share.Count);
}

/// <summary>A loss that is computed for each output separately.</summary>
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

/// <summary>A loss that is computed from all outputs of a sample together.</summary>
internal sealed class SampleLossOp<T>(LossStep step, SampleLoss<T> kernel, Operand output, Operand target, Operand? weights) : LossOp<T>(step, output, weights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Operand output = output;

    // The gradient is computed with the loss: the kernel keeps what both need in the gradient buffer.
    public override void Run(Frame<T> frame, ThreadRange share, bool gradient) =>
        kernel(
            frame.Value(output, share), frame.Value(target, share), Weights(frame, share),
            frame.Delta(output, share), frame.Losses.SliceColumns(share.Start, share.Count));
}
