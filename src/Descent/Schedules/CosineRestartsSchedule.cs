namespace Descent;

/// <summary>Cosine decay that starts again each time it has reached its end, each time <c>Growth</c> times as long.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; PyTorch's CosineAnnealingWarmRestarts; Keras's CosineDecayRestarts, whose <c>m_mul</c> is <c>Height</c>.</remarks>
/// <param name="Initial">The number at first, and after every restart.</param>
/// <param name="Epochs">Epochs up to the first restart, above 0; default 10.</param>
/// <param name="Growth">How many times as long each wave is as the one before, at least 1; default 2.</param>
/// <param name="Final">The number just before a restart; default 0.</param>
/// <param name="Height">By what the height of each wave above <c>Final</c> is multiplied at a restart, above 0; default 1: every wave begins at <c>Initial</c>.</param>
public sealed record CosineRestartsSchedule(double Initial, double Epochs = 10, double Growth = 2, double Final = 0, double Height = 1) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>Epochs up to the first restart.</summary>
    public double Epochs { get; init => field = Check.Positive(value, nameof(Epochs)); } = Check.Positive(Epochs);

    /// <summary>How many times as long each wave is as the one before.</summary>
    public double Growth { get; init => field = Check.AtLeast(value, 1.0, nameof(Growth)); } = Check.AtLeast(Growth, 1.0);

    /// <summary>The number just before a restart.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <summary>By what the height of each wave above the last number is multiplied at a restart.</summary>
    public double Height { get; init => field = Check.Positive(value, nameof(Height)); } = Check.Positive(Height);

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        double done = moment.Epoch, length = Epochs, restarts = 0;
        if (Growth == 1)
        {
            restarts = Math.Floor(done / length);
            done -= length * restarts;
        }

        while (done >= length)
        {
            done -= length;
            length *= Growth;
            restarts++;
        }

        return CosineSchedule.Between(Final + ((Initial - Final) * Math.Pow(Height, restarts)), Final, done / length);
    }
}
