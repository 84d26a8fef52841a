namespace Descent;

/// <summary>A function that is applied to every neuron of a layer (or, for softmax, to the layer as a whole). It is itself a layer.</summary>
public abstract record Activation : Layer
{
    private protected Activation()
    {
    }

    /// <summary>The name used in explanations; default the name of the type in snake case.</summary>
    protected internal virtual string Name => string.Concat(GetType().Name.Select((letter, i) => (i > 0 && char.IsUpper(letter) ? "_" : "") + char.ToLowerInvariant(letter)));
}
