namespace Descent;

/// <summary>Step decay: <c>Initial·Factor^⌊epoch / Every⌋</c>.</summary>
/// <remarks>PyTorch's StepLR; Keras's ExponentialDecay with <c>staircase=True</c>.</remarks>
/// <param name="Initial">The value at the start.</param>
/// <param name="Factor">The factor of each reduction, above 0; default 0.1, as in PyTorch's StepLR.</param>
/// <param name="Every">The number of epochs between reductions, above 0; default 10.</param>
public sealed record StepSchedule([Option] double Initial, [Option(Above = 0)] double Factor = 0.1, [Option("in epochs", Above = 0)] double Every = 10) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The factor of each reduction.</summary>
    public double Factor { get; init => field = Check.Positive(value, nameof(Factor)); } = Check.Positive(Factor);

    /// <summary>The number of epochs between reductions.</summary>
    public double Every { get; init => field = Check.Positive(value, nameof(Every)); } = Check.Positive(Every);

    /// <inheritdoc/>
    public override double At(TrainingPosition position) => Initial * Math.Pow(Factor, Math.Floor(position.Epoch / Every));
}
