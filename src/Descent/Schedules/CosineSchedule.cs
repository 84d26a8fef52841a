namespace Descent;

/// <summary>Cosine decay: <c>Final + ½·(Initial − Final)·(1 + cos(π·epoch / Epochs))</c>, then Final.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; Keras's CosineDecay, PyTorch's CosineAnnealingLR (which rises again behind its end).</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Epochs">In how many epochs it reaches the last number, above 0; default those of the run, or 100 where no run is known.</param>
/// <param name="Final">The last number; default 0.</param>
public sealed record CosineSchedule(double Initial, double? Epochs = null, double Final = 0) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>In how many epochs it reaches the last number.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <summary>The last number.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <inheritdoc/>
    public override double At(Moment moment) => Between(Initial, Final, Math.Min(1, moment.Epoch / LengthAt(Epochs, moment)));

    /// <summary>Half a cosine wave from one number to another; <paramref name="share"/> is in [0, 1].</summary>
    internal static double Between(double from, double to, double share) => to + (0.5 * (from - to) * (1 + Math.Cos(Math.PI * share)));
}
