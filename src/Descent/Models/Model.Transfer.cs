using System.Globalization;
using Descent.Numerics;

namespace Descent;

/// <content>Transfer of weights to other networks and tasks.</content>
public sealed partial class Model<T>
{
    /// <summary>Copies the model: the same network, weights and seed. Training the copy does not change this model.</summary>
    /// <returns>The copy.</returns>
    public Model<T> Copy() => Onto(Network, Seed, Steps.Layers.Count);

    /// <summary>Creates a model of the layers before the head, which is the last dense layer and what follows it. It computes the features that the head receives.</summary>
    /// <returns>A model with copies of the weights.</returns>
    /// <exception cref="InvalidOperationException">If nothing would be left, or the last layer with weights is inside another layer, such as <see cref="Members"/>.</exception>
    public Model<T> WithoutHead() => Onto(Network.WithoutHead(), Seed, int.MaxValue);

    /// <summary>
    /// Creates a model with another head, in place of the last dense layer and what follows it. The other layers keep their weights, and those of the head are newly drawn. Train the result
    /// with <see cref="TrainingOptions.WarmStart"/>, which keeps these weights as the initial ones.
    /// </summary>
    /// <param name="head">The layers of the new head, at least one.</param>
    /// <param name="seed">The seed of the new model; null, the default, for that of this one.</param>
    /// <returns>A model with copies of the weights.</returns>
    /// <exception cref="ArgumentException">If the head has no layer, or its layers do not fit.</exception>
    /// <exception cref="InvalidOperationException">If there are no layers before the head, or the last layer with weights is inside another layer, such as <see cref="Members"/>.</exception>
    /// <example>
    /// <code>
    /// Model&lt;float&gt; other = model.WithHead([new Dense(5, new Softmax())]);
    /// other.Fit(rows, new TrainingOptions { Loss = new CategoricalCrossEntropy(), WarmStart = true, Groups = other.LayerGroups(frozen: 1) });
    /// </code>
    /// </example>
    public Model<T> WithHead(IReadOnlyList<Layer> head, ulong? seed = null) => Onto(Network.WithHead(head), seed ?? Seed, Network.WithoutHead().Write<T>(InputShape).Layers.Count);

    /// <summary>
    /// Creates parameter groups for fine-tuning: the first layers frozen, forever or until training reaches them from the last one to the first, and a smaller rate for earlier layers. A layer counts if it has a weight
    /// matrix, also inside another layer; what follows it, such as a normalization, belongs to it.
    /// </summary>
    /// <remarks>Rates per layer and gradual unfreezing: Howard and Ruder, "Universal language model fine-tuning for text classification", 2018, who divide the rate by 2.6 from layer to layer and unfreeze one layer per epoch.</remarks>
    /// <param name="frozen">The number of layers, counted from the first, that are frozen; default 0.</param>
    /// <param name="rateFactor">The factor of the learning rate from each layer to the one before it, above 0 and at most 1; default 1. The last layer has the rate of the optimizer.</param>
    /// <param name="unfreezeEvery">The number of epochs after which the last of the frozen layers is trained as well, and after as many again the one before it; null, the default, if they stay frozen.</param>
    /// <returns>Groups for <see cref="TrainingOptions.Groups"/>; none for layers that are trained as usual.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If a number is outside its range, or no layer would be trained.</exception>
    /// <example><c>Groups = model.LayerGroups(frozen: 2, rateFactor: 1 / 2.6, unfreezeEvery: 5)</c></example>
    public IReadOnlyList<ParameterGroup> LayerGroups(int frozen = 0, double rateFactor = 1, int? unfreezeEvery = null)
    {
        List<List<string>> layers = WeightLayers();
        if (frozen < 0 || frozen >= Math.Max(1, layers.Count))
        {
            throw new ArgumentOutOfRangeException(nameof(frozen), frozen, $"At least 0 and at most {Math.Max(0, layers.Count - 1)} layers can be frozen, because the network has {layers.Count} layers with weights and the last one must be trained.");
        }

        if (!(rateFactor is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rateFactor), rateFactor, "The factor of the rate from layer to layer must be above 0 and at most 1.");
        }

        if (unfreezeEvery is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(unfreezeEvery), unfreezeEvery, "Layers are unfrozen after at least 1 epoch.");
        }

        List<ParameterGroup> groups = [];
        for (int layer = 0; layer < layers.Count; layer++)
        {
            double rate = Math.Pow(rateFactor, layers.Count - 1 - layer);
            bool isFrozen = layer < frozen && unfreezeEvery is null;
            int epochs = layer < frozen && unfreezeEvery is { } every ? (frozen - layer) * every : 0;
            if (isFrozen || epochs > 0 || rate != 1)
            {
                groups.AddRange(layers[layer].Select(names => isFrozen ? new ParameterGroup(names, Frozen: true) : new ParameterGroup(names, rate, FrozenEpochs: epochs)));
            }
        }

        return groups;
    }

    /// <summary>The number of layers with weights, as <see cref="LayerGroups"/> counts them.</summary>
    internal int WeightLayerCount => WeightLayers().Count;

    /// <summary>The patterns of the parameters of each layer with a weight matrix, and of what follows it. Parameters before the first weights belong to the first layer.</summary>
    private List<List<string>> WeightLayers()
    {
        List<List<string>> layers = [];
        bool hasWeights = false;
        foreach (IGrouping<string, Parameter> layer in Parameters.GroupBy(parameter => parameter.Name[..(parameter.Name.LastIndexOf('.') + 1)], StringComparer.Ordinal).Where(layer => layer.Any(parameter => parameter.Trains)))
        {
            bool isWeights = layer.Any(parameter => parameter is { Trains: true, Decays: true, IsVector: false });
            if (layers.Count == 0 || (isWeights && hasWeights))
            {
                layers.Add([]);
            }

            hasWeights |= isWeights;
            layers[^1].Add($"{layer.Key}*");
        }

        return layers;
    }

    /// <summary>Builds another network with the weights of the first layers of this one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">The seed of the new model.</param>
    /// <param name="kept">The number of layers, as the names of parameters count them, whose weights are copied.</param>
    private Model<T> Onto(Network network, ulong seed, int kept)
    {
        Model<T> model = new(network, InputShape, seed, Plan.LaneBits);
        AlignedBlock<T> from = Block, to = model.Block.Copy();
        foreach (Parameter parameter in model.Parameters.Where(parameter => int.Parse(parameter.Name.Split('.')[1], CultureInfo.InvariantCulture) < kept))
        {
            Parameter source = Steps.Parameters.Find(parameter.Name)!;
            from.Span.Slice(source.Offset, source.Count).CopyTo(to.Span[parameter.Offset..]);
            model.given.Add(parameter.Name);
        }

        GC.KeepAlive(from);
        model.Block = to;
        return model;
    }
}
