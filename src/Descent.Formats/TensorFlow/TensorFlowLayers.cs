using System.Text.Json;

namespace Descent.Formats;

/// <summary>The layers of a layers model, in order, with their weights.</summary>
/// <param name="source">The name of the file, for messages.</param>
/// <param name="weights">The weights.</param>
internal sealed class TensorFlowLayers(string source, TensorFlowWeights weights)
{
    private readonly LayerSequence layers = new(source);
    private int? inputs, width;

    /// <summary>Reads a model.</summary>
    /// <param name="model">The object with <c>class_name</c> and <c>config</c>.</param>
    public ImportedNetwork Read(JsonElement model)
    {
        string kind = Json.Text(model, "class_name") ?? "";
        if (kind is not ("Sequential" or "Model" or "Functional"))
        {
            throw Fault.In(source, $"the model is of the class {Fault.Quote(kind)}, but only Sequential and functional models can be read.");
        }

        // The first versions of Keras wrote the layers of a sequence without the rest of its configuration.
        IReadOnlyList<JsonElement> all = Json.Member(model, "config", JsonValueKind.Object) is { } config ? Json.Elements(config, "layers") : Json.Elements(model, "config");
        foreach (JsonElement layer in kind == "Sequential" ? all : Chain(all))
        {
            try
            {
                Add(layer);
            }
            catch (ArgumentException fault)
            {
                // Such as an ε of 0.
                throw Fault.In(source, $"the layer {Fault.Quote(NameOf(layer))} cannot be imported: {fault.Message}", fault);
            }
        }

        weights.RequireAllUsed();
        return layers.Count > 0 && inputs is { } count ? new ImportedNetwork(layers.Build(count), []) : throw Fault.In(source, "the model has no layer with weights.");
    }

    /// <summary>Puts the layers of a functional model in order.</summary>
    private List<JsonElement> Chain(IReadOnlyList<JsonElement> all)
    {
        Dictionary<string, JsonElement> after = new(StringComparer.Ordinal);
        JsonElement? first = null;
        foreach (JsonElement layer in all)
        {
            string name = NameOf(layer);
            IReadOnlyList<JsonElement> nodes = Json.Elements(layer, "inbound_nodes");
            if (nodes.Count == 0)
            {
                first = first is null ? layer : throw Fault.In(source, $"the model has two inputs, {Fault.Quote(NameOf(first.Value))} and {Fault.Quote(name)}, but only sequences of layers can be read.");
                continue;
            }

            string before = nodes is [{ ValueKind: JsonValueKind.Array } node] && node.EnumerateArray().ToArray() is [{ ValueKind: JsonValueKind.Array } call] && call.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.String } input
                ? input.GetString()!
                : throw Fault.In(source, $"the layer {Fault.Quote(name)} has several inputs or is used several times, but only sequences of layers can be read.");
            if (!after.TryAdd(before, layer))
            {
                throw Fault.In(source, $"the layers {Fault.Quote(NameOf(after[before]))} and {Fault.Quote(name)} both follow {Fault.Quote(before)}, but only sequences of layers can be read.");
            }
        }

        List<JsonElement> ordered = [];
        for (JsonElement? layer = first; layer is { } current && ordered.Count < all.Count; layer = after.TryGetValue(NameOf(current), out JsonElement next) ? next : null)
        {
            ordered.Add(current);
        }

