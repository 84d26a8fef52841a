namespace Descent;

/// <summary>What is known of the results of an activation: losses ask for it before they accept a network.</summary>
public enum OutputRange
{
    /// <summary>Any number.</summary>
    Unbounded,

    /// <summary>Each in [0, 1].</summary>
    UnitInterval,

    /// <summary>Each in [0, 1], and all of a sample sum to 1.</summary>
    Distribution,

    /// <summary>Each at most 0, and e to the power of each of a sample sum to 1.</summary>
    LogDistribution,

    /// <summary>Each in [−1, 1].</summary>
    Symmetric,

    /// <summary>Each at least 0.</summary>
    NonNegative,
}
