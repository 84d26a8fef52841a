namespace Descent.Playground;

/// <summary>The network with which the page begins, if a run was given: that of its model, as far as the page can show it.</summary>
internal static class BeginNetwork
{
    public static NetworkState? Of(TableModel? model)
    {
        if (model is not { Members.Count: 1 })
        {
            return null;
        }

        TrainingOptions? options = model.Details.TryGetValue("options", out string? json) ? Catalogue.FromJson<TrainingOptions>(json) : null;
        Layer[] layers = [.. model.Model.Network];
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
            Rate = options?.Optimizer.LearningRate is ConstantSchedule constant ? constant.Value : 0.001,
            Regularizer = options?.Regularizer is { } penalty ? Catalogue.ToText(penalty) : "",
            Batch = options?.BatchSize,
            Epochs = options?.Epochs,
            Seed = model.Model.Seed,
        };
    }
}
