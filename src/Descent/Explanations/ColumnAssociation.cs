namespace Descent;

/// <summary>Two associated columns.</summary>
/// <param name="First">The column that comes first in the table.</param>
/// <param name="Second">The other column.</param>
/// <param name="Measure">The measure of <paramref name="Value"/>.</param>
/// <param name="Value">The strength of the association, from 0 to 1; for a rank correlation, from −1 to 1.</param>
public sealed record ColumnAssociation(string First, string Second, AssociationMeasure Measure, double Value)
{
    /// <summary>The magnitude from which two columns count as associated: 0.8.</summary>
    public const double Strong = 0.8;
}

/// <summary>The measure of an association between two columns.</summary>
public enum AssociationMeasure
{
    /// <summary>For two columns of numbers: Pearson's correlation of their ranks, with ties at their mean rank (Spearman, 1904).</summary>
    Spearman,

    /// <summary>For two columns of categories: Cramér's V, √(χ² / (n·(min(r, c) − 1))) (Cramér, 1946).</summary>
    CramersV,

    /// <summary>For numbers and categories: η, the square root of the share of the variance of the ranks that lies between the categories (Pearson, 1903).</summary>
    CorrelationRatio,
}
