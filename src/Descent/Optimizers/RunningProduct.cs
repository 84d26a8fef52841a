namespace Descent;

/// <summary>
/// β₁·β₂⋯βₜ of a number that may change from step to step. An average <c>m ← βₜ·m + (1 − βₜ)·g</c> that begins at 0 gives its gradients
/// weights whose sum is <c>1 − β₁⋯βₜ</c>: that is what it must be divided by. For a plain number it is the papers' βᵗ.
/// </summary>
/// <param name="factor">βₜ at a moment.</param>
/// <param name="constant">β, if it is the same at every moment.</param>
internal sealed class RunningProduct(Func<Moment, double> factor, double? constant = null)
{
    private long steps;
    private double product = 1;

    /// <summary>A product of an option's numbers.</summary>
    public RunningProduct(Schedule option, NumberRange range, string name)
        : this(moment => range.At(option, moment, name), (option as ConstantSchedule)?.Value)
    {
    }

    /// <summary>
    /// The product of all steps up to a moment, that one included. It is a function of the moment alone: of the last one only a
    /// factor is missing, and after a jump, as when a saved run goes on, all of them are multiplied again.
    /// </summary>
    public double Through(Moment moment)
    {
        long wanted = moment.Step + 1;
        if (constant is { } beta)
        {
            return Math.Pow(beta, wanted);
        }

        if (wanted < steps)
        {
            (steps, product) = (0, 1);
        }

        while (steps < wanted)
        {
            product *= factor(moment.At(steps++));
        }

        return product;
    }
}
