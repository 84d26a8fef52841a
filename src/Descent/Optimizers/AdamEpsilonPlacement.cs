namespace Descent;

/// <summary>Where <see cref="Adam"/> and <see cref="AdamW"/> add ε. The placements differ if squared gradients are not large compared with ε, and most in the first steps.</summary>
public enum AdamEpsilonPlacement
{
    /// <summary>√v̂ + ε, as in Kingma and Ba's algorithm 1 and PyTorch.</summary>
    OutsideRoot,

    /// <summary>√(v̂ + ε).</summary>
    InsideRoot,

    /// <summary>
    /// √v + ε with v before its correction, which then applies to ε as well: <c>η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε)</c>. This has the same effect as an ε that is
    /// 1/√(1 − β₂ᵗ) times as large, which is 32 times in the first step with the usual β₂. Kingma and Ba's "ε hat" (section 2), Keras and scikit-learn.
    /// </summary>
    BeforeCorrection,
}
