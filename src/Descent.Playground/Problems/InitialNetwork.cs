namespace Descent.Playground;

/// <summary>The network with which the page begins, if a run or a recording was given.</summary>
internal static class InitialNetwork
{
    /// <summary>The network of a run; null for a model of several networks.</summary>
    public static NetworkState? Of(TableModel? model) => model is not { Members.Count: 1 } ? null
        : Of(model.Model.Network, model.Details.TryGetValue("options", out string? json) ? Catalogue.FromJson<TrainingOptions>(json) : null, model.Model.Seed);

    /// <summary>A network and its training, as far as the page has fields for them.</summary>
    public static NetworkState Of(Network network, TrainingOptions? options, ulong seed)
    {
        Layer[] layers = [.. network];
        List<LayerState> hidden = [];
        foreach (Layer layer in layers.Take(Array.FindLastIndex(layers, layer => layer is Dense)))
        {
            LayerState? last = hidden.LastOrDefault();
            switch (layer)
            {
                case Dense dense:
                    hidden.Add(new LayerState { Units = dense.Units, Activation = dense.Activation is { } own ? Catalogue.ToText(own) : "linear" });
                    break;
                case Activation activation when last is not null:
                    hidden[^1] = last with { Activation = Catalogue.ToText(activation) };
                    break;
                case Dropout { Rate: ConstantSchedule rate } when last is not null:
                    hidden[^1] = last with { Dropout = rate.Value };
                    break;
                case BatchNormalization or LayerNormalization when last is not null:
                    hidden[^1] = last with { Normalization = Catalogue.NameOf(layer) };
                    break;
            }
        }

        return new NetworkState
        {
            Layers = hidden,
            Loss = options is null ? "" : Catalogue.ToText(options.Loss),
            Optimizer = options is null ? "adam" : Catalogue.NameOf(options.Optimizer),
            Rate = options?.Optimizer is null or FullBatchOptimizer ? 0.001 : options.Optimizer.LearningRate.At(new TrainingPosition(0, 1) { RunEpochs = Math.Max(1, options.Epochs) }),
            Clipping = options?.Clipping?.Limit is ConstantSchedule { Value: var limit } ? limit : 0,
            Regularizer = options?.Regularizer is { } penalty ? Catalogue.ToText(penalty) : "",
            Batch = options?.BatchSize,
            Epochs = options?.Epochs,
            Seed = seed,
        };
    }
}
