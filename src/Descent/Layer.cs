namespace Descent;

/// <summary>
/// One layer of a network's description: an immutable value without weights. When the network is built, the layer
/// writes its computation as steps.
/// </summary>
public abstract record Layer : IPart
{
    private protected Layer()
    {
    }

    /// <summary>The initializer that suits the weights before this layer, or null if the layer has no preference.</summary>
    protected internal virtual Initializer? PreferredInitializer => null;

    /// <summary>
    /// Whether the weights before this layer are initialized for the activation after it: true for layers that can come between a dense layer
    /// and its activation, or between an activation and the next dense layer, and are not activations themselves.
    /// </summary>
    internal virtual bool IsSkippedByInitialization => false;

    /// <summary>The same layer with its inner layers replaced, if it has any; otherwise the layer itself.</summary>
    internal virtual Layer WithInner(Func<IReadOnlyList<Layer>, IReadOnlyList<Layer>> change) => this;

    /// <summary>Appends the computation of this layer, and its parameters, to the steps of a network.</summary>
    internal abstract void Write(StepBuilder steps);
}
