namespace Descent;

/// <summary>
/// The product β₁·β₂⋯βₜ of a number that may change from step to step. In an average <c>m ← βₜ·m + (1 − βₜ)·g</c> that starts at 0, the weights of the gradients
/// sum to <c>1 − β₁⋯βₜ</c>, by which the average must be divided. For a plain number the product is the βᵗ of the papers.
/// </summary>
/// <param name="factor">βₜ at a moment.</param>
/// <param name="constant">β, if it is constant; otherwise null.</param>
internal sealed class RunningProduct(Func<TrainingPosition, double> factor, double? constant = null)
{
    private long start, steps;
    private double product = 1;

    /// <summary>Creates the product of the values of an option.</summary>
    public RunningProduct(Schedule option, NumberRange range, string name)
        : this(position => range.At(option, position, name), (option as ConstantSchedule)?.Value)
    {
    }

    /// <summary>
    /// Gets the product of all steps up to and including a moment. It is a function of the moment alone: in the next step one factor is
    /// added, and after a jump, for example when a saved run is resumed, all factors are multiplied again.
    /// </summary>
    public double Through(TrainingPosition position)
    {
        long first = position.Step - position.Updates, wanted = position.Updates + 1;
        if (constant is { } beta)
        {
            return Math.Pow(beta, wanted);
        }

        // Before frozen parameters are trained, the first update moves on with every step.
        if (wanted < steps || first != start)
        {
            (start, steps, product) = (first, 0, 1);
        }

        while (steps < wanted)
        {
            product *= factor(position.At(first + steps++));
        }

        return product;
    }
}
