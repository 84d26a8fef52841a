namespace Descent;

/// <summary>
/// Categorical hinge: <c>max(0, ŷ₋ − ŷ₊ + Δ)</c>, ŷ₊ being the output of the true class and ŷ₋ the highest of the others;
/// targets one-hot.
/// </summary>
/// <remarks>
/// For multiclass classification by scores instead of probabilities (Crammer and Singer, "On the algorithmic implementation
/// of multiclass kernel-based vector machines", 2001). Keras takes ŷ₋ = max((1 − y)·ŷ), in which the true class counts as 0:
/// the two differ where all other outputs are negative. PyTorch's <c>multi_margin_loss</c> sums over the other classes instead.
/// </remarks>
/// <param name="Margin">Δ, the wanted lead, above 0; default 1.</param>
/// <param name="Reduction">Default: mean over samples, as in Keras.</param>
public sealed record CategoricalHinge(double Margin = 1, Reduction Reduction = Reduction.MeanOverSamples) : Loss(Reduction)
{
    /// <summary>Δ, the wanted lead.</summary>
    public double Margin { get; init => field = Check.Positive(value, nameof(Margin)); } = Check.Positive(Margin);

    internal override LossStep End(NetworkSteps network)
    {
        if (network.Range is OutputRange.Distribution or OutputRange.UnitInterval)
        {
            throw Misfit("CategoricalHinge", "scores, but the network ends in probabilities, whose lead cannot reach the margin", "End the network in Linear, or use CategoricalCrossEntropy after a Softmax.");
        }

        CheckClasses("CategoricalHinge", network.Output.Rows);
        return new(this, "categorical hinge");
    }

    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor)
    {
        double margin = Margin;
        return visitor.Samplewise((output, target, weights, delta, losses) => Numerics.CategoricalHinge<T, V>.Run(output, target, margin, weights, delta, losses));
    }

    internal override string? Objection(double value) => value is 0 or 1 ? null : "targets of a categorical hinge loss are 0 and 1";

    internal override string? Objection(ReadOnlySpan<double> sample)
    {
        double sum = 0;
        foreach (double value in sample)
        {
            sum += value;
        }

        return sum == 1 ? null : $"{sum:R} classes are marked, but the targets of a categorical hinge loss are one-hot: one 1 per row";
    }
}
