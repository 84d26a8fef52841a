namespace Descent;

/// <content>The network layer by layer.</content>
public sealed partial class Model<T>
{
    /// <summary>
    /// The layers in the order of the description; an activation, and every layer inside another, is one of its own. What stands for other layers, such as
    /// <see cref="Residual"/> or <see cref="Concatenate"/>, comes before them; only <see cref="Members"/>, the mean of what is inside of them, come last.
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

/// <summary>A layer within a network.</summary>
/// <param name="Index">Its number, as in the names of parameters.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">Numbers that go in per sample, of one member.</param>
/// <param name="Outputs">Numbers that come out per sample, of one member.</param>
/// <param name="Members">How many members there are side by side, 1 outside of <see cref="Members"/>.</param>
/// <param name="Parameters">How many learnable numbers it has, those of all members together.</param>
public sealed record LayerShape(int Index, Layer Layer, int Inputs, int Outputs, int Members, long Parameters)
{
    /// <summary>The <see cref="Index"/> of the layer whose result goes in; null for the network's inputs. At the start of a branch it is not the layer listed before.</summary>
    public int? Source { get; init; }
}
