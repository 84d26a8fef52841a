namespace Descent;

/// <summary>The placement of ε, which keeps a denominator away from 0. The two placements differ if squared gradients are not large compared with ε.</summary>
public enum EpsilonPlacement
{
    /// <summary>√x + ε.</summary>
    OutsideRoot,

    /// <summary>√(x + ε).</summary>
    InsideRoot,
}
