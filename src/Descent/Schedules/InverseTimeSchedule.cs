namespace Descent.Schedules;

/// <summary>Inverse time decay: <c>Initial / (1 + Decay·epoch)</c>.</summary>
/// <remarks>Keras's InverseTimeDecay with decay_steps of one epoch. With it stochastic descent provably converges (Robbins and Monro 1951).</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Decay">How fast it falls, at least 0; default 0.1: half of it after ten epochs.</param>
public sealed record InverseTimeSchedule(double Initial, double Decay = 0.1) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>How fast it falls.</summary>
    public double Decay { get; init => field = Check.NotNegative(value, nameof(Decay)); } = Check.NotNegative(Decay);

    /// <inheritdoc/>
    public override double At(Moment moment) => Initial / (1 + (Decay * moment.Epoch));
}
