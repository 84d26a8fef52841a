using System.Numerics;
using Descent.Initializers;
using Descent.Numerics.Lanes;

namespace Descent.Engine;

/// <summary>
/// One step of a network's description: an immutable value without weights. What it computes is written into a plan when
/// the network is built.
/// </summary>
public abstract record Layer
{
    private protected Layer()
    {
    }

    /// <summary>The initializer that suits weights feeding this layer, if it has a preference.</summary>
    internal virtual Initializer? PreferredInitializer => null;

    /// <summary>
    /// Whether weights before this layer are drawn for the activation behind it: true for what stands between a dense layer
    /// and its activation, or between an activation and the next dense layer, and is no activation itself.
    /// </summary>
    internal virtual bool IsSeenThrough => false;

    /// <summary>Appends this layer's operations and parameters to a plan.</summary>
    internal abstract void Compile<T, V>(PlanBuilder<T, V> plan)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;
}
