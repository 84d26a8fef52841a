namespace Descent.Schedules;

/// <summary>A point in training.</summary>
/// <param name="Step">Updates made so far: 0 before the first.</param>
/// <param name="StepsPerEpoch">Updates per pass through the data, at least 1.</param>
public readonly record struct Moment(long Step, int StepsPerEpoch)
{
    /// <summary>
    /// The losses by which training is judged, one per finished epoch: on the validation rows, or without any on the training rows.
    /// </summary>
    public ReadOnlyMemory<double> Losses { get; init; }

    /// <summary>Passes through the data so far, with their fraction.</summary>
    public double Epoch => (double)Step / StepsPerEpoch;

    /// <summary>Epochs of the whole run, above 0; a schedule without a length of its own takes it. Null if no run is known.</summary>
    public double? RunEpochs { get; init => field = value is null ? null : Check.Positive(value.Value, nameof(RunEpochs)); }

    /// <summary>What plateau schedules have read of the losses, if somebody remembers it.</summary>
    internal PlateauMemory? Plateaus { get; init; }

    /// <summary>The learning rate in place of the optimizer's own, if it is learnt.</summary>
    internal double? LearntRate { get; init; }

    /// <summary>By what the optimizer's learning rate is multiplied, if parameters have a rate of their own.</summary>
    internal double? RateFactor { get; init; }

    /// <summary>Another step of the same run, with the losses that were known then.</summary>
    internal Moment At(long step) => this with { Step = step, Losses = Losses[..(int)Math.Min(Losses.Length, step / StepsPerEpoch)] };
}
