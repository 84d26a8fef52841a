namespace Descent;

/// <summary>One point of a curve: what the model says, in the mean, when every row has this value.</summary>
/// <param name="Value">The value, in words.</param>
/// <param name="Number">The value as a number; of a date the days since 1970-01-01; NaN of categories and missing values.</param>
/// <param name="Share">Of categories and missing values, the share of the rows that have it; of numbers NaN.</param>
/// <param name="Means">The mean answer, one per <see cref="PartialDependence.OutputNames"/>.</param>
public sealed record DependencePoint(string Value, double Number, double Share, IReadOnlyList<double> Means);

/// <summary>What a model says, in the mean over rows, as a function of one column: f_j(v) = mean over i of f(x_i with x_ij = v).</summary>
/// <param name="Column">The column.</param>
/// <param name="IsNumber">Whether its values are numbers or dates, in order; otherwise they are categories.</param>
/// <param name="OutputNames">What is predicted: the positive label or all labels, whose probabilities the means are, or the targets, in their units.</param>
/// <param name="Points">
/// Of numbers the quantiles (i + ½) / k of the rows' own values, at most k of them, rising: no point lies outside the data. Of categories those that
/// occur, the most frequent first. A missing value, where there are some, is the last point.
/// </param>
/// <param name="Rows">Rows that the means are over.</param>
/// <remarks>
/// Friedman, "Greedy function approximation", 2001. Where columns go together, some of the rows that it asks about do not exist. All inputs made of the
/// column take the value together, such as year, month and weekday of a date.
/// </remarks>
public sealed record PartialDependence(string Column, bool IsNumber, IReadOnlyList<string> OutputNames, IReadOnlyList<DependencePoint> Points, int Rows)
{
    /// <summary>How far apart the largest and the smallest mean are, of the output that moves most.</summary>
    public double Range => Points.Count == 0 ? 0 : Enumerable.Range(0, OutputNames.Count).Max(output => Points.Max(point => point.Means[output]) - Points.Min(point => point.Means[output]));
}
