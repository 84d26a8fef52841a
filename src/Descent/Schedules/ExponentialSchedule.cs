namespace Descent;

/// <summary>Exponential decay: <c>Initial·Factor^(epoch / Every)</c>, which falls at every step.</summary>
/// <remarks>
/// Keras's ExponentialDecay; PyTorch's ExponentialLR has the same values at whole epochs and is constant in between.
/// As a staircase (Keras's <c>staircase=True</c>) it is <see cref="StepSchedule"/>.
/// </remarks>
/// <param name="Initial">The value at the start.</param>
/// <param name="Factor">The factor per <paramref name="Every"/> epochs, above 0; default 0.95.</param>
/// <param name="Every">The number of epochs in which the value is multiplied by <paramref name="Factor"/>, above 0; default 1.</param>
public sealed record ExponentialSchedule([Option] double Initial, [Option(Above = 0)] double Factor = 0.95, [Option("in epochs", Above = 0)] double Every = 1) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The factor per <see cref="Every"/> epochs.</summary>
    public double Factor { get; init => field = Check.Positive(value, nameof(Factor)); } = Check.Positive(Factor);

    /// <summary>The number of epochs in which the value is multiplied by <see cref="Factor"/>.</summary>
    public double Every { get; init => field = Check.Positive(value, nameof(Every)); } = Check.Positive(Every);

    /// <inheritdoc/>
    public override double At(TrainingPosition position) => Initial * Math.Pow(Factor, position.Epoch / Every);
}
