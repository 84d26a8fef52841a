namespace Descent;

/// <summary>
/// Inverted dropout: in training <c>y = x·m/(1 − rate)</c> with m = 0 with probability rate, otherwise 1, drawn anew for every
/// update; the gradient goes through the same mask. In use and in validation <c>y = x</c>.
/// </summary>
/// <remarks>
/// Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent neural networks from
/// overfitting", 2014. The mask is a function of seed, layer, update, neuron and place in the batch: the same for any number
/// of threads. The gradient passes through the same mask.
/// </remarks>
/// <example><c>Network network = [new Dense(64), new Relu(), new Dropout(0.2), new Dense(1)];</c></example>
/// <param name="Rate">The share of numbers that is dropped, in [0, 1); 0 is the identity. A schedule may change it. Default 0.5.</param>
/// <param name="PerBatch">Whether a neuron is dropped for all samples of a batch at once rather than for each on its own; default no.</param>
public sealed record Dropout(Schedule? Rate = null, bool PerBatch = false) : Layer
{
    /// <summary>The share of numbers that is dropped.</summary>
    public Schedule Rate { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Rate ?? 0.5);

    internal override bool IsSeenThrough => true;

    internal override void Write(StepBuilder steps)
    {
        if (Rate is not ConstantSchedule { Value: 0 })
        {
            steps.Dropout(Rate, PerBatch);
        }
    }
}
