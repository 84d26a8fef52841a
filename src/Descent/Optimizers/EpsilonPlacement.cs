namespace Descent.Optimizers;

/// <summary>Where ε, which keeps a denominator off 0, stands. They differ wherever squared gradients are not large against ε.</summary>
public enum EpsilonPlacement
{
    /// <summary>√x + ε.</summary>
    OutsideRoot,

    /// <summary>√(x + ε).</summary>
    InsideRoot,

    /// <summary>
    /// √x + ε with x before its correction by 1 − β₂ᵗ, which then applies to ε as well: <c>η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε)</c>. At first ε
    /// is so 1/√(1 − β₂) times as large. Kingma and Ba's "ε hat" (section 2), Keras and scikit-learn. Only for rules with a correction.
    /// </summary>
    BeforeCorrection,
}
