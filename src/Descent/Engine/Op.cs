using System.Numerics;

namespace Descent;

/// <summary>
/// One operation of a plan: stateless, one virtual call per batch (or share of it). All memory is in the frame.
/// </summary>
internal abstract class Op<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What it does and how, for the plan's explanation.</summary>
    public abstract string Describe(int columns);

    /// <summary>Index of the layer that it came from.</summary>
    public int Layer { get; init; }

    /// <summary>Where the results are.</summary>
    public abstract Slot Output { get; }

    /// <summary>The matrix that it multiplies by, if it does.</summary>
    public virtual Parameter? Weight => null;

    /// <summary>The vector that it adds, if it does.</summary>
    public virtual Parameter? Bias => null;

    /// <summary>The parameters whose gradients <see cref="Gradient"/> sums. A normalization over the batch sums its own on the way back.</summary>
    public virtual ReadOnlySpan<ParameterSet> Sums => [];

    /// <summary>Rows of what it gets.</summary>
    public virtual int InputRows => Output.Rows;

    /// <summary>
    /// In training: whether it treats every column on its own. A normalization by the statistics of the batch does not; then it
    /// takes rows.
    /// </summary>
    public virtual bool TakesColumns => true;

    /// <summary>In training: whether threads may share out its work by rows: <see cref="ForwardRows"/> and <see cref="BackwardRows"/>.</summary>
    public virtual bool TakesRows => false;

    /// <summary>Whether <see cref="Backward"/> has something to do: the gradient with respect to its inputs is wanted, or it keeps what <see cref="Gradient"/> needs.</summary>
    public virtual bool PassesBack => true;

    /// <summary>Computes the output values of some columns.</summary>
    public abstract void Forward(Frame<T> frame, Share share);

    /// <summary>From the gradient with respect to the outputs, that with respect to the inputs, for some columns.</summary>
    public abstract void Backward(Frame<T> frame, Share share);

    /// <summary>Gradients of some rows, summed over the whole batch in a fixed order.</summary>
    /// <param name="frame">The memory.</param>
    /// <param name="set">One of <see cref="Sums"/>.</param>
    /// <param name="start">The first of its <see cref="ParameterSet.Units"/>.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="member">Which thread.</param>
    public virtual void Gradient(Frame<T> frame, ParameterSet set, int start, int count, int member)
    {
    }

    /// <summary>Gradients of all its parameters.</summary>
    public void Gradients(Frame<T> frame, int member)
    {
        foreach (ParameterSet set in Sums)
        {
            Gradient(frame, set, 0, set.Units, member);
        }
    }

    /// <summary>
    /// <see cref="Backward"/> for all columns and <see cref="Gradients"/>, to the same bits: one thread alone, with a batch
    /// that passes through the layers at once, sums up gradients while they are in the nearest cache.
    /// </summary>
    public virtual void BackwardWithGradient(Frame<T> frame, Share all)
    {
        Gradients(frame, all.Member);
        Backward(frame, all);
    }

    /// <summary>Whether it can predict for a few samples at a time with <see cref="ForwardSamples"/>.</summary>
    public virtual bool TakesSamples => false;

    /// <summary>In use, samples as rows: the output values, bit for bit those of <see cref="Forward"/>.</summary>
    public virtual void ForwardSamples(SampleFrame<T> frame) => throw new NotSupportedException();

    /// <summary>Copies its matrix into the order in which <see cref="ForwardSamples"/> reads it.</summary>
    public virtual void Pack(PackedWeights<T> weights)
    {
    }

    /// <summary>Where it <see cref="TakesRows"/>: computes some rows of the output for the whole batch.</summary>
    public virtual void ForwardRows(Frame<T> frame, int start, int count, int member) => throw new NotSupportedException();

    /// <summary>
    /// Where it <see cref="TakesRows"/>: the gradient with respect to some rows of the inputs, for the whole batch. What does not
    /// take columns computes the gradients of the parameters of these rows, too.
    /// </summary>
    public virtual void BackwardRows(Frame<T> frame, int start, int count, int member) => throw new NotSupportedException();
}
