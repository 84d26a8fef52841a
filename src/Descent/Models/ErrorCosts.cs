namespace Descent;

/// <summary>What the two kinds of errors of a binary model cost, in any common unit; a correct prediction costs nothing.</summary>
/// <param name="FalseNegative">The cost of a positive row that is predicted as negative, from <see cref="Least"/> to <see cref="Most"/>; default 1.</param>
/// <param name="FalsePositive">The cost of a negative row that is predicted as positive, from <see cref="Least"/> to <see cref="Most"/>; default 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If a cost is not a number from <see cref="Least"/> to <see cref="Most"/>.</exception>
public sealed record ErrorCosts(double FalseNegative = 1, double FalsePositive = 1)
{
    /// <summary>The smallest cost, 1e-100. Within these limits the mean cost of any number of rows and the ratio of two costs are finite and above 0.</summary>
    public const double Least = 1e-100;

    /// <summary>The largest cost, 1e100.</summary>
    public const double Most = 1e100;

    /// <summary>The cost of a positive row that is predicted as negative.</summary>
    public double FalseNegative { get; init => field = Checked(value, nameof(FalseNegative)); } = Checked(FalseNegative, nameof(FalseNegative));

    /// <summary>The cost of a negative row that is predicted as positive.</summary>
    public double FalsePositive { get; init => field = Checked(value, nameof(FalsePositive)); } = Checked(FalsePositive, nameof(FalsePositive));

    private static double Checked(double cost, string name) => cost is >= Least and <= Most
        ? cost
        : throw new ArgumentOutOfRangeException(name, cost, $"{name} must be a finite number above 0, from 1e-100 to 1e100.");
}
