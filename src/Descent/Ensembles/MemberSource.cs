using Descent.Data;

namespace Descent;

/// <summary>What the networks of an ensemble are made of.</summary>
/// <param name="Network">The network of a member.</param>
/// <param name="Preprocessor">The preprocessor that produced the rows.</param>
/// <param name="Train">The training rows.</param>
/// <param name="Options">The training options of a member.</param>
/// <param name="Fit">The loss and the last activation.</param>
/// <param name="Quantiles">The levels of the quantiles that are predicted; null if none are.</param>
internal sealed record MemberSource(Network Network, Preprocessor Preprocessor, Dataset<float> Train, TrainingOptions Options, LossFit Fit, IReadOnlyList<double>? Quantiles)
{
    /// <summary>Receives a report of each finished network.</summary>
    public IProgress<MemberProgress>? Progress { get; init; }

    /// <summary>The folds of the training rows; null if the method needs none.</summary>
    public FoldRows? Folds { get; init; }

    /// <summary>The seed of the first network.</summary>
    public ulong Seed => Options.Seed!.Value;

    /// <summary>The number of inputs.</summary>
    public int Inputs => Preprocessor.InputNames.Count;

    /// <summary>Creates the training of a network; without other rows, that of number 0 is the training of a single network.</summary>
    /// <param name="number">The number of the network, which is added to the seed.</param>
    /// <param name="rows">The numbers of the training rows; null for all.</param>
    public TrainingJob<float> Job(int number, int[]? rows = null)
    {
        ulong seed = Seed + (ulong)number;
        return new TrainingJob<float>(Network.Build<float>(Inputs, seed), rows is null ? Train : Train.Select(rows), Options with { Seed = seed, Progress = null, Selection = rows is null ? null : new RowSelection(Train, rows) });
    }

    /// <summary>Creates the model of some members.</summary>
    public TableModel ModelOf(IReadOnlyList<TableMember> members, MemberCombination? combination) => new(members, Preprocessor, quantiles: Quantiles) { Combination = combination };
}
