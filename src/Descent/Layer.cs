namespace Descent;

/// <summary>
/// One step of a network's description: an immutable value without weights. What it computes is written down as steps
/// when the network is built.
/// </summary>
public abstract record Layer : IPart
{
    private protected Layer()
    {
    }

    /// <summary>The initializer that suits weights feeding this layer, if it has a preference.</summary>
    protected internal virtual Initializer? PreferredInitializer => null;

    /// <summary>
    /// Whether weights before this layer are drawn for the activation behind it: true for what stands between a dense layer
    /// and its activation, or between an activation and the next dense layer, and is no activation itself.
    /// </summary>
    internal virtual bool IsSeenThrough => false;

    /// <summary>The same layer with other layers inside, where it holds some; otherwise the layer itself.</summary>
    internal virtual Layer WithInner(Func<IReadOnlyList<Layer>, IReadOnlyList<Layer>> change) => this;

    /// <summary>Appends what this layer computes, and its parameters, to the steps of a network.</summary>
    internal abstract void Write(StepBuilder steps);
}
