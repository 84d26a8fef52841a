namespace Descent;

/// <summary>Two columns that go together.</summary>
/// <param name="First">One of them, the earlier in the table.</param>
/// <param name="Second">The other.</param>
/// <param name="Measure">What <paramref name="Value"/> is.</param>
/// <param name="Value">How closely they go together, from 0 to 1; of ranks from −1 to 1.</param>
public sealed record ColumnAssociation(string First, string Second, AssociationMeasure Measure, double Value)
{
    /// <summary>From this size on two columns are said to go together: 0.8.</summary>
    public const double Strong = 0.8;
}

/// <summary>How it is measured whether two columns go together.</summary>
public enum AssociationMeasure
{
    /// <summary>Of two columns of numbers: Pearson's correlation of their ranks, ties at their mean rank (Spearman, 1904).</summary>
    Spearman,

    /// <summary>Of two columns of categories: Cramér's V, √(χ² / (n·(min(r, c) − 1))) (Cramér, 1946).</summary>
    CramersV,

    /// <summary>Of numbers and categories: η, the root of the share of the variance of the ranks that lies between the categories (Pearson, 1903).</summary>
    CorrelationRatio,
}
