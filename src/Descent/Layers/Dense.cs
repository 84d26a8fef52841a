using Descent.Activations;
using Descent.Engine;
using Descent.Initializers;

namespace Descent.Layers;

/// <summary>A fully connected layer, <c>y = W·x + b</c>, optionally followed by an activation (sugar for two layers).</summary>
/// <param name="Units">Number of neurons, at least 1.</param>
/// <param name="Activation">Applied to the result; none means linear.</param>
public sealed record Dense(int Units, Activation? Activation = null) : Layer
{
    /// <summary>Number of neurons.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    /// <summary>Whether there is a bias b; default yes.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>
    /// How W is drawn. Default: what suits the activation that follows (He for the ReLU family, Glorot uniform otherwise);
    /// normalization, dropout and noise in between are looked past.
    /// </summary>
    public Initializer? WeightInitializer { get; init; }

    /// <summary>How b is drawn; default zeros.</summary>
    public Initializer? BiasInitializer { get; init; }

    internal override void Compile<T, V>(PlanBuilder<T, V> plan)
    {
        Layer? follower = Activation ?? plan.Next;
        plan.Dense(Units, WeightInitializer ?? follower?.PreferredInitializer ?? new GlorotUniform(), UseBias ? BiasInitializer ?? new Zeros() : null);
        if (Activation is not null)
        {
            plan.BeginLayer();
            Activation.Compile(plan);
        }
    }
}
