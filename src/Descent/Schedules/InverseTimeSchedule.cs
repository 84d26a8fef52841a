namespace Descent;

/// <summary>Inverse time decay: <c>Initial / (1 + Decay·epoch / Every)</c>.</summary>
/// <remarks>Keras's InverseTimeDecay with decay_steps of <c>Every</c> epochs. With it, stochastic gradient descent provably converges (Robbins and Monro 1951).</remarks>
/// <param name="Initial">The value at the start.</param>
/// <param name="Decay">The speed of the decay, at least 0; default 0.1, with which the value is half of Initial after ten epochs.</param>
/// <param name="Every">The number of epochs in which the divisor grows by <c>Decay</c>, above 0; default 1.</param>
/// <param name="Staircase">Whether the value falls in steps, after every <c>Every</c> epochs, instead of continuously; default false.</param>
public sealed record InverseTimeSchedule([Option] double Initial, [Option(AtLeast = 0)] double Decay = 0.1, [Option("in epochs", Above = 0)] double Every = 1, [Option("falls at every step")] bool Staircase = false) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The speed of the decay.</summary>
    public double Decay { get; init => field = Check.NotNegative(value, nameof(Decay)); } = Check.NotNegative(Decay);

    /// <summary>The number of epochs in which the divisor grows by <see cref="Decay"/>.</summary>
    public double Every { get; init => field = Check.Positive(value, nameof(Every)); } = Check.Positive(Every);

    /// <summary>Whether the value falls in steps, after every <see cref="Every"/> epochs, instead of continuously.</summary>
    public bool Staircase { get; init; } = Staircase;

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        double time = position.Epoch / Every;
        return Initial / (1 + (Decay * (Staircase ? Math.Floor(time) : time)));
    }
}
