namespace Descent;

/// <summary>Inverse time decay: <c>Initial / (1 + Decay·epoch / Every)</c>.</summary>
/// <remarks>Keras's InverseTimeDecay with decay_steps of <c>Every</c> epochs. With it stochastic descent provably converges (Robbins and Monro 1951).</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Decay">How fast it falls, at least 0; default 0.1: half of it after ten epochs.</param>
/// <param name="Every">In how many epochs the divisor grows by <c>Decay</c>, above 0; default 1.</param>
/// <param name="Staircase">Whether it falls only after every so many epochs, and at once; default no.</param>
public sealed record InverseTimeSchedule(double Initial, double Decay = 0.1, double Every = 1, bool Staircase = false) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>How fast it falls.</summary>
    public double Decay { get; init => field = Check.NotNegative(value, nameof(Decay)); } = Check.NotNegative(Decay);

    /// <summary>In how many epochs the divisor grows by <see cref="Decay"/>.</summary>
    public double Every { get; init => field = Check.Positive(value, nameof(Every)); } = Check.Positive(Every);

    /// <summary>Whether it falls only after every so many epochs, and at once.</summary>
    public bool Staircase { get; init; } = Staircase;

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        double time = moment.Epoch / Every;
        return Initial / (1 + (Decay * (Staircase ? Math.Floor(time) : time)));
    }
}
