using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// What training makes small. A sample's weight w multiplies its loss; the batch's loss is Σ w·l divided as
/// <see cref="Reduction"/> says, always by the number of samples in the batch, not by the sum of the weights
/// (Keras does the same; PyTorch divides by the sum of class weights). Its numbers, label smoothing included, are no schedules: the losses of
/// different epochs must be comparable, or neither the best weights nor early stopping would mean anything.
/// </summary>
public abstract record Loss : ILossFunction, IPart
{
    private protected Loss(Reduction reduction) => Reduction = reduction;

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; init => field = Check.Defined(value); }

    /// <summary>Ends the steps of a network that is trained; refuses a network whose outputs do not fit.</summary>
    /// <exception cref="ArgumentException">If the last activation does not fit; the message says which would.</exception>
    internal abstract LossStep End(NetworkSteps network);

    /// <inheritdoc cref="ILossFunction.Accept"/>
    internal abstract TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;

    /// <summary>Whether no sample's loss is below 0.</summary>
    internal virtual bool IsNeverNegative => true;

    TResult ILossFunction.Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) => Accept(takesOver, visitor);

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

    double ILossFunction.Scale(int samples, int outputs) => Reduction switch
    {
        Reduction.MeanOverElements => 1.0 / ((double)samples * outputs),
        Reduction.MeanOverSamples => 1.0 / samples,
        _ => 1.0,
    };

    private protected static ArgumentException Misfit(string loss, string need, string fix) =>
        new($"{loss} needs {need}. {fix}");

    /// <summary>Whether a network ends in an activation, which the loss can take over.</summary>
    private protected static bool EndsIn<TActivation>(NetworkSteps network)
        where TActivation : Activation => network.End is ElementwiseStep { Function: TActivation };

    /// <summary>Whether a network ends in a softmax or its logarithm, which the loss can take over.</summary>
    private protected static bool EndsInSoftmax(NetworkSteps network) => network.End is SoftmaxStep;

    /// <summary>Refuses a network whose outputs say nothing about several classes.</summary>
    private protected static void CheckClasses(string loss, int width)
    {
        if (MisfitOfClasses(loss, width) is { } misfit)
        {
            throw new ArgumentException(misfit);
        }
    }

    /// <summary>What is wrong with a network whose outputs say nothing about several classes, or null.</summary>
    private protected static string? MisfitOfClasses(string loss, int width) =>
        width < 2 ? $"{loss} needs at least two classes, but the network has one output. Use Sigmoid and BinaryCrossEntropy for two classes in one output." : null;
}
