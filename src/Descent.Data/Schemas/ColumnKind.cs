namespace Descent.Data;

/// <summary>What a column is used for.</summary>
public enum ColumnKind
{
    /// <summary>A number, filled where missing and standardised.</summary>
    Numeric,

    /// <summary>One of several words, encoded as one input per word.</summary>
    Categorical,

    /// <summary>A date, a time or both, from which year, month, weekday and so on are taken.</summary>
    Date,

    /// <summary>Nearly every value differs and many are missing: only whether there is a value is used.</summary>
    Presence,

    /// <summary>What the network should predict.</summary>
    Target,

    /// <summary>Names the row and cannot help to predict; left out.</summary>
    Identifier,

    /// <summary>The same value in every row; left out.</summary>
    Constant,

    /// <summary>No value in any row; left out.</summary>
    Empty,

    /// <summary>How much each row counts; feeds nothing.</summary>
    Weight,

    /// <summary>Left out because the user said so.</summary>
    Ignored,
}
