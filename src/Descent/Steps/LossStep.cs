namespace Descent;

/// <summary>The end of a network that is trained: a loss over its outputs.</summary>
/// <param name="Function">The loss.</param>
/// <param name="Description">A description of the computation, including the activation with which it is fused.</param>
/// <param name="TakesOver">Whether it is fused with the last step of the network and computed from the input of that step.</param>
internal sealed record LossStep(ILossFunction Function, string Description, bool TakesOver = false)
{
    /// <summary>The losses of the heads, whose sum is this loss; null if the loss has its own kernel.</summary>
    public IReadOnlyList<HeadLossStep>? Heads { get; init; }
}

/// <summary>The loss of one head.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Head">The network up to the end of the head.</param>
/// <param name="Factor">The factor of a sample's weight for this loss.</param>
internal sealed record HeadLossStep(LossStep Loss, NetworkSteps Head, double Factor);
