namespace Descent.Schedules;

/// <summary>Drops at given epochs: <c>Initial·Factor^(number of milestones reached)</c>.</summary>
/// <remarks>PyTorch's MultiStepLR; Keras's PiecewiseConstantDecay with equal ratios.</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Milestones">The epochs at which it drops, rising, each above 0.</param>
/// <param name="Factor">By what it is multiplied each time, above 0; default 0.1.</param>
public sealed record MultiStepSchedule(double Initial, IReadOnlyList<double> Milestones, double Factor = 0.1) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The epochs at which it drops.</summary>
    public IReadOnlyList<double> Milestones { get; init => field = Rising(value); } = Rising(Milestones);

    /// <summary>By what it is multiplied each time.</summary>
    public double Factor { get; init => field = Check.Positive(value, nameof(Factor)); } = Check.Positive(Factor);

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        int reached = 0;
        while (reached < Milestones.Count && moment.Epoch >= Milestones[reached])
        {
            reached++;
        }

        return Initial * Math.Pow(Factor, reached);
    }

    /// <summary>Whether all options are the same, milestone by milestone.</summary>
    /// <param name="other">Another schedule.</param>
    /// <returns>Whether it is equal.</returns>
    public bool Equals(MultiStepSchedule? other) => other is not null && Initial.Equals(other.Initial) && Factor.Equals(other.Factor) && Milestones.SequenceEqual(other.Milestones);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Initial, Factor, Milestones.Count, Milestones[^1]);

    /// <summary>The options, milestones included.</summary>
    /// <returns>Text in invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"MultiStepSchedule {{ Initial = {Initial}, Milestones = [{string.Join(", ", Milestones.Select(m => m.ToString(System.Globalization.CultureInfo.InvariantCulture)))}], Factor = {Factor} }}");

    private static double[] Rising(IReadOnlyList<double> milestones)
    {
        ArgumentNullException.ThrowIfNull(milestones, nameof(Milestones));
        double[] own = [.. milestones];
        for (int i = 0; i < own.Length; i++)
        {
            if (!(double.IsFinite(own[i]) && own[i] > (i > 0 ? own[i - 1] : 0)))
            {
                throw new ArgumentException($"Milestones must be rising epochs above 0, but number {i + 1} is {own[i]}.", nameof(Milestones));
            }
        }

        return own.Length > 0 ? own : throw new ArgumentException("Milestones must be at least one epoch. Write the plain number if nothing should change.", nameof(Milestones));
    }
}
