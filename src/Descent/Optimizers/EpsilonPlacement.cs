namespace Descent;

/// <summary>Where ε, which keeps a denominator off 0, stands. The two differ wherever squared gradients are not large against ε.</summary>
public enum EpsilonPlacement
{
    /// <summary>√x + ε.</summary>
    OutsideRoot,

    /// <summary>√(x + ε).</summary>
    InsideRoot,
}
