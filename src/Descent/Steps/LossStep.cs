namespace Descent;

/// <summary>The end of a network that is trained: a loss over its outputs.</summary>
/// <param name="Function">The loss.</param>
/// <param name="Description">What is computed, and what it was fused with.</param>
/// <param name="TakesOver">Whether it is computed together with the network's last step, from what goes into that.</param>
internal sealed record LossStep(ILossFunction Function, string Description, bool TakesOver = false)
{
    /// <summary>The losses of the branches that the network ends in, of which this one is the sum; null if it has a kernel of its own.</summary>
    public IReadOnlyList<HeadLossStep>? Heads { get; init; }
}

/// <summary>The loss of one head.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Head">The network up to the end of the head.</param>
/// <param name="Factor">By what a sample's weight is multiplied for it.</param>
internal sealed record HeadLossStep(LossStep Loss, NetworkSteps Head, double Factor);
