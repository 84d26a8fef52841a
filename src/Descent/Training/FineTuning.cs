using System.Numerics;

namespace Descent;

/// <summary>Parameter groups for training a model that is already trained on another task.</summary>
public static class FineTuning
{
    /// <summary>
    /// Creates parameter groups for fine-tuning: the first layers are frozen, either throughout or until they are unfrozen one by one from the last to the first, and earlier layers get smaller learning rates. Only layers with a weight
    /// matrix count, including those inside other layers; what follows such a layer, for example a normalization, belongs to it.
    /// </summary>
    /// <remarks>Rates per layer and gradual unfreezing: Howard and Ruder, "Universal language model fine-tuning for text classification", 2018, who divide the rate by 2.6 from layer to layer and unfreeze one layer per epoch.</remarks>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model, whose parameters the groups name.</param>
    /// <param name="frozen">The number of layers, counted from the first, that are frozen; default 0.</param>
    /// <param name="rateFactor">The factor of the learning rate from each layer to the one before it, above 0 and at most 1; default 1. The last layer has the rate of the optimizer.</param>
    /// <param name="unfreezeEvery">The number of epochs after which the last frozen layer is unfrozen, and after as many again the one before it; null, the default, if they stay frozen.</param>
    /// <returns>Groups for <see cref="TrainingOptions.Groups"/>; none for layers that are trained as usual.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If a number is outside its range, or no layer would be trained.</exception>
    /// <example><c>Groups = model.LayerGroups(frozen: 2, rateFactor: 1 / 2.6, unfreezeEvery: 5)</c></example>
    public static IReadOnlyList<ParameterGroup> LayerGroups<T>(this Model<T> model, int frozen = 0, double rateFactor = 1, int? unfreezeEvery = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        List<List<string>> layers = WeightLayers(model);
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

    /// <summary>The number of layers with weights, as the groups count them.</summary>
    internal static int WeightLayerCount<T>(this Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => WeightLayers(model).Count;

    /// <summary>The patterns of the parameters of each layer with a weight matrix, and of what follows it. Parameters before the first weights belong to the first layer.</summary>
    private static List<List<string>> WeightLayers<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<List<string>> layers = [];
        bool hasWeights = false;
        foreach (IGrouping<string, Parameter> layer in model.Parameters.GroupBy(parameter => parameter.Name[..(parameter.Name.LastIndexOf('.') + 1)], StringComparer.Ordinal).Where(layer => layer.Any(parameter => parameter.Trains)))
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
}
