namespace Descent;

/// <summary>The cost that <see cref="CohenKappa"/> assigns to predicting class j for class i.</summary>
public enum KappaWeighting
{
    /// <summary>1 for all errors.</summary>
    None,

    /// <summary>The distance |i − j|, for ordinal classes in order.</summary>
    Linear,

    /// <summary>The squared distance (i − j)², for ordinal classes in order.</summary>
    Quadratic,
}
