namespace Descent;

/// <summary>What an update brought.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Loss">The loss of its batch, before it; penalties not included.</param>
/// <param name="GradientNorm">The norm <c>‖g‖₂</c> of all gradients together, after clipping.</param>
/// <param name="LearningRate">Its learning rate.</param>
public readonly record struct StepRecord(long Step, double Loss, double GradientNorm, double LearningRate);
