namespace Descent;

/// <summary>A residual block: <c>y = x + f(x)</c>, where f is a sequence of layers with as many outputs as inputs.</summary>
/// <remarks>
/// He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2016. The gradient reaches x without passing through f, so that deep
/// networks train. Activations before the matrices, as in "Identity mappings in deep residual networks" of the same year, keep this path free of
/// them: <c>new Residual([new BatchNormalization(), new Relu(), new Dense(64)])</c>. Each layer of f has its own index in the network, after the index of the block.
/// </remarks>
/// <example><c>Network network = [new Dense(64), new Residual([new Relu(), new Dense(64), new Relu(), new Dense(64)]), new Dense(1)];</c></example>
/// <param name="Layers">f: at least one layer; the last one must be as wide as the input.</param>
public sealed record Residual([Option("those of f")] IReadOnlyList<Layer> Layers) : Layer
{
    /// <summary>f.</summary>
    public IReadOnlyList<Layer> Layers { get; init => field = LayerList.Of(value, nameof(Layers)); } = LayerList.Of(Layers, nameof(Layers));

    internal override Layer WithInner(Func<IReadOnlyList<Layer>, IReadOnlyList<Layer>> change) => this with { Layers = change(Layers) };

    internal override void Write(StepBuilder steps)
    {
        int own = steps.LayerIndex;
        Value start = steps.Current;
        steps.Write(Layers);
        if (steps.Width != start.Width)
        {
            throw new ArgumentException($"A Residual adds its input to the output of its layers, but the input has {start.Width} values and the output {steps.Width}. End its layers with {start.Width} neurons, or put a Dense({steps.Width}) before the block.");
        }

        steps.Plus(own, start);
    }

    /// <summary>Whether the layers are equal, one by one.</summary>
    /// <param name="other">Another block.</param>
    /// <returns>Whether it is equal.</returns>
    public bool Equals(Residual? other) => other is not null && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => LayerList.Hash(Layers);

    /// <summary>The layers.</summary>
    /// <returns>Text.</returns>
    public override string ToString() => $"Residual {{ Layers = {LayerList.Text(Layers)} }}";
}
