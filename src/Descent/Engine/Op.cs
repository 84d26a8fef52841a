using System.Numerics;

namespace Descent;

/// <summary>
/// One operation of a plan: stateless, one virtual call per batch (or region of it). All memory is in the frame.
/// </summary>
/// <param name="input">What it reads; of several, the first.</param>
/// <param name="output">Where the results are.</param>
/// <param name="sums">The parameters whose gradients it sums; none for what is frozen.</param>
internal abstract class Op<T>(Operand input, Operand output, params ReadOnlySpan<ParameterSet?> sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterSet[] sums = [.. sums.ToArray().OfType<ParameterSet>()];

    /// <summary>What it does and how, for the plan's explanation.</summary>
    public abstract string Describe(int columns);

    /// <summary>Index of the layer that it came from.</summary>
    public int Layer { get; init; }

    /// <summary>What it reads; of several, the first.</summary>
    public Operand Input { get; } = input;

    /// <summary>Where the results are.</summary>
    public Operand Output { get; } = output;

    /// <summary>The parameters whose gradients <see cref="Gradient"/> sums. A normalization over the batch sums its own in the backward pass.</summary>
    public ReadOnlySpan<ParameterSet> Sums => sums;

    /// <summary>The matrix that it multiplies by, if it does.</summary>
    public virtual Parameter? Weight => null;

    /// <summary>The vector that it adds, if it does.</summary>
    public virtual Parameter? Bias => null;

    /// <summary>How threads may share out its work in training.</summary>
    public virtual Sharing Sharing => Sharing.Columns;

    /// <summary>Whether <see cref="Backward"/> has something to do: the gradient with respect to its inputs is wanted, or it sums gradients of parameters there.</summary>
    public virtual bool PassesBack => Input.Delta >= 0;

    /// <summary>Computes a region of the output.</summary>
    public abstract void Forward(Frame<T> frame, in Region region);

    /// <summary>Where it <see cref="PassesBack"/>: from the gradient with respect to the outputs, a region of that with respect to the inputs.</summary>
    public abstract void Backward(Frame<T> frame, in Region region);

    /// <summary>Gradients of some rows, summed over the whole batch in a fixed order.</summary>
    /// <param name="frame">The memory.</param>
    /// <param name="set">One of <see cref="Sums"/>.</param>
    /// <param name="start">The first of its <see cref="ParameterSet.Units"/>.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="member">Which thread.</param>
    public virtual void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
    }

    /// <summary>
    /// <see cref="Gradients"/> and, where it passes back, <see cref="Backward"/>, to the same bits: one thread alone, with a batch
    /// that passes through the layers at once, sums up gradients while they are in the nearest cache.
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

    /// <summary>Gradients of all its parameters.</summary>
    public void Gradients(Frame<T> frame, int member)
    {
        foreach (ParameterSet set in sums)
        {
            Gradient(frame, set, 0, set.Units, member);
        }
    }
}

/// <summary>An operation that can also predict for a few samples at a time.</summary>
/// <param name="input">What it reads; of several, the first.</param>
/// <param name="output">Where the results are.</param>
/// <param name="sums">The parameters whose gradients it sums.</param>
internal abstract class SampleOp<T>(Operand input, Operand output, params ReadOnlySpan<ParameterSet?> sums) : Op<T>(input, output, sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>In use, samples as rows: the output values, bit for bit those of <see cref="Op{T}.Forward(Frame{T}, in Region)"/>.</summary>
    public abstract void ForwardSamples(SampleFrame<T> frame);

    /// <summary>Copies its matrix, if it has one, into the order in which <see cref="ForwardSamples"/> reads it.</summary>
    public virtual void Pack(PackedWeights<T> weights)
    {
    }
}
