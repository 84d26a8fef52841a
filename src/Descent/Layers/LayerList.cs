namespace Descent;

/// <summary>The inner layers of a layer: a read-only copy, and helpers for comparison and text.</summary>
internal static class LayerList
{
    public static IReadOnlyList<Layer> Of(IReadOnlyList<Layer> layers, string name)
    {
        ArgumentNullException.ThrowIfNull(layers, name);
        foreach (Layer layer in layers)
        {
            ArgumentNullException.ThrowIfNull(layer, name);
        }

        return layers.Count > 0 ? Array.AsReadOnly([.. layers]) : throw new ArgumentException($"{name} needs at least one layer, for example new Dense(1).", name);
    }

    public static int Hash(IReadOnlyList<Layer> layers)
    {
        HashCode hash = default;
        foreach (Layer layer in layers)
        {
            hash.Add(layer);
        }

        return hash.ToHashCode();
    }

    public static string Text(IReadOnlyList<Layer> layers) => $"[{string.Join(", ", layers)}]";
}
