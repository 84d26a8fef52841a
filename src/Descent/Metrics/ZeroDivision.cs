namespace Descent;

/// <summary>What a ratio of counts is where there is nothing to divide by (scikit-learn's <c>zero_division</c>).</summary>
public enum ZeroDivision
{
    /// <summary>0, the default: what was never predicted, or never occurs, earns nothing.</summary>
    Zero,

    /// <summary>1: nothing to find was found completely.</summary>
    One,

    /// <summary>NaN, which averages leave out; if nothing is left, the average is NaN (scikit-learn 1.3 and later: <c>zero_division=np.nan</c>).</summary>
    Undefined,
}
