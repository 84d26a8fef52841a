using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// The function that training minimizes. The weight w of a sample multiplies its loss. The loss of a batch is Σ w·l, divided according to
/// <see cref="Reduction"/>, always by the number of samples in the batch and not by the sum of the weights
/// (as in Keras; PyTorch divides by the sum of class weights). The options of a loss, including label smoothing, cannot be schedules: the losses of
/// different epochs must be comparable for early stopping and the choice of the best weights.
/// </summary>
public abstract record Loss : ILossFunction, IPart
{
    private protected Loss(Reduction reduction) => Reduction = reduction;

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; init => field = Check.Defined(value); }

    /// <summary>Returns the last step of a network that is trained; throws if the outputs of the network do not fit.</summary>
    /// <exception cref="ArgumentException">If the last activation does not fit; the message says which one does.</exception>
    internal abstract LossStep End(NetworkSteps network);

    /// <inheritdoc cref="ILossFunction.Accept"/>
    internal abstract TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;

    /// <summary>Whether the loss of a sample is never below 0.</summary>
    internal virtual bool IsNeverNegative => true;

    TResult ILossFunction.Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) => Accept(takesOver, visitor);

    /// <summary>
    /// Whether all targets are allowed if the smallest and the largest are, which two fast passes determine.
    /// False if only certain values are allowed, or if the targets of a sample depend on each other.
    /// </summary>
    internal virtual bool ChecksExtremesOnly => false;

    /// <summary>Returns why a target is not allowed, or null if it is.</summary>
    /// <param name="value">A target value.</param>
    /// <returns>The reason, or null.</returns>
    internal virtual string? FindTargetError(double value) => null;

    /// <summary>Returns why the targets of a sample, which are allowed individually, are not allowed together, or null if they are.</summary>
    /// <param name="sample">All targets of a sample.</param>
    /// <returns>The reason, or null.</returns>
    internal virtual string? FindTargetError(ReadOnlySpan<double> sample) => null;

    double ILossFunction.Scale(int samples, int outputs) => Reduction switch
    {
        Reduction.MeanOverElements => 1.0 / ((double)samples * outputs),
        Reduction.MeanOverSamples => 1.0 / samples,
        _ => 1.0,
    };

    private protected static ArgumentException Misfit(string loss, string need, string fix) =>
        new($"{loss} needs {need}. {fix}");

    /// <summary>Whether a network ends in an activation with which the loss can be fused.</summary>
    private protected static bool EndsIn<TActivation>(NetworkSteps network)
        where TActivation : Activation => network.End is ElementwiseStep { Function: TActivation };

    /// <summary>Whether a network ends in a softmax or its logarithm, with which the loss can be fused.</summary>
    private protected static bool EndsInSoftmax(NetworkSteps network) => network.End is SoftmaxStep;

    /// <summary>Throws if the outputs of a network cannot represent several classes.</summary>
    private protected static void CheckClasses(string loss, int width)
    {
        if (MisfitOfClasses(loss, width) is { } misfit)
        {
            throw new ArgumentException(misfit);
        }
    }

    /// <summary>Returns an error message if the outputs of a network cannot represent several classes; otherwise null.</summary>
    private protected static string? MisfitOfClasses(string loss, int width) =>
        width < 2 ? $"{loss} needs at least two classes, but the network has one output. Use Sigmoid and BinaryCrossEntropy for two classes in one output." : null;
}
