namespace Descent;

/// <summary>
/// One cycle: rises along a cosine from <c>Highest / StartDivisor</c> to <c>Highest</c>, then falls along another cosine to
/// <c>Highest / (StartDivisor·EndDivisor)</c> at the last of <c>Epochs</c>.
/// </summary>
/// <remarks>
/// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018; the same values as PyTorch's OneCycleLR
/// at every step, without its momentum cycle.
/// </remarks>
/// <param name="Highest">The greatest value.</param>
/// <param name="Epochs">The number of epochs of the whole cycle, above 0; default the epochs of the run, or 100 outside a run.</param>
/// <param name="Rise">The fraction of the cycle in which the value rises, in [0, 1); default 0.3.</param>
/// <param name="StartDivisor">The ratio of the greatest value to the first, above 0; default 25.</param>
/// <param name="EndDivisor">The ratio of the first value to the last, above 0; default 10,000.</param>
public sealed record OneCycleSchedule([Option] double Highest, [Option("those of the run", Above = 0)] double? Epochs = null, [Option(AtLeast = 0, Below = 1)] double Rise = 0.3, [Option(Above = 0)] double StartDivisor = 25, [Option(Above = 0)] double EndDivisor = 1e4) : Schedule
{
    /// <summary>The greatest value.</summary>
    public double Highest { get; init => field = Check.Finite(value, nameof(Highest)); } = Check.Finite(Highest);

    /// <summary>The number of epochs of the whole cycle.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <summary>The fraction of the cycle in which the value rises.</summary>
    public double Rise { get; init => field = Check.Fraction(value, nameof(Rise)); } = Check.Fraction(Rise);

    /// <summary>The ratio of the greatest value to the first.</summary>
    public double StartDivisor { get; init => field = Check.Positive(value, nameof(StartDivisor)); } = Check.Positive(StartDivisor);

    /// <summary>The ratio of the first value to the last.</summary>
    public double EndDivisor { get; init => field = Check.Positive(value, nameof(EndDivisor)); } = Check.Positive(EndDivisor);

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        double steps = LengthAt(Epochs, position) * position.StepsPerEpoch, first = Highest / StartDivisor;

        // The steps, counted from 0, of the greatest and of the last value.
        double top = Math.Max(0, (Rise * steps) - 1), last = Math.Max(steps - 1, top + 1);
        return position.Step < top
            ? CosineSchedule.Between(first, Highest, position.Step / top)
            : CosineSchedule.Between(Highest, first / EndDivisor, Math.Min(1, (position.Step - top) / (last - top)));
    }
}
