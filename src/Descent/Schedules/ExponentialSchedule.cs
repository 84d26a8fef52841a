namespace Descent;

/// <summary>Exponential decay: <c>Initial·Factor^(epoch / Every)</c>, a little at every step.</summary>
/// <remarks>
/// Keras's ExponentialDecay; PyTorch's ExponentialLR has the same values at whole epochs and keeps them in between.
/// As a staircase (Keras's <c>staircase=True</c>) it is <see cref="StepSchedule"/>.
/// </remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Factor">By what it is multiplied in that time, above 0; default 0.95.</param>
/// <param name="Every">In how many epochs, above 0; default 1.</param>
public sealed record ExponentialSchedule(double Initial, double Factor = 0.95, double Every = 1) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>By what it is multiplied in that time.</summary>
    public double Factor { get; init => field = Check.Positive(value, nameof(Factor)); } = Check.Positive(Factor);

    /// <summary>In how many epochs.</summary>
    public double Every { get; init => field = Check.Positive(value, nameof(Every)); } = Check.Positive(Every);

    /// <inheritdoc/>
    public override double At(Moment moment) => Initial * Math.Pow(Factor, moment.Epoch / Every);
}
