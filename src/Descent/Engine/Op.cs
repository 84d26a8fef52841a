using System.Numerics;

namespace Descent;

/// <summary>
/// One operation of a plan: stateless, one virtual call per batch (or region of it). All memory is in the frame.
/// </summary>
/// <param name="input">The input; of several, the first.</param>
/// <param name="output">The output.</param>
/// <param name="sums">The parameters whose gradients it sums; none that are frozen.</param>
internal abstract class Op<T>(Operand input, Operand output, params ReadOnlySpan<ParameterSet?> sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterSet[] sums = [.. sums.ToArray().OfType<ParameterSet>()];

    /// <summary>Describes what it does and how, for <c>model.Explain()</c>.</summary>
    public abstract string Describe(int columns);

    /// <summary>The index of its layer.</summary>
    public int Layer { get; init; }

    /// <summary>The input; of several, the first.</summary>
    public Operand Input { get; } = input;

    /// <summary>The output.</summary>
    public Operand Output { get; } = output;

    /// <summary>The parameters whose gradients <see cref="Gradient"/> sums. A normalization over the batch sums its own in the backward pass.</summary>
    public ReadOnlySpan<ParameterSet> Sums => sums;

    /// <summary>The matrix that it multiplies by, if any.</summary>
    public virtual Parameter? Weight => null;

    /// <summary>The vector that it adds, if any.</summary>
    public virtual Parameter? Bias => null;

    /// <summary>How threads can divide its work in training.</summary>
    public virtual Sharing Sharing => Sharing.Columns;

    /// <summary>Whether <see cref="Backward"/> does anything: the gradient with respect to its inputs is needed, or it sums gradients of parameters there.</summary>
    public virtual bool PassesBack => Input.Delta >= 0;

    /// <summary>Computes a region of the output.</summary>
    public abstract void Forward(Frame<T> frame, in Region region);

    /// <summary>If it <see cref="PassesBack"/>, computes a region of the gradient with respect to the inputs from that with respect to the outputs.</summary>
    public abstract void Backward(Frame<T> frame, in Region region);

    /// <summary>Computes gradients of some rows, summed over the whole batch in a fixed order.</summary>
    /// <param name="frame">The memory.</param>
    /// <param name="set">One of <see cref="Sums"/>.</param>
    /// <param name="start">The first of its <see cref="ParameterSet.Units"/>.</param>
    /// <param name="count">The number of units.</param>
    /// <param name="member">The index of the thread.</param>
    public virtual void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
    }

    /// <summary>
    /// <see cref="Gradients"/> and, if it passes back, <see cref="Backward"/>, with the same bits: a single thread, with a batch
    /// of one chunk, sums gradients while they are in the first-level cache.
    /// </summary>
    public virtual void BackwardWithGradient(Frame<T> frame, in Region all)
    {
        Gradients(frame, all.Member);
        if (PassesBack)
        {
            Backward(frame, all);
        }
    }

    /// <summary>Computes some columns of the output.</summary>
    public void Forward(Frame<T> frame, ThreadRange columns) => Forward(frame, new Region(0, Output.Rows, columns.Start, columns.Count, columns.Member));

    /// <summary>Computes the gradients of all its parameters.</summary>
    public void Gradients(Frame<T> frame, int member)
    {
        foreach (ParameterSet set in sums)
        {
            Gradient(frame, set, 0, set.Units, member);
        }
    }
}

/// <summary>An operation that can also predict for a few samples at a time.</summary>
/// <param name="input">The input; of several, the first.</param>
/// <param name="output">The output.</param>
/// <param name="sums">The parameters whose gradients it sums.</param>
internal abstract class SampleOp<T>(Operand input, Operand output, params ReadOnlySpan<ParameterSet?> sums) : Op<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>In inference mode, computes the outputs with samples as rows, with the same bits as <see cref="Op{T}.Forward(Frame{T}, in Region)"/>.</summary>
    public abstract void ForwardSamples(SampleFrame<T> frame);

    /// <summary>Copies its matrix, if any, into the order in which <see cref="ForwardSamples"/> reads it.</summary>
    public virtual void Pack(PackedWeights<T> weights)
    {
    }
}
