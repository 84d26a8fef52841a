namespace Descent;

/// <summary>
/// Gaussian noise: in training <c>y = x + σ·z</c> with a standard normal z for every number, drawn anew for every update; in
/// use and in validation <c>y = x</c>. As the first layer it is input noise, an augmentation for tables of standardized numbers.
/// </summary>
/// <remarks>
/// Bishop, "Training with noise is equivalent to Tikhonov regularization", 1995. The noise is a function of seed, layer, update,
/// neuron and place in the batch: the same for any number of threads.
/// </remarks>
/// <example><c>Network network = [new GaussianNoise(0.05), new Dense(64, new Relu()), new Dense(1)];</c></example>
/// <param name="StandardDeviation">σ &gt; 0, or a schedule, which may end at 0; default 0.1.</param>
public sealed record GaussianNoise(Schedule? StandardDeviation = null) : Layer
{
    /// <summary>σ.</summary>
    public Schedule StandardDeviation { get; init => field = NumberRange.Falling.Of(value); } = NumberRange.Falling.Of(StandardDeviation ?? 0.1);

    internal override bool IsSeenThrough => true;

    internal override void Write(StepBuilder steps) => steps.Noise(StandardDeviation);
}
