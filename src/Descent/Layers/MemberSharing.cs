namespace Descent;

/// <summary>What the members of <see cref="Members"/> have in common.</summary>
public enum MemberSharing
{
    /// <summary>
    /// The matrices. In every dense layer each member scales what goes into the matrix and what comes out, and has a bias of its own,
    /// <c>yᵢ = ((x∘rᵢ)·Wᵀ)∘sᵢ + bᵢ</c>: BatchEnsemble, and with the first r alone random TabM.
    /// </summary>
    Adapters,

    /// <summary>Matrices and biases. Each member only scales what goes into the first dense layer: TabM-mini.</summary>
    Front,

    /// <summary>Nothing: networks of their own, trained side by side.</summary>
    Nothing,
}
