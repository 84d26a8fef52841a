namespace Descent;

/// <summary>How training on a table starts from a trained model: with its preprocessing and its weights.</summary>
/// <param name="Source">The trained model, of a single network; of an average, one that <see cref="TableModel.Member"/> returns.</param>
/// <example>
/// <code>
/// TableTraining training = TableTrainer.Train(table, ["species"], new TableOptions { Transfer = new TransferOptions(model) { NewHead = true, FrozenLayers = 1 } });
/// </code>
/// </example>
public sealed record TransferOptions(TableModel Source)
{
    /// <summary>The trained model.</summary>
    public TableModel Source { get; init; } = Source ?? throw new ArgumentNullException(nameof(Source));

    /// <summary>Whether the last dense layer is replaced by a new one with an output for each output of the table; default no. It is needed if the table has other targets, or labels that the model does not know.</summary>
    public bool NewHead { get; init; }

    /// <summary>The number of layers with weights, counted from the first, that keep their weights; default 0.</summary>
    public int FrozenLayers { get; init => field = Check.AtLeast(value, 0, nameof(FrozenLayers)); }

    /// <summary>The factor of the learning rate from each layer to the one before it, above 0 and at most 1; default 1. The last layer has the whole rate.</summary>
    public double RateFactor { get; init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(RateFactor), value, "RateFactor must be above 0 and at most 1."); } = 1;

    /// <summary>The number of epochs after which the last of the frozen layers is trained as well, and after as many again the one before it; null, the default, if they stay frozen.</summary>
    public int? UnfreezeEvery { get; init => field = value is null ? null : Check.AtLeast(value.Value, 1, nameof(UnfreezeEvery)); }
}
