namespace Descent;

/// <summary>The parameters that the members of <see cref="Members"/> share.</summary>
public enum MemberSharing
{
    /// <summary>
    /// The weight matrices. In every dense layer each member scales the inputs and the outputs of the matrix, and has its own bias,
    /// <c>yᵢ = ((x∘rᵢ)·Wᵀ)∘sᵢ + bᵢ</c>: BatchEnsemble; if only the first r is random, TabM.
    /// </summary>
    Adapters,

    /// <summary>Weight matrices and biases. Each member only scales the inputs of the first dense layer: TabM-mini.</summary>
    Front,

    /// <summary>Nothing: the members are independent networks that are trained together.</summary>
    Nothing,
}
