using System.Globalization;

namespace Descent;

/// <summary>Given values between given boundaries: the first value up to the first boundary, the second from there on, and so on.</summary>
/// <remarks>
/// Keras's PiecewiseConstantDecay keeps the old value at a boundary, as with <c>KeepAtBoundary = true</c>. With PyTorch's milestones
/// (<see cref="MultiStepSchedule"/>) the value changes at the boundary.
/// </remarks>
/// <param name="Values">The values, one more than there are boundaries.</param>
/// <param name="Boundaries">The epochs at which the next value begins, in increasing order, each above 0.</param>
/// <param name="KeepAtBoundary">Whether the old value still applies at the boundary itself and the next one begins a step later; default false.</param>
public sealed record PiecewiseConstantSchedule([Option] IReadOnlyList<double> Values, [Option("in epochs, in increasing order, one fewer than values", Above = 0)] IReadOnlyList<double> Boundaries, [Option("Keras has true")] bool KeepAtBoundary = false) : Schedule
{
    private readonly bool isFitting = Fit(Values, Boundaries);

    /// <summary>The values, one more than there are boundaries.</summary>
    public IReadOnlyList<double> Values { get; init => field = AllFinite(value); } = AllFinite(Values);

    /// <summary>The epochs at which the next value begins.</summary>
    public IReadOnlyList<double> Boundaries { get; init => field = RisingEpochs.Of(value, nameof(Boundaries)); } = RisingEpochs.Of(Boundaries, nameof(Boundaries));

    /// <summary>Whether the old value still applies at the boundary itself.</summary>
    public bool KeepAtBoundary { get; init; } = KeepAtBoundary;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">If a <c>with</c> expression changed only one of the lists, so that their lengths no longer match.</exception>
    public override double At(TrainingPosition position)
    {
        _ = isFitting && Fit(Values, Boundaries);
        return Values[RisingEpochs.Reached(Boundaries, position.Epoch, KeepAtBoundary)];
    }

    /// <summary>Whether all options are equal, including the lists.</summary>
    /// <param name="other">The other schedule.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(PiecewiseConstantSchedule? other) => other is not null && KeepAtBoundary == other.KeepAtBoundary && Values.SequenceEqual(other.Values) && Boundaries.SequenceEqual(other.Boundaries);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Values.Count, Values[0], Boundaries[^1], KeepAtBoundary);

    /// <summary>Writes the options, including the lists.</summary>
    /// <returns>Text in invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"PiecewiseConstantSchedule {{ Values = [{Text(Values)}], Boundaries = [{Text(Boundaries)}], KeepAtBoundary = {KeepAtBoundary} }}");

    private static string Text(IReadOnlyList<double> numbers) => string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private static bool Fit(IReadOnlyList<double>? values, IReadOnlyList<double>? boundaries) => values is null || boundaries is null || values.Count == boundaries.Count + 1
        ? true
        : throw new ArgumentException($"Values must have one more element than Boundaries, but there are {values.Count} values for {boundaries.Count} boundaries.", nameof(Values));

    private static double[] AllFinite(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values, nameof(Values));
        return values.All(double.IsFinite) ? [.. values] : throw new ArgumentException("Values must be finite numbers.", nameof(Values));
    }
}
