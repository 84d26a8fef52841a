namespace Descent;

/// <summary>Step decay: <c>Initial·Factor^⌊epoch / Every⌋</c>.</summary>
/// <remarks>PyTorch's StepLR; Keras's ExponentialDecay as a staircase.</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Factor">By what it is multiplied each time; default 0.1, as in PyTorch's StepLR.</param>
/// <param name="Every">After how many epochs each time, above 0; default 10.</param>
public sealed record StepSchedule(double Initial, double Factor = 0.1, double Every = 10) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>By what it is multiplied each time.</summary>
    public double Factor { get; init => field = Check.Positive(value, nameof(Factor)); } = Check.Positive(Factor);

    /// <summary>After how many epochs each time.</summary>
    public double Every { get; init => field = Check.Positive(value, nameof(Every)); } = Check.Positive(Every);

    /// <inheritdoc/>
    public override double At(Moment moment) => Initial * Math.Pow(Factor, Math.Floor(moment.Epoch / Every));
}
