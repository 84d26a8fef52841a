namespace Descent;

/// <summary>What the two kinds of errors of a binary model cost, in any common unit; a correct prediction costs nothing.</summary>
/// <param name="FalseNegative">The cost of a positive row that is predicted as negative, above 0; default 1.</param>
/// <param name="FalsePositive">The cost of a negative row that is predicted as positive, above 0; default 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If a cost is not a finite number above 0.</exception>
public sealed record ErrorCosts(double FalseNegative = 1, double FalsePositive = 1)
{
    /// <summary>The cost of a positive row that is predicted as negative.</summary>
    public double FalseNegative { get; init => field = Check.Positive(value, nameof(FalseNegative)); } = Check.Positive(FalseNegative);

    /// <summary>The cost of a negative row that is predicted as positive.</summary>
    public double FalsePositive { get; init => field = Check.Positive(value, nameof(FalsePositive)); } = Check.Positive(FalsePositive);
}
