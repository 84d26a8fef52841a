using System.Globalization;

namespace Descent.Formats;

/// <summary>A network of another program, layer by layer with its weights.</summary>
/// <param name="source">The name of the file, for messages.</param>
internal sealed class LayerSequence(string source)
{
    private readonly List<Layer> layers = [];
    private readonly Dictionary<string, float[]> parameters = new(StringComparer.Ordinal);
    private int written;

    /// <summary>The number of layers.</summary>
    public int Count => layers.Count;

    /// <summary>Adds a layer with its parameters, by their names within the layer.</summary>
    public void Add(Layer layer, params ReadOnlySpan<(string Name, double[] Values)> own)
    {
        // An activation after a dense layer is part of it, but has an index of its own.
        if (layer is Activation activation && layers is [.., Dense { Activation: null } dense])
        {
            layers[^1] = dense with { Activation = activation };
        }
        else
        {
            layers.Add(layer);
        }

        foreach ((string name, double[] values) in own)
        {
            parameters[string.Create(CultureInfo.InvariantCulture, $"layers.{written}.{name}")] = Array.ConvertAll(values, value => float.IsFinite((float)value) ? (float)value : throw Fault.In(source, $"a weight, {value}, is too large for a float."));
        }

        written++;
    }

    /// <summary>Builds the network.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <exception cref="ModelFileException">If the layers do not fit each other.</exception>
    public Model<float> Build(int inputs)
    {
        try
        {
            Model<float> model = Network.Create([.. layers]).Build<float>(inputs);
            model.SetParameters(parameters);
            return model;
        }
        catch (ArgumentException fault)
        {
            throw Fault.In(source, $"the layers do not make a network: {fault.Message}", fault);
        }
    }
}
