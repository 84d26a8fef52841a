using System.Globalization;

namespace Descent;

/// <summary>A loss for each head of a network that ends in <see cref="Concatenate"/>: <c>L = Σₕ wₕ·Lₕ</c>.</summary>
/// <remarks>
/// Heads are the branches of the last layer, in their order, and each sees only its own outputs and targets. Within a sample a head's
/// loss is reduced as its own <see cref="Loss.Reduction"/> says: <see cref="Reduction.MeanOverElements"/> is the mean over the head's outputs,
/// <see cref="Reduction.MeanOverSamples"/> their sum. This loss's reduction says what becomes of the samples, so with the default L is the
/// weighted sum of what the heads' losses would be alone. Each is computed together with the last activation of its head wherever it
/// would be at the end of a network of its own. In Keras this is <c>loss</c> and <c>loss_weights</c> of a model with several outputs.
/// </remarks>
/// <example><c>new PerHead([new BinaryCrossEntropy(), new MeanSquaredError()], [1, 0.5])</c></example>
/// <param name="Losses">A loss for each head, at least one; none of them reduced by a sum over samples.</param>
/// <param name="Weights">As many weights wₕ, each above 0; default null: 1 for all.</param>
/// <param name="Reduction">How the losses of samples become one number; default: their mean.</param>
/// <exception cref="ArgumentException">If there are no losses, if one is per head itself or reduced by <see cref="Reduction.Sum"/>, or if there are not as many weights.</exception>
/// <exception cref="ArgumentOutOfRangeException">If a weight is not above 0.</exception>
public sealed record PerHead(IReadOnlyList<Loss> Losses, IReadOnlyList<double>? Weights = null, Reduction Reduction = Reduction.MeanOverSamples) : Loss(Reduction)
{
    private readonly bool isFitting = Fit(Losses, Weights);

    /// <summary>A loss for each head.</summary>
    public IReadOnlyList<Loss> Losses { get; init => field = Checked(value); } = Checked(Losses);

    /// <summary>What each is multiplied by; null if all by 1.</summary>
    public IReadOnlyList<double>? Weights { get; init => field = Checked(value); } = Checked(Weights);

    internal override bool IsNeverNegative => Losses.All(loss => loss.IsNeverNegative);

    internal override LossStep End(NetworkSteps network)
    {
        // One of the lists may have been changed and the other not.
        _ = isFitting && Fit(Losses, Weights);
        IReadOnlyList<NetworkSteps> heads = network.Heads;
        if (heads.Count == 0)
        {
            throw Misfit("PerHead", "heads", "End the network in Concatenate, with a branch for each loss.");
        }

        if (heads.Count != Losses.Count)
        {
            throw new ArgumentException($"PerHead has {Losses.Count} {(Losses.Count == 1 ? "loss" : "losses")}, but the network ends in {heads.Count} branches. Give it one loss for each, in their order.");
        }

        HeadLossStep[] ends = [.. heads.Select((head, index) => new HeadLossStep(EndOf(head, index), head, Factor(head, index)))];
        return new(this, string.Join("; ", ends.Select((end, index) => $"head {index + 1}: {end.Loss.Description}"))) { Heads = ends };
    }

    /// <summary>Not called: what computes it asks the loss of each head.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    internal override TResult Accept<T, V, TResult>(bool takesOver, ILossVisitor<T, V, TResult> visitor) =>
        throw new InvalidOperationException("The losses of heads have kernels, their sum has none.");

    /// <summary>Whether losses and weights are equal.</summary>
    /// <param name="other">Another one.</param>
    /// <returns>Whether it is equal.</returns>
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

    /// <summary>The head's weight, and the share of each output if it takes their mean.</summary>
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
                throw new ArgumentException("A PerHead cannot stand inside of PerHead: the heads of a network are the branches of its last layer. List the losses of all heads in one.", nameof(Losses));
            }

            if (loss.Reduction == Reduction.Sum)
            {
                throw new ArgumentException($"{loss.GetType().Name} is a head's loss and cannot sum over samples; PerHead does. Give PerHead the reduction Sum, and this loss MeanOverSamples.", nameof(Losses));
            }
        }

        return losses.Count > 0 ? [.. losses] : throw new ArgumentException("PerHead needs a loss for each head, such as [new BinaryCrossEntropy(), new MeanSquaredError()].", nameof(Losses));
    }

    private static double[]? Checked(IReadOnlyList<double>? weights) => weights is null ? null : [.. weights.Select(weight => Check.Positive(weight, nameof(Weights)))];

    private static bool Fit(IReadOnlyList<Loss> losses, IReadOnlyList<double>? weights) => weights is null || losses is null || weights.Count == losses.Count
        ? true
        : throw new ArgumentException($"PerHead has {losses.Count} losses and {weights.Count} weights. Give each loss a weight, or leave the weights out.", nameof(Weights));
}
