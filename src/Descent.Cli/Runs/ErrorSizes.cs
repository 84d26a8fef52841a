namespace Descent.Cli.Runs;

/// <summary>How large the errors of predicted numbers are: quantiles of the absolute error of each target.</summary>
internal static class ErrorSizes
{
    private static readonly double[] s_quantiles = [0.5, 0.75, 0.9, 0.95, 1];

    public const string Title = "Sizes of the errors (quantiles of the absolute error)";

    /// <summary>The fractions of the rows, or of their weight, whose errors are at most as large.</summary>
    public static IReadOnlyList<string> Heads { get; } = [.. s_quantiles.Select(Fixed.Percent)];

    /// <summary>The quantiles of each target.</summary>
    public static IEnumerable<(string Target, double[] Sizes)> Of(Outcome outcome, IReadOnlyList<string> names)
    {
        for (int column = 0; column < names.Count; column++)
        {
            int own = column;
            (double Size, double Weight)[] errors = [.. Enumerable.Range(0, outcome.Rows)
                .Select(row => (Math.Abs(outcome.Outputs.Span[(row * outcome.Columns) + own] - outcome.Targets.Span[(row * outcome.Columns) + own]), outcome.Weight(row)))
                .OrderBy(error => error.Item1)];
            double[] below = new double[errors.Length];
            double sum = 0;
            for (int row = 0; row < errors.Length; row++)
            {
                below[row] = sum += errors[row].Weight;
            }

            yield return (names[column], [.. s_quantiles.Select(share => errors[Array.FindIndex(below, weight => weight >= share * sum)].Size)]);
        }
    }
}
