namespace Descent;

/// <content>The layers of the network.</content>
public sealed partial class Model<T>
{
    /// <summary>
    /// The layers in the order of the description. An activation, and every layer inside another, is a separate entry. A layer that contains other layers, such as
    /// <see cref="Residual"/> or <see cref="Concatenate"/>, comes before them; only <see cref="Members"/>, which averages its members, comes last.
    /// </summary>
    /// <example><c>foreach (LayerShape layer in model.Layers) Console.WriteLine($"{layer.Layer}: {layer.Inputs} → {layer.Outputs}");</c></example>
    public IReadOnlyList<LayerShape> Layers
    {
        get
        {
            List<LayerShape> shapes = [];
            ILookup<int, NetworkStep> steps = Steps.Steps.ToLookup(step => step.Layer);
            foreach ((int index, LayerPlace place) in Steps.Layers.Index().OrderBy(layer => layer.Item.Layer is Members))
            {
                Value output = place.Output!.Value;
                int inputs = (place.Layer is Members ? steps[index].Last().Input : place.Input).Width;
                int source = Steps.Layers.Take(index).ToList().FindLastIndex(before => before.Output == place.Input);
                shapes.Add(new LayerShape(index, place.Layer, inputs, output.Width, output.Members, steps[index].SelectMany(step => step.Parameters).Where(parameter => parameter.Trains).Sum(parameter => (long)parameter.Count)) { Source = source < 0 ? null : source });
            }

            return shapes;
        }
    }
}

/// <summary>The shape of a layer within a network.</summary>
/// <param name="Index">The number of the layer, as in the names of parameters.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">The number of inputs per sample, of one member.</param>
/// <param name="Outputs">The number of outputs per sample, of one member.</param>
/// <param name="Members">The number of members that run in parallel, 1 outside <see cref="Members"/>.</param>
/// <param name="Parameters">The number of trainable parameters, over all members.</param>
public sealed record LayerShape(int Index, Layer Layer, int Inputs, int Outputs, int Members, long Parameters)
{
    /// <summary>The <see cref="Index"/> of the layer whose result is the input; null for the inputs of the network. At the start of a branch it is not the layer listed before.</summary>
    public int? Source { get; init; }
}
