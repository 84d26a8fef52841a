namespace Descent;

/// <summary>A layer that expands into other layers, which can depend on the width of its input. To write your own, derive a sealed record from it.</summary>
/// <remarks>Each of these layers has its own index in the network, after the index of this layer.</remarks>
/// <example>
/// <code>
/// public sealed record Bottleneck(int Units) : CompositeLayer
/// {
///     protected override IReadOnlyList&lt;Layer&gt; Expand(int width) =&gt; [new Residual([new Dense(Units, new Relu()), new Dense(width)])];
/// }
/// </code>
/// </example>
public abstract record CompositeLayer : Layer
{
    /// <summary>Returns the layers that this layer expands into.</summary>
    /// <param name="width">The number of inputs per sample.</param>
    /// <returns>At least one layer, not including this layer itself.</returns>
    protected abstract IReadOnlyList<Layer> Expand(int width);

    /// <summary>Returns the layers that this layer expands into, after validation.</summary>
    internal IReadOnlyList<Layer> LayersFor(int width)
    {
        IReadOnlyList<Layer>? layers = Expand(width);
        if (layers is null or { Count: 0 } || layers.Contains(this))
        {
            throw new ArgumentException($"{GetType().Name}.Expand must return at least one layer, and not the layer itself.");
        }

        if (layers.Any(layer => layer is null))
        {
            throw new ArgumentException($"{GetType().Name}.Expand returned a layer that is null. Remove it.");
        }

        return layers;
    }

    internal sealed override void Write(StepBuilder steps) => steps.Write(LayersFor(steps.Width));
}
