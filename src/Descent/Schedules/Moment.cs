namespace Descent;

/// <summary>A point in training.</summary>
/// <param name="Step">Updates made so far: 0 before the first.</param>
/// <param name="StepsPerEpoch">Updates per pass through the data, at least 1.</param>
public readonly record struct Moment(long Step, int StepsPerEpoch)
{
    // 0 where no run is known. Moments are copied many times per step: at 48 bytes a copy is two stores that do not overlap.
    private readonly double runEpochs;

    /// <summary>
    /// The losses by which training is judged, one per finished epoch: on the validation rows, or without any on the training rows.
    /// </summary>
    public ReadOnlyMemory<double> Losses { get; init; }

    /// <summary>Passes through the data so far, with their fraction.</summary>
    public double Epoch => (double)Step / StepsPerEpoch;

    /// <summary>Epochs of the whole run, above 0; a schedule without a length of its own takes it. Null if no run is known.</summary>
    public double? RunEpochs { get => runEpochs > 0 ? runEpochs : null; init => runEpochs = value is null ? 0 : Check.Positive(value.Value, nameof(RunEpochs)); }

    /// <summary>What one training adds, if it is known.</summary>
    internal MomentContext? Context { get; init; }

    /// <summary>Another step of the same run, with the losses that were known then.</summary>
    internal Moment At(long step) => this with { Step = step, Losses = Losses[..(int)Math.Min(Losses.Length, step / StepsPerEpoch)] };
}

/// <summary>What one training adds to all its moments. Not for several threads.</summary>
internal sealed class MomentContext
{
    /// <summary>What plateau schedules have read of the losses.</summary>
    public PlateauMemory Plateaus { get; } = new();

    /// <summary>The learning rate in place of the optimizer's, if it is learnt.</summary>
    public double? LearntRate { get; set; }

    /// <summary>By what the optimizer's rate is multiplied, if parameters have a rate of their own.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>By what a decoupled decay is multiplied, if parameters have one of their own.</summary>
    public double DecayFactor { get; init; } = 1;
}
