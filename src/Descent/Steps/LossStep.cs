namespace Descent.Steps;

/// <summary>The end of a network that is trained: a loss over its outputs.</summary>
/// <param name="Function">The loss.</param>
/// <param name="Description">What is computed, and what it was fused with.</param>
/// <param name="TakesOver">Whether it is computed together with the network's last step, from what goes into that.</param>
internal sealed record LossStep(ILossFunction Function, string Description, bool TakesOver = false);
