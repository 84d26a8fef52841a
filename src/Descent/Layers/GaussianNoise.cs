namespace Descent;

/// <summary>
/// Gaussian noise: in training mode <c>y = x + σ·z</c> with a standard normal z for every value, redrawn for every update; in
/// inference and validation <c>y = x</c>. As the first layer it is input noise, an augmentation for tables of standardized numbers.
/// </summary>
/// <remarks>
/// Bishop, "Training with noise is equivalent to Tikhonov regularization", 1995. The noise is a function of the seed, layer, update,
/// neuron and position in the batch, and so the same for any number of threads.
/// </remarks>
/// <example><c>Network network = [new GaussianNoise(0.05), new Dense(64, new Relu()), new Dense(1)];</c></example>
/// <param name="StandardDeviation">σ, a number above 0 or a schedule, which may also be 0; default 0.1.</param>
public sealed record GaussianNoise([Option(Above = 0)] Schedule? StandardDeviation = null) : Layer
{
    /// <summary>σ.</summary>
    public Schedule StandardDeviation { get; init => field = NumberRange.Falling.Of(value); } = NumberRange.Falling.Of(StandardDeviation ?? 0.1);

    internal override bool IsSkippedByInitialization => true;

    internal override void Write(StepBuilder steps) => steps.Noise(StandardDeviation);
}
