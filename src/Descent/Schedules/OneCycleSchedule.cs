namespace Descent;

/// <summary>
/// One cycle: along a cosine from <c>Highest / StartDivisor</c> up to <c>Highest</c>, then along another down to
/// <c>Highest / (StartDivisor·EndDivisor)</c> at the last of <c>Epochs</c>.
/// </summary>
/// <remarks>
/// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018; PyTorch's OneCycleLR
/// step by step, without its cycle of the momentum.
/// </remarks>
/// <param name="Highest">The largest number.</param>
/// <param name="Epochs">Epochs of the whole cycle, above 0; default those of the run, or 100 where no run is known.</param>
/// <param name="Rise">Share of the cycle that rises, in [0, 1); default 0.3.</param>
/// <param name="StartDivisor">The first number is so many times smaller, above 0; default 25.</param>
/// <param name="EndDivisor">The last number is so many times smaller than the first, above 0; default 10,000.</param>
public sealed record OneCycleSchedule(double Highest, double? Epochs = null, double Rise = 0.3, double StartDivisor = 25, double EndDivisor = 1e4) : Schedule
{
    /// <summary>The largest number.</summary>
    public double Highest { get; init => field = Check.Finite(value, nameof(Highest)); } = Check.Finite(Highest);

    /// <summary>Epochs of the whole cycle.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <summary>Share of the cycle that rises.</summary>
    public double Rise { get; init => field = Check.Fraction(value, nameof(Rise)); } = Check.Fraction(Rise);

    /// <summary>How many times smaller the first number is than the largest.</summary>
    public double StartDivisor { get; init => field = Check.Positive(value, nameof(StartDivisor)); } = Check.Positive(StartDivisor);

    /// <summary>How many times smaller the last number is than the first.</summary>
    public double EndDivisor { get; init => field = Check.Positive(value, nameof(EndDivisor)); } = Check.Positive(EndDivisor);

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        double steps = LengthAt(Epochs, moment) * moment.StepsPerEpoch, first = Highest / StartDivisor;

        // Counted from step 0: the one that reaches the top, and the last one.
        double top = Math.Max(0, (Rise * steps) - 1), last = Math.Max(steps - 1, top + 1);
        return moment.Step < top
            ? CosineSchedule.Between(first, Highest, moment.Step / top)
            : CosineSchedule.Between(Highest, first / EndDivisor, Math.Min(1, (moment.Step - top) / (last - top)));
    }
}
