using System.Globalization;

namespace Descent;

/// <summary>A loss for each head of a network that ends in <see cref="Concatenate"/>: <c>L = Σₕ wₕ·Lₕ</c>.</summary>
/// <remarks>
/// The heads are the branches of the last layer, in order, and each loss receives only the outputs and targets of its head. Within a sample, the loss of a
/// head is reduced by its own <see cref="Loss.Reduction"/>: <see cref="Reduction.MeanOverElements"/> is the mean over the head's outputs,
/// <see cref="Reduction.MeanOverSamples"/> their sum. The reduction of this loss applies to the samples, so with the default, L is the
/// weighted sum of the separate losses of the heads. Each loss is fused with the last activation of its head under the same conditions as
/// at the end of a separate network. In Keras this is <c>loss</c> and <c>loss_weights</c> of a model with several outputs.
/// </remarks>
/// <example><c>new PerHead([new BinaryCrossEntropy(), new MeanSquaredError()], [1, 0.5])</c></example>
/// <param name="Losses">A loss for each head, at least one; their reductions must not be <see cref="Reduction.Sum"/>.</param>
/// <param name="Weights">The weight wₕ of each head, above 0; default null, which is 1 for all.</param>
/// <param name="Reduction">How the losses of samples become one number; default: their mean.</param>
/// <exception cref="ArgumentException">If there are no losses, if one of them is itself a <see cref="PerHead"/> or has the reduction <see cref="Reduction.Sum"/>, or if the number of weights is different.</exception>
/// <exception cref="ArgumentOutOfRangeException">If a weight is not above 0.</exception>
public sealed record PerHead([Option("one for each head")] IReadOnlyList<Loss> Losses, [Option("1 for each head", Above = 0)] IReadOnlyList<double>? Weights = null, Reduction Reduction = Reduction.MeanOverSamples) : Loss(Reduction)
{
    private readonly bool isFitting = Fit(Losses, Weights);

    /// <summary>A loss for each head.</summary>
    public IReadOnlyList<Loss> Losses { get; init => field = Checked(value); } = Checked(Losses);

    /// <summary>The weight of each head; null if all are 1.</summary>
    public IReadOnlyList<double>? Weights { get; init => field = Checked(value); } = Checked(Weights);

    internal override bool IsNeverNegative => Losses.All(loss => loss.IsNeverNegative);

    internal override LossStep End(NetworkSteps network)
    {
        // A with expression may have changed only one of the lists.
        _ = isFitting && Fit(Losses, Weights);
        IReadOnlyList<NetworkSteps> heads = network.Heads;
        if (heads.Count == 0)
        {
            throw Misfit("PerHead", "heads", "End the network in Concatenate with a branch for each loss.");
        }

        if (heads.Count != Losses.Count)
        {
            throw new ArgumentException($"PerHead has {Losses.Count} {(Losses.Count == 1 ? "loss" : "losses")}, but the network ends in {heads.Count} branches. Give it one loss for each branch, in order.");
        }

        HeadLossStep[] ends = [.. heads.Select((head, index) => new HeadLossStep(EndOf(head, index), head, Factor(head, index)))];
        return new(this, string.Join("; ", ends.Select((end, index) => $"head {index + 1}: {end.Loss.Description}"))) { Heads = ends };
    }

    /// <summary>Not supported, and never called: the losses of the heads are computed separately.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        throw new InvalidOperationException("The losses of the heads have kernels; their sum does not.");

    /// <summary>Whether the losses and weights are equal.</summary>
    /// <param name="other">The other loss.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(PerHead? other) =>
        other is not null && base.Equals(other) && Losses.SequenceEqual(other.Losses) && (Weights is null ? other.Weights is null : other.Weights is not null && Weights.SequenceEqual(other.Weights));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(base.GetHashCode());
        foreach (Loss loss in Losses)
        {
            hash.Add(loss);
        }

        foreach (double weight in Weights ?? [])
        {
            hash.Add(weight);
        }

        return hash.ToHashCode();
    }

    /// <summary>The losses and their weights.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"PerHead {{ Losses = [{string.Join(", ", Losses)}], Weights = {(Weights is null ? "none" : $"[{string.Join(", ", Weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)))}]")}, Reduction = {Reduction} }}");

    private LossStep EndOf(NetworkSteps head, int index)
    {
        try
        {
            return Losses[index].End(head);
        }
        catch (ArgumentException fault)
        {
            throw new ArgumentException($"Head {index + 1}: {fault.Message}", fault);
        }
    }

    /// <summary>The weight of the head, divided by the number of outputs if its loss is their mean.</summary>
    private double Factor(NetworkSteps head, int index) =>
        (Weights?[index] ?? 1) / (Losses[index].Reduction == Reduction.MeanOverElements ? head.Output.Rows : 1);

    private static Loss[] Checked(IReadOnlyList<Loss> losses)
    {
        ArgumentNullException.ThrowIfNull(losses, nameof(Losses));
        foreach (Loss loss in losses)
        {
            ArgumentNullException.ThrowIfNull(loss, nameof(Losses));
            if (loss is PerHead)
            {
                throw new ArgumentException("A PerHead cannot be inside another PerHead: the heads of a network are the branches of its last layer. List the losses of all heads in one.", nameof(Losses));
            }

            if (loss.Reduction == Reduction.Sum)
            {
                throw new ArgumentException($"{loss.GetType().Name} is the loss of a head and cannot have the reduction Sum. Give PerHead the reduction Sum, and this loss MeanOverSamples.", nameof(Losses));
            }
        }

        return losses.Count > 0 ? [.. losses] : throw new ArgumentException("PerHead needs a loss for each head, such as [new BinaryCrossEntropy(), new MeanSquaredError()].", nameof(Losses));
    }

    private static double[]? Checked(IReadOnlyList<double>? weights) => weights is null ? null : [.. weights.Select(weight => Check.Positive(weight, nameof(Weights)))];

    private static bool Fit(IReadOnlyList<Loss> losses, IReadOnlyList<double>? weights) => weights is null || losses is null || weights.Count == losses.Count
        ? true
        : throw new ArgumentException($"PerHead has {losses.Count} losses and {weights.Count} weights. Give each loss a weight, or omit the weights.", nameof(Weights));
}
