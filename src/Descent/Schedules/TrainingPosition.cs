namespace Descent;

/// <summary>A point in training.</summary>
/// <param name="Step">The number of updates so far; 0 before the first.</param>
/// <param name="StepsPerEpoch">The number of updates per epoch, at least 1.</param>
public readonly record struct TrainingPosition(long Step, int StepsPerEpoch)
{
    // 0 outside a run. Moments are copied many times per step; with a size of 48 bytes, a copy is two stores that do not overlap.
    private readonly double runEpochs;

    /// <summary>
    /// The losses that measure progress, one per finished epoch: the validation losses, or the training losses if there are no validation rows.
    /// </summary>
    public ReadOnlyMemory<double> Losses { get; init; }

    /// <summary>The number of epochs so far, including the fraction of the current one.</summary>
    public double Epoch => (double)Step / StepsPerEpoch;

    /// <summary>The number of epochs of the whole run, above 0, which a schedule uses if its own length is not set; null outside a run.</summary>
    public double? RunEpochs { get => runEpochs > 0 ? runEpochs : null; init => runEpochs = value is null ? 0 : Check.Positive(value.Value, nameof(RunEpochs)); }

    /// <summary>The data of the training run, or null.</summary>
    internal TrainingPositionContext? Context { get; init; }

    /// <summary>The number of updates so far of the parameters that are updated, which may have been frozen for some epochs, by an optimizer that may have begun later.</summary>
    internal long Updates => Context is not { } own ? Step
        : own.FrozenEpochs > 0 ? Math.Max(0, Step - Math.Max((long)own.FrozenEpochs * StepsPerEpoch, own.FirstUpdate))
        : Math.Max(0, Step - own.FirstUpdate);

    /// <summary>Gets the moment of another step of the same run, with the losses known at that step.</summary>
    internal TrainingPosition At(long step) => this with { Step = Math.Max(0, step), Losses = Losses[..(int)Math.Clamp(step / StepsPerEpoch, 0, Losses.Length)] };
}

/// <summary>The data of a training run that all its moments share. Not thread-safe.</summary>
internal sealed class TrainingPositionContext
{
    /// <summary>The state of plateau schedules.</summary>
    public PlateauMemory Plateaus { get; } = new();

    /// <summary>The learned learning rate, which replaces that of the optimizer; null if it is not learned.</summary>
    public double? LearnedRate { get; set; }

    /// <summary>The factor of the optimizer's rate, for parameters with a separate rate.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>The factor of a decoupled decay, for parameters with a separate decay.</summary>
    public double DecayFactor { get; init; } = 1;

    /// <summary>The number of epochs before the parameters are trained.</summary>
    public int FrozenEpochs { get; init; }

    /// <summary>The position of the optimizer's first update: 0, except in a branch.</summary>
    public long FirstUpdate { get; set; }
}
