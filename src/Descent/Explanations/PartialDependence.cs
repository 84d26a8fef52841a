namespace Descent;

/// <summary>A point of a partial-dependence curve: the mean prediction if every row has this value.</summary>
/// <param name="Value">The value as text.</param>
/// <param name="Number">The value as a number; for a date, the days since 1970-01-01; NaN for categories and missing values.</param>
/// <param name="Fraction">The share of the rows that have the value, for categories and missing values; NaN for numbers.</param>
/// <param name="Means">The mean predictions, one per <see cref="PartialDependence.OutputNames"/>.</param>
public sealed record DependencePoint(string Value, double Number, double Fraction, IReadOnlyList<double> Means);

/// <summary>The partial dependence of the prediction on one column: f_j(v) = mean over i of f(x_i with x_ij = v).</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="IsNumber">Whether its values are ordered numbers or dates; otherwise they are categories.</param>
/// <param name="OutputNames">The names of the outputs: the positive label or all labels, whose probabilities are averaged, or the targets, in their units.</param>
/// <param name="Points">
/// For numbers, the quantiles (i + ½) / k of the values of the rows, at most k of them, in ascending order, so that no point lies outside the data. For categories, those that
/// occur, the most frequent first. If there are missing values, the last point is for them.
/// </param>
/// <param name="Rows">The number of rows over which the means are computed.</param>
/// <remarks>
/// Friedman, "Greedy function approximation", 2001. If columns are associated, some of the evaluated combinations do not occur in reality. All inputs derived from the
/// column, such as year, month and weekday of a date, are set together.
/// </remarks>
public sealed record PartialDependence(string Column, bool IsNumber, IReadOnlyList<string> OutputNames, IReadOnlyList<DependencePoint> Points, int Rows)
{
    /// <summary>The difference between the largest and the smallest mean, of the output for which it is largest.</summary>
    public double Range => Points.Count == 0 ? 0 : Enumerable.Range(0, OutputNames.Count).Max(output => Points.Max(point => point.Means[output]) - Points.Min(point => point.Means[output]));
}
