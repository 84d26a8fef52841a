namespace Descent.Cli.Verbs;

/// <summary>The options that say how the layers of a trained model are trained further.</summary>
internal sealed class TransferOptionSet
{
    private readonly Option<int?> freeze = Choice.Whole("--freeze", "Keep the weights of the first N layers as they are. Default: 0.", 0);
    private readonly Option<double?> layerRates = Choice.Real("--layer-rates", "The learning rate of each layer is X times that of the next one; the last layer has the whole rate. Default: 1.", "above 0 and at most 1", x => x is > 0 and <= 1);
    private readonly Option<int?> unfreeze = Choice.Whole("--unfreeze", "Train the last of the frozen layers, too, after this many epochs, and after as many again the one before it. Default: never.", 1, "EPOCHS");

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [freeze, layerRates, unfreeze];

    /// <summary>Training that starts from a model.</summary>
    public TransferOptions Options(Call call, TableModel source)
    {
        UsageException.ThrowIf(call.IsGiven(unfreeze) && call.Value(freeze) is null or 0, $"{unfreeze.Name} is about the layers of {freeze.Name}, but none is frozen. Leave it out, or freeze layers.");
        return new TransferOptions(source) { FrozenLayers = call.Value(freeze) ?? 0, RateFactor = call.Value(layerRates) ?? 1, UnfreezeEvery = call.Value(unfreeze) };
    }
}

/// <summary>The options of a training that may start from a trained model.</summary>
internal sealed class SourceOptionSet
{
    private readonly Option<string?> from = Choice.Text("--from", "MODEL", "Start from a trained model, its file or the folder of its run, instead of new weights: columns are read and scaled as they were for it, and its network is trained further.");
    private readonly Option<int?> member = MemberChoice.Option("Of several networks in --from, the one to start from, counted from 1.");
    private readonly Option<bool> newHead = Choice.Flag("--new-head", "Replace the last layer of --from by a new one, for another target or for labels that the model does not know.");
    private readonly TransferOptionSet layers = new();

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [from, member, newHead, .. layers.All];

    /// <summary>How training starts from a model; null if it starts from new weights.</summary>
    public TransferOptions? Options(Call call)
    {
        if (call.Value(from) is not { } path)
        {
            call.Refuse(All.Skip(1), option => $"{option.Name} is about the model of {from.Name}, but none is given. Leave it out, or name the model.");
            return null;
        }

        TableModel source = MemberChoice.Of(call, member, RunFiles.Load(path));
        return layers.Options(call, source) with { NewHead = call.Value(newHead) };
    }
}
