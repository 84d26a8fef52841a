namespace Descent.Schedules;

/// <summary>Cosine decay that starts again each time it has reached its end, each time <c>Growth</c> times as long.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; PyTorch's CosineAnnealingWarmRestarts.</remarks>
/// <param name="Initial">The number at first, and after every restart.</param>
/// <param name="Epochs">Epochs up to the first restart, above 0; default 10.</param>
/// <param name="Growth">How many times as long each wave is as the one before, at least 1; default 2.</param>
/// <param name="Final">The number just before a restart; default 0.</param>
public sealed record CosineRestartsSchedule(double Initial, double Epochs = 10, double Growth = 2, double Final = 0) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>Epochs up to the first restart.</summary>
    public double Epochs { get; init => field = Check.Positive(value, nameof(Epochs)); } = Check.Positive(Epochs);

    /// <summary>How many times as long each wave is as the one before.</summary>
    public double Growth { get; init => field = Check.AtLeast(value, 1.0, nameof(Growth)); } = Check.AtLeast(Growth, 1.0);

    /// <summary>The number just before a restart.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        double done = moment.Epoch, length = Epochs;
        if (Growth == 1)
        {
            done -= length * Math.Floor(done / length);
        }

        while (done >= length)
        {
            done -= length;
            length *= Growth;
        }

        return CosineSchedule.Between(Initial, Final, done / length);
    }
}
