using System.Numerics;
using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Losses;

/// <summary>
/// What training makes small. A sample's weight w multiplies its loss; the batch's loss is Σ w·l divided as
/// <see cref="Reduction"/> says, always by the number of samples in the batch, not by the sum of the weights
/// (Keras does the same; PyTorch divides by the sum of class weights). Its numbers, label smoothing included, are no schedules: the losses of
/// different epochs must be comparable, or neither the best weights nor early stopping would mean anything.
/// </summary>
public abstract record Loss
{
    private protected Loss(Reduction reduction) => Reduction = reduction;

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; init => field = Check.Defined(value); }

    /// <summary>Ends a training plan; refuses a network whose outputs do not fit.</summary>
    /// <exception cref="ArgumentException">If the last activation does not fit; the message says which would.</exception>
    internal abstract void Compile<T, V>(PlanBuilder<T, V> plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;

    /// <summary>Whether no sample's loss is below 0.</summary>
    internal virtual bool IsNeverNegative => true;

    /// <summary>
    /// Whether all targets are acceptable as soon as the smallest and the largest are, which two quick passes find out.
    /// Not so where only certain numbers are, or where a sample's targets must fit together.
    /// </summary>
    internal virtual bool JudgesByExtremes => false;

    /// <summary>Refuses targets that the loss is not defined for.</summary>
    /// <param name="value">A target value.</param>
    /// <returns>What is wrong with it, or null.</returns>
    internal virtual string? Objection(double value) => null;

    /// <summary>Refuses targets whose values pass one by one but do not fit together.</summary>
    /// <param name="sample">All targets of a sample.</param>
    /// <returns>What is wrong with them, or null.</returns>
    internal virtual string? Objection(ReadOnlySpan<double> sample) => null;

    /// <summary>By what each sample's weight is multiplied.</summary>
    internal double Scale(int samples, int outputs) => Reduction switch
    {
        Reduction.MeanOverElements => 1.0 / ((double)samples * outputs),
        Reduction.MeanOverSamples => 1.0 / samples,
        _ => 1.0,
    };

    private protected static ArgumentException Misfit(string loss, string need, string fix) =>
        new($"{loss} needs {need}. {fix}");

    /// <summary>Ends a plan with a loss that works output by output.</summary>
    private protected void Elementwise<T, V, K>(PlanBuilder<T, V> plan, string description, K kernel, Slot source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where K : struct, IElementLoss<V> =>
        plan.SetLoss(new ElementLossOp<T, V, K>(this, description, kernel, source, plan.AddTarget()));

    /// <summary>Ends a plan with a loss that takes all outputs of a sample together; the kernel is called once per share of a batch.</summary>
    private protected void Samplewise<T, V>(PlanBuilder<T, V> plan, string description, SampleLoss<T> kernel, Slot source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T> =>
        plan.SetLoss(new SampleLossOp<T>(this, description, kernel, source, plan.AddTarget()));

    /// <summary>Refuses a network whose outputs say nothing about several classes.</summary>
    private protected static void CheckClasses(string loss, int width)
    {
        if (width < 2)
        {
            throw Misfit(loss, "at least two classes, but the network has one output", "Use Sigmoid and BinaryCrossEntropy for two classes in one output.");
        }
    }

    /// <summary>Fills losses and gradients of some samples, each a column.</summary>
    private protected delegate void SampleLoss<T>(Matrix<T> output, Matrix<T> target, Matrix<T> weights, Matrix<T> delta, Matrix<T> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed class SampleLossOp<T>(Loss loss, string description, SampleLoss<T> kernel, Slot output, Slot target) : LossOp<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override string Description => description;

        public override double Scale(int samples) => loss.Scale(samples, output.Rows);

        // The gradient comes with the loss: its place is where a kernel keeps what both need.
        public override void Run(Frame<T> frame, Share share, bool gradient) =>
            kernel(
                frame.Value(output, share), frame.Value(target, share), frame.Weights.SliceColumns(share.Start, share.Count),
                frame.Delta(output, share), frame.Losses.SliceColumns(share.Start, share.Count));
    }

    private sealed class ElementLossOp<T, V, K>(Loss loss, string description, K kernel, Slot output, Slot target) : LossOp<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>
        where K : struct, IElementLoss<V>
    {
        public override string Description => description;

        public override double Scale(int samples) => loss.Scale(samples, output.Rows);

        public override void Run(Frame<T> frame, Share share, bool gradient) =>
            ElementLoss<T, V>.Run(
                kernel, frame.Value(output, share), frame.Value(target, share), frame.Weights.SliceColumns(share.Start, share.Count),
                gradient ? frame.Delta(output, share) : default(Matrix<T>), frame.Losses.SliceColumns(share.Start, share.Count));
    }
}
