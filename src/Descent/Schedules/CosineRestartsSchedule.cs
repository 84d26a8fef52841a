namespace Descent;

/// <summary>Cosine decay that restarts whenever it has reached its end; each cycle is <c>Growth</c> times as long as the one before.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; PyTorch's CosineAnnealingWarmRestarts; Keras's CosineDecayRestarts, whose <c>m_mul</c> is <c>Height</c>.</remarks>
/// <param name="Initial">The value at the start, and after every restart.</param>
/// <param name="Epochs">The number of epochs until the first restart, above 0; default 10.</param>
/// <param name="Growth">The factor by which each cycle is longer than the one before, at least 1; default 2.</param>
/// <param name="Final">The value just before a restart; default 0.</param>
/// <param name="Height">The factor by which the height of the cycles above <c>Final</c> is multiplied at each restart, above 0; default 1, with which every cycle begins at <c>Initial</c>.</param>
public sealed record CosineRestartsSchedule([Option] double Initial, [Option(Above = 0)] double Epochs = 10, [Option(AtLeast = 1)] double Growth = 2, [Option] double Final = 0, [Option("each cycle begins at initial", Above = 0)] double Height = 1) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The number of epochs until the first restart.</summary>
    public double Epochs { get; init => field = Check.Positive(value, nameof(Epochs)); } = Check.Positive(Epochs);

    /// <summary>The factor by which each cycle is longer than the one before.</summary>
    public double Growth { get; init => field = Check.AtLeast(value, 1.0, nameof(Growth)); } = Check.AtLeast(Growth, 1.0);

    /// <summary>The value just before a restart.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <summary>The factor by which the height of the cycles above <see cref="Final"/> is multiplied at each restart.</summary>
    public double Height { get; init => field = Check.Positive(value, nameof(Height)); } = Check.Positive(Height);

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        double done = position.Epoch, length = Epochs, restarts = 0;
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
