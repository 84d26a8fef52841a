using Descent.Numerics;

namespace Descent;

/// <summary>Categorical cross-entropy: <c>−Σᵢ yᵢ·ln pᵢ</c> over the classes, for targets that are one-hot or any other distribution.</summary>
/// <remarks>
/// For multiclass classification. It is computed together with the softmax (or log-softmax) before it: the derivative is p − y.
/// </remarks>
/// <param name="Reduction">Default: mean over samples, as in PyTorch and Keras.</param>
/// <param name="LabelSmoothing">
/// The fraction ε of every target that is spread over all classes, as in PyTorch and Keras: y becomes (1 − ε)·y + ε/classes; default 0.
/// </param>
public sealed record CategoricalCrossEntropy(Reduction Reduction = Reduction.MeanOverSamples, [Option(AtLeast = 0, Below = 1)] double LabelSmoothing = 0) : Loss(Reduction)
{
    /// <summary>The fraction of every target that is spread over all classes.</summary>
    public double LabelSmoothing { get; init => field = Check.Fraction(value, nameof(LabelSmoothing)); } = Check.Fraction(LabelSmoothing);

    internal override LossStep End(NetworkSteps network)
    {
        if (!EndsInSoftmax(network))
        {
            throw Misfit("CategoricalCrossEntropy", "outputs that sum to 1", "End the network in Softmax, or use BinaryCrossEntropy after a Sigmoid.");
        }

        CheckClasses("CategoricalCrossEntropy", network.Output.Rows);
        return new(this, "categorical cross-entropy fused with softmax", TakesOver: true);
    }

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor)
    {
        double smoothing = LabelSmoothing;
        return visitor.Samplewise((output, target, weights, delta, losses) => Softmax<T, V>.CrossEntropy(output, target, smoothing, weights, delta, losses));
    }

    internal override bool ChecksExtremesOnly => true;

    internal override string? FindTargetError(double value) => value is >= 0 and <= 1 ? null : "targets of a categorical cross-entropy must lie in [0, 1]";
}
