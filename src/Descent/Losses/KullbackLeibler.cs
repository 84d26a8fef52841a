using Descent.Numerics;

namespace Descent;

/// <summary>Kullback–Leibler divergence: <c>Σᵢ yᵢ·ln(yᵢ/pᵢ)</c>, with 0·ln 0 = 0; it is 0 exactly if the outputs equal the targets.</summary>
/// <remarks>
/// For targets that are distributions themselves, such as another model's probabilities. It is the categorical
/// cross-entropy minus the entropy of the targets, so the gradient is the same, p − y, and it is computed together with the softmax
/// (or log-softmax) before it. PyTorch's <c>kl_div</c> expects log-probabilities and averages over elements unless the reduction is
/// <c>batchmean</c>; Keras clips both distributions at 1e−7.
/// </remarks>
/// <param name="Reduction">Default: mean over samples, as in Keras and in PyTorch's <c>batchmean</c>.</param>
public sealed record KullbackLeibler(Reduction Reduction = Reduction.MeanOverSamples) : Loss(Reduction)
{
    // Large enough for distributions that were computed or stored as float.
    private const double Tolerance = 1e-4;

    internal override LossStep End(NetworkSteps network)
    {
        if (!EndsInSoftmax(network))
        {
            throw Misfit("KullbackLeibler", "outputs that are a distribution", "End the network in Softmax.");
        }

        CheckClasses("KullbackLeibler", network.Output.Rows);
        return new(this, "Kullback–Leibler divergence fused with softmax", TakesOver: true);
    }

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        visitor.Samplewise(Softmax<T, V>.Divergence);

    internal override string? FindTargetError(double value) => value is >= 0 and <= 1 ? null : "targets of a Kullback–Leibler divergence must be probabilities, in [0, 1]";

    internal override string? FindTargetError(ReadOnlySpan<double> sample)
    {
        double sum = 0;
        foreach (double value in sample)
        {
            sum += value;
        }

        return Math.Abs(sum - 1) <= Tolerance ? null : $"they sum to {sum:R}, but the targets of a Kullback–Leibler divergence must be distributions, which sum to 1; divide each row by its sum";
    }
}
