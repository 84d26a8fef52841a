namespace Descent;

/// <summary>The value of a ratio of counts if the denominator is 0 (scikit-learn's <c>zero_division</c>).</summary>
public enum ZeroDivision
{
    /// <summary>0, the default: a class that is never predicted, or never occurs, scores 0.</summary>
    Zero,

    /// <summary>1: if there was nothing to find, everything was found.</summary>
    One,

    /// <summary>NaN, which averages ignore; if nothing remains, the average is NaN (scikit-learn 1.3 and later: <c>zero_division=np.nan</c>).</summary>
    Undefined,
}
