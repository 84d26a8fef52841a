using Descent.Cli.Screens;
using Descent.Metrics;

namespace Descent.Cli.Runs;

/// <summary>How large the errors of predicted numbers are: quantiles of the absolute error of each target.</summary>
internal static class ErrorSizes
{
    private static readonly double[] s_quantiles = [0.5, 0.75, 0.9, 0.95, 1];

    /// <summary>What stands above the table.</summary>
    public const string Title = "Sizes of the errors (quantiles of the absolute error)";

    /// <summary>The shares of the rows whose errors are no larger.</summary>
    public static IReadOnlyList<string> Heads { get; } = [.. s_quantiles.Select(Fixed.Percent)];

    /// <summary>The quantiles of each target.</summary>
    public static IEnumerable<(string Target, double[] Sizes)> Of(Outcome outcome, IReadOnlyList<string> names)
    {
        for (int column = 0; column < names.Count; column++)
        {
            double[] errors = new double[outcome.Rows];
            for (int row = 0; row < errors.Length; row++)
            {
                int i = (row * outcome.Columns) + column;
                errors[row] = Math.Abs(outcome.Outputs.Span[i] - outcome.Targets.Span[i]);
            }

            Array.Sort(errors);
            yield return (names[column], [.. s_quantiles.Select(share => errors[(int)Math.Ceiling(share * errors.Length) - 1])]);
        }
    }
}
