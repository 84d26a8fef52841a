namespace Descent;

/// <summary>
/// Inverted dropout: in training mode <c>y = x·m/(1 − rate)</c> with m = 0 with probability rate, otherwise 1, redrawn for every
/// update; the backward pass uses the same mask. In inference and validation <c>y = x</c>.
/// </summary>
/// <remarks>
/// Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent neural networks from
/// overfitting", 2014. The mask is a function of the seed, layer, update, neuron and position in the batch, and so the same for any number
/// of threads.
/// </remarks>
/// <example><c>Network network = [new Dense(64), new Relu(), new Dropout(0.2), new Dense(1)];</c></example>
/// <param name="Rate">The fraction of values that are dropped, a number in [0, 1) or a schedule; 0 is the identity. Default 0.5.</param>
/// <param name="PerBatch">Whether a neuron is dropped for all samples of a batch together rather than independently for each; default false.</param>
public sealed record Dropout([Option(AtLeast = 0, Below = 1)] Schedule? Rate = null, bool PerBatch = false) : Layer
{
    /// <summary>The fraction of values that are dropped.</summary>
    public Schedule Rate { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Rate ?? 0.5);

    internal override bool IsSkippedByInitialization => true;

    internal override void Write(StepBuilder steps)
    {
        if (Rate is not ConstantSchedule { Value: 0 })
        {
            steps.Dropout(Rate, PerBatch);
        }
    }
}
