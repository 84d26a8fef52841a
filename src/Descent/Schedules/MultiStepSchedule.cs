namespace Descent;

/// <summary>Decay at given epochs: <c>Initial·Factor^(number of milestones reached)</c>.</summary>
/// <remarks>
/// PyTorch's MultiStepLR; Keras's PiecewiseConstantDecay with equal ratios, which keeps the old value at the milestone itself.
/// For arbitrary values use <see cref="PiecewiseConstantSchedule"/>.
/// </remarks>
/// <param name="Initial">The value at the start.</param>
/// <param name="Milestones">The epochs at which the value falls, in increasing order, each above 0.</param>
/// <param name="Factor">The factor at each milestone, above 0; default 0.1.</param>
/// <param name="KeepAtBoundary">Whether the old value still applies at the milestone itself and the next one begins a step later, as in Keras; default false, as in PyTorch.</param>
public sealed record MultiStepSchedule([Option] double Initial, [Option("in epochs, in increasing order", Above = 0)] IReadOnlyList<double> Milestones, [Option(Above = 0)] double Factor = 0.1, [Option("Keras has true")] bool KeepAtBoundary = false) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The epochs at which the value falls.</summary>
    public IReadOnlyList<double> Milestones { get; init => field = RisingEpochs.Of(value, nameof(Milestones)); } = RisingEpochs.Of(Milestones, nameof(Milestones));

    /// <summary>The factor at each milestone.</summary>
    public double Factor { get; init => field = Check.Positive(value, nameof(Factor)); } = Check.Positive(Factor);

    /// <summary>Whether the old value still applies at the milestone itself.</summary>
    public bool KeepAtBoundary { get; init; } = KeepAtBoundary;

    /// <inheritdoc/>
    public override double At(TrainingPosition position) => Initial * Math.Pow(Factor, RisingEpochs.Reached(Milestones, position.Epoch, KeepAtBoundary));

    /// <summary>Whether all options are equal, including the milestones.</summary>
    /// <param name="other">The other schedule.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(MultiStepSchedule? other) => other is not null && Initial.Equals(other.Initial) && Factor.Equals(other.Factor) && KeepAtBoundary == other.KeepAtBoundary && Milestones.SequenceEqual(other.Milestones);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Initial, Factor, KeepAtBoundary, Milestones.Count, Milestones[^1]);

    /// <summary>Writes the options, including the milestones.</summary>
    /// <returns>Text in invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"MultiStepSchedule {{ Initial = {Initial}, Milestones = [{string.Join(", ", Milestones.Select(m => m.ToString(System.Globalization.CultureInfo.InvariantCulture)))}], Factor = {Factor}, KeepAtBoundary = {KeepAtBoundary} }}");
}
