namespace Descent.Schedules;

/// <summary>A point in training.</summary>
/// <param name="Step">Updates made so far: 0 before the first.</param>
/// <param name="StepsPerEpoch">Updates per pass through the data, at least 1.</param>
public readonly record struct Moment(long Step, int StepsPerEpoch)
{
    // 0 where no run is known. Moments are handed on by value many times per step, so they are kept small.
    private readonly double runEpochs;

    /// <summary>
    /// The losses by which training is judged, one per finished epoch: on the validation rows, or without any on the training rows.
    /// </summary>
    public ReadOnlyMemory<double> Losses { get; init; }

    /// <summary>Passes through the data so far, with their fraction.</summary>
    public double Epoch => (double)Step / StepsPerEpoch;

    /// <summary>Epochs of the whole run, above 0; a schedule without a length of its own takes it. Null if no run is known.</summary>
    public double? RunEpochs { get => runEpochs > 0 ? runEpochs : null; init => runEpochs = value is null ? 0 : Check.Positive(value.Value, nameof(RunEpochs)); }

    /// <summary>What plateau schedules have read of the losses, if somebody remembers it.</summary>
    internal PlateauMemory? Plateaus { get; init; }

    /// <summary>The learning rate, if it is not simply the optimizer's.</summary>
    internal OwnRate? Rate { get; init; }

    /// <summary>Another step of the same run, with the losses that were known then.</summary>
    internal Moment At(long step) => this with { Step = step, Losses = Losses[..(int)Math.Min(Losses.Length, step / StepsPerEpoch)] };
}

/// <summary>A learning rate that is not simply the optimizer's.</summary>
internal sealed class OwnRate
{
    /// <summary>The rate in place of the optimizer's, if it is learnt.</summary>
    public double? Learnt { get; set; }

    /// <summary>By what the optimizer's rate is multiplied, if parameters have a rate of their own.</summary>
    public double Factor { get; init; } = 1;
}
