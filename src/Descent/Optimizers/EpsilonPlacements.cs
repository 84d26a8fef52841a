namespace Descent.Optimizers;

/// <summary>Which places of ε a rule has.</summary>
internal static class EpsilonPlacements
{
    /// <summary>A place for a rule that corrects no average.</summary>
    /// <exception cref="ArgumentOutOfRangeException">If it is before a correction.</exception>
    public static EpsilonPlacement Uncorrected(EpsilonPlacement placement) => Check.Defined(placement, "Placement") != EpsilonPlacement.BeforeCorrection
        ? placement
        : throw new ArgumentOutOfRangeException("Placement", placement, "Placement must be OutsideRoot or InsideRoot: this rule corrects no average, so there is no place before the correction.");
}
