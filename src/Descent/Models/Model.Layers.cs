namespace Descent;

/// <content>The network layer by layer.</content>
public sealed partial class Model<T>
{
    /// <summary>The layers in the order of the computation; an activation, and every layer inside another, is one of its own. Members, the mean of what is inside of them, come last.</summary>
    /// <example><c>foreach (LayerShape layer in model.Layers) Console.WriteLine($"{layer.Layer}: {layer.Inputs} → {layer.Outputs}");</c></example>
    public IReadOnlyList<LayerShape> Layers
    {
        get
        {
            List<LayerShape> shapes = [];
            int width = Inputs, members = 1;
            ILookup<int, NetworkStep> steps = Steps.Steps.ToLookup(step => step.Layer);
            foreach ((int index, Layer layer) in Steps.Layers.Index().OrderBy(layer => layer.Item is Members))
            {
                // What a concatenation reads are the ends of its branches, which stand below it.
                int inputs = (layer is Members ? steps[index].LastOrDefault() : steps[index].FirstOrDefault()) is { } first and not ConcatenateStep ? first.Input.Width : width;
                Value? output = steps[index].LastOrDefault()?.Output;
                width = output?.Width ?? width;
                members = output?.Members ?? members;
                shapes.Add(new LayerShape(index, layer, inputs, width, members, steps[index].SelectMany(step => step.Parameters).Where(parameter => parameter.Trains).Sum(parameter => (long)parameter.Count)));
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
public sealed record LayerShape(int Index, Layer Layer, int Inputs, int Outputs, int Members, long Parameters);
