namespace Descent.Data;

/// <summary>How a column is used.</summary>
public enum ColumnKind
{
    /// <summary>A number; missing values are filled, and the column is standardized.</summary>
    Numeric,

    /// <summary>One of several categories, encoded as one input per category.</summary>
    Categorical,

    /// <summary>A date, a time or both, encoded as year, month, weekday and so on.</summary>
    Date,

    /// <summary>Most values differ and many are missing: only whether there is a value is used.</summary>
    Presence,

    /// <summary>A column that the network predicts.</summary>
    Target,

    /// <summary>Identifies the row and does not help to predict; left out.</summary>
    Identifier,

    /// <summary>The same value in every row; left out.</summary>
    Constant,

    /// <summary>No value in any row; left out.</summary>
    Empty,

    /// <summary>The weight of each row; not an input.</summary>
    Weight,

    /// <summary>Left out on the user's request.</summary>
    Ignored,
}
