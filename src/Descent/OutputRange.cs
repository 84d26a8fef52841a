namespace Descent;

/// <summary>The range of an activation's outputs. Losses check it before they accept a network.</summary>
public enum OutputRange
{
    /// <summary>Any number.</summary>
    Unbounded,

    /// <summary>Each in [0, 1].</summary>
    UnitInterval,

    /// <summary>Each in [0, 1]; the outputs of a sample sum to 1.</summary>
    Distribution,

    /// <summary>Each at most 0; the exponentials of a sample's outputs sum to 1.</summary>
    LogDistribution,

    /// <summary>Each in [−1, 1].</summary>
    Symmetric,

    /// <summary>Each at least 0.</summary>
    NonNegative,
}
