namespace Descent;

/// <summary>A layer that stands for other layers, which it chooses by the width of what goes in. Derive a sealed record from it to write one.</summary>
/// <remarks>Each of the layers counts as a layer of the network of its own, behind this one.</remarks>
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
    /// <summary>The layers that it stands for.</summary>
    /// <param name="width">Numbers per sample that go in.</param>
    /// <returns>At least one layer; none of them this one.</returns>
    protected abstract IReadOnlyList<Layer> Expand(int width);

    /// <summary>The layers that it stands for, looked over.</summary>
    internal IReadOnlyList<Layer> LayersFor(int width)
    {
        IReadOnlyList<Layer>? layers = Expand(width);
        if (layers is null or { Count: 0 } || layers.Contains(this))
        {
            throw new ArgumentException($"{GetType().Name} must stand for at least one layer, and not for itself.");
        }

        if (layers.Any(layer => layer is null))
        {
            throw new ArgumentException($"A layer that {GetType().Name} stands for is null. Leave it out of Expand.");
        }

        return layers;
    }

    internal sealed override void Write(StepBuilder steps) => steps.Write(LayersFor(steps.Width));
}
