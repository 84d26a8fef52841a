namespace Descent;

/// <summary>The results of one update.</summary>
/// <param name="Step">The number of the update, from 1.</param>
/// <param name="Loss">The loss of its batch, before the update; penalties are not included.</param>
/// <param name="GradientNorm">The norm <c>‖g‖₂</c> of all gradients together, after clipping.</param>
/// <param name="LearningRate">Its learning rate.</param>
public readonly record struct StepRecord(long Step, double Loss, double GradientNorm, double LearningRate);
