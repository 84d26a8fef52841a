using Descent.Engine;

namespace Descent.Activations;

/// <summary>A function applied to every neuron of a layer (or, for softmax, to the layer as a whole). It is a layer of its own.</summary>
public abstract record Activation : Layer
{
    private protected Activation()
    {
    }
}
