namespace Descent;

/// <summary>A function applied to every neuron of a layer (or, for softmax, to the layer as a whole). It is a layer of its own.</summary>
public abstract record Activation : Layer
{
    private protected Activation()
    {
    }

    /// <summary>What explanations call it; default the name of the type in small letters.</summary>
    protected internal virtual string Name => string.Concat(GetType().Name.Select((letter, i) => (i > 0 && char.IsUpper(letter) ? "_" : "") + char.ToLowerInvariant(letter)));
}