        return ordered.Count == all.Count ? ordered : throw Fault.In(source, "not every layer follows from the input.");
    }

    private void Add(JsonElement layer)
    {
        string kind = Json.Text(layer, "class_name") ?? "", name = NameOf(layer);
        JsonElement config = Json.Member(layer, "config", JsonValueKind.Object) ?? throw Fault.In(source, $"the layer {Fault.Quote(name)} has no configuration.");
        if (Json.Elements(config, "batch_input_shape") is { Count: > 0 } shape)
        {
            inputs = width = shape is [_, { ValueKind: JsonValueKind.Number } size] && size.TryGetInt32(out int columns) ? columns : throw Fault.In(source, $"the layer {Fault.Quote(name)} of type {kind} takes rows of the shape [{string.Join(", ", shape.Skip(1))}], but the rows of dense networks are lists of numbers.");
        }

        switch (kind)
        {
            case "Dense":
                AddDense(config, name);
                break;
            case "Activation":
                AddActivation(Json.Text(config, "activation"), name);
                break;
            case "ReLU" when Json.Number(config, "max_value") is null && Json.Number(config, "threshold") is null or 0 && Json.Number(config, "negative_slope") is null or 0:
                layers.Add(new Relu());
                break;
            case "LeakyReLU":
                layers.Add(new LeakyRelu(Json.Number(config, "alpha") ?? Json.Number(config, "negative_slope") ?? 0.3));
                break;
            case "PReLU":
                layers.Add(new PRelu(), ("slope", weights.Take(name, "alpha", [Width(name)]).Values));
                break;
            case "ELU":
                layers.Add(new Elu(Json.Number(config, "alpha") ?? 1));
                break;
            case "Softmax":
                layers.Add(new Softmax());
                break;
            case "BatchNormalization":
                layers.Add(
                    new BatchNormalization(1 - (Json.Number(config, "momentum") ?? 0.99), Json.Number(config, "epsilon") ?? 1e-3),
                    ("scale", Affine(config, "scale", name, "gamma", 1)), ("shift", Affine(config, "center", name, "beta", 0)), ("running_mean", Own(name, "moving_mean")), ("running_variance", Own(name, "moving_variance")));
                break;
            case "LayerNormalization":
                layers.Add(new LayerNormalization(Json.Number(config, "epsilon") ?? 1e-3), ("scale", Affine(config, "scale", name, "gamma", 1)), ("shift", Affine(config, "center", name, "beta", 0)));
                break;
            case "Dropout" when Json.Number(config, "rate") is > 0 and < 1 and var rate:
                layers.Add(new Dropout(rate));
                break;
            case "GaussianNoise" when Json.Number(config, "stddev") is > 0 and var deviation:
                layers.Add(new GaussianNoise(deviation));
                break;

            // These do nothing in a prediction, or nothing to a row that is a list.
            case "InputLayer" or "Flatten" or "Dropout" or "GaussianNoise" or "GaussianDropout" or "AlphaDropout" or "ActivityRegularization":
            case "Reshape" when Json.Elements(config, "target_shape").Count == 1:
                break;
            default:
                throw Fault.In(source, $"the layer {Fault.Quote(name)} of type {Fault.Quote(kind)} cannot be imported: it is not a layer of dense networks, or has settings that they do not have.");
        }
    }

    private void AddDense(JsonElement config, string name)
    {
        int units = Json.Count(config, "units") is > 0 and { } count ? count : throw Fault.In(source, $"the layer {Fault.Quote(name)} has no number of units.");
        (int[] shape, double[] kernel) = weights.Take(name, "kernel");
        int columns = width ?? (shape.Length == 2 ? shape[0] : 0);
        if (!shape.SequenceEqual([columns, units]))
        {
            throw Fault.In(source, $"the weight {Fault.Quote(name + "/kernel")} has the shape [{string.Join(", ", shape)}], but the layer needs [{columns}, {units}].");
        }

        double[] turned = new double[kernel.Length];
        for (int i = 0; i < kernel.Length; i++)
        {
            turned[(i % units * columns) + (i / units)] = kernel[i];
        }

        (inputs, width) = (inputs ?? columns, units);
        if (Json.IsFalse(config, "use_bias"))
        {
            layers.Add(new Dense(units, UseBias: false), ("weight", turned));
        }
        else
        {
            layers.Add(new Dense(units), ("weight", turned), ("bias", Own(name, "bias")));
        }

        AddActivation(Json.Text(config, "activation"), name);
    }

    private void AddActivation(string? activation, string name)
    {
        Activation? own = activation switch
        {
            null or "linear" => null,
            "relu" => new Relu(),
            "elu" => new Elu(),
            "selu" => new Selu(),
            "sigmoid" => new Sigmoid(),
            "hard_sigmoid" => new HardSigmoid(0.2),
            "tanh" => new Tanh(),
            "softplus" => new Softplus(),
            "softsign" => new Softsign(),
            "softmax" => new Softmax(),
            "log_softmax" => new LogSoftmax(),
            "exponential" => new Exponential(),
            "swish" or "silu" => new Swish(),
            "mish" => new Mish(),
            "gelu" => new Gelu(),
            _ => throw Fault.In(source, $"the activation {Fault.Quote(activation)} of the layer {Fault.Quote(name)} cannot be imported: it is not in the catalogue."),
        };
        if (own is not null)
        {
            layers.Add(own);
        }
    }

    /// <summary>γ or β of a normalization, which may be left out.</summary>
    private double[] Affine(JsonElement config, string option, string layer, string weight, double without) => Json.IsFalse(config, option) ? [.. Enumerable.Repeat(without, Width(layer))] : Own(layer, weight);

    private double[] Own(string layer, string weight) => weights.Take(layer, weight, [Width(layer)]).Values;

    private int Width(string layer) => width ?? throw Fault.In(source, $"the number of values at the layer {Fault.Quote(layer)} is not known: no layer before it says how many inputs there are.");

    private static string NameOf(JsonElement layer) => Json.Text(layer, "name") ?? (Json.Member(layer, "config", JsonValueKind.Object) is { } config ? Json.Text(config, "name") : null) ?? "";
}
