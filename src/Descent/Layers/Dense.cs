using Descent.Activations;
using Descent.Initializers;
using Descent.Steps;

namespace Descent.Layers;

/// <summary>A fully connected layer, <c>y = W·x + b</c>, optionally followed by an activation (sugar for two layers).</summary>
/// <param name="Units">Number of neurons, at least 1.</param>
/// <param name="Activation">Applied to the result; none means linear.</param>
/// <param name="UseBias">Whether there is a bias b; default yes.</param>
/// <param name="WeightInitializer">
/// How W is drawn. Default: what suits the activation that follows (He for the ReLU family, Glorot uniform otherwise);
/// normalization, dropout and noise in between are looked past.
/// </param>
/// <param name="BiasInitializer">How b is drawn; default zeros.</param>
public sealed record Dense(int Units, Activation? Activation = null, bool UseBias = true, Initializer? WeightInitializer = null, Initializer? BiasInitializer = null) : Layer
{
    /// <summary>Number of neurons.</summary>
    public int Units { get; init => field = Check.AtLeast(value, 1, nameof(Units)); } = Check.AtLeast(Units, 1);

    internal override void Write(StepBuilder steps)
    {
        if (steps.Members is { } members)
        {
            members.Affine(Units, WeightInitializer, UseBias, BiasInitializer);
        }
        else
        {
            WriteAlone(steps);
        }

        if (Activation is not null)
        {
            steps.BeginLayer(Activation);
            Activation.Write(steps);
        }
    }

    private void WriteAlone(StepBuilder steps)
    {
        Layer? follower = Activation ?? steps.Next;
        steps.Affine(Units, WeightInitializer ?? follower?.PreferredInitializer ?? new GlorotUniform(), UseBias ? BiasInitializer ?? new Zeros() : null);
    }
}
