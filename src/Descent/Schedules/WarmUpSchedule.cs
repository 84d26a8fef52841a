namespace Descent;

/// <summary>Rises linearly from <c>Start</c> times the first value of another schedule to that value; then the other schedule begins.</summary>
/// <remarks>
/// Goyal et al., "Accurate, large minibatch SGD", 2017. PyTorch's LinearLR before another scheduler in a SequentialLR. It keeps the first
/// steps small while the averages of an optimizer are based on few gradients.
/// </remarks>
/// <param name="Then">The schedule, or number, that follows.</param>
/// <param name="Epochs">The number of epochs of the rise, above 0; default 1.</param>
/// <param name="Start">The fraction of the first value at which the rise begins, in [0, 1); default 0.1.</param>
public sealed record WarmUpSchedule([Option] Schedule Then, [Option(Above = 0)] double Epochs = 1, [Option(AtLeast = 0, Below = 1)] double Start = 0.1) : Schedule
{
    /// <summary>The schedule that follows.</summary>
    public Schedule Then { get; init => field = Within(value); } = Within(Then);

    /// <summary>The number of epochs of the rise.</summary>
    public double Epochs { get; init => field = Check.Positive(value, nameof(Epochs)); } = Check.Positive(Epochs);

    /// <summary>The fraction of the first value at which the rise begins.</summary>
    public double Start { get; init => field = Check.Fraction(value, nameof(Start)); } = Check.Fraction(Start);

    internal override int Depth => 1 + Then.Depth;

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        long steps = (long)Math.Ceiling(Epochs * position.StepsPerEpoch);
        // The following schedule has the rest of the run.
        double? rest = position.RunEpochs is { } all && all * position.StepsPerEpoch > steps ? all - ((double)steps / position.StepsPerEpoch) : position.RunEpochs;
        return position.Step < steps
            ? Then.At(position with { Step = 0, RunEpochs = rest }) * (Start + ((1 - Start) * position.Step / steps))
            : Then.At(position with { Step = position.Step - steps, RunEpochs = rest });
    }

    private static Schedule Within(Schedule then)
    {
        Schedule checkedOne = NumberRange.Finite.Of(then, nameof(Then));
        return Nesting.Within(checkedOne, checkedOne.Depth, nameof(Then));
    }
}
