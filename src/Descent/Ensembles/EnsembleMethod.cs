using System.Globalization;

using Descent.Data;

namespace Descent;

/// <summary>A way to train several networks on a table and to combine their predictions. The networks are those that the other options describe, by default that of <see cref="Effort.Quick"/>.</summary>
/// <remarks>The methods are <see cref="AverageEnsemble"/>, <see cref="VotingEnsemble"/>, <see cref="BaggingEnsemble"/>, <see cref="BoostingEnsemble"/>, <see cref="GradientBoostingEnsemble"/>, <see cref="StackingEnsemble"/> and <see cref="SnapshotEnsemble"/>.</remarks>
/// <example><c>TableTraining training = TableTrainer.Train(table, ["price"], new TableOptions { Ensemble = new BaggingEnsemble(Count: 20) });</c></example>
public abstract record EnsembleMethod
{
    /// <summary>The largest number of networks.</summary>
    internal const int MostMembers = 1_000;

    private static readonly Dictionary<string, EnsembleMethod> s_byName = new EnsembleMethod[] { new AverageEnsemble(), new VotingEnsemble(), new BaggingEnsemble(), new BoostingEnsemble(), new GradientBoostingEnsemble(), new StackingEnsemble(), new SnapshotEnsemble() }.ToDictionary(method => method.Name, StringComparer.Ordinal);

    private protected EnsembleMethod()
    {
    }

    /// <summary>The name of the method.</summary>
    public abstract string Name { get; }

    /// <summary>A description of the method.</summary>
    public abstract EnsembleFacts Facts { get; }

    /// <summary>All methods by name, with their default options.</summary>
    public static IReadOnlyDictionary<string, EnsembleMethod> ByName => s_byName;

    /// <summary>Its options with their values, for <see cref="ToString"/>.</summary>
    internal abstract IReadOnlyList<(string Name, object Value)> Settings { get; }

    /// <summary>The largest number of networks that are trained.</summary>
    public abstract int Networks { get; }

    /// <summary>Whether validation rows choose anything; if not, none are held out.</summary>
    internal virtual bool UsesValidation => true;

    /// <summary>Whether training rows are predicted by networks that were not trained on them, so that <see cref="TrainedEnsemble.Held"/> has rows.</summary>
    internal virtual bool HoldsRows => FoldCount > 0;

    /// <summary>The number of folds of the training rows that the method needs; 0 if it needs none.</summary>
    internal virtual int FoldCount => 0;

    /// <summary>The widths of the hidden layers of a network that is not described; null for those of a single network.</summary>
    internal virtual IReadOnlyList<int>? UsualLayers => null;

    /// <summary>Gets the method that is used for a task.</summary>
    internal virtual EnsembleMethod For(TaskKind task) => this;

    /// <summary>Gets the last activation of a member.</summary>
    internal virtual Activation LastOf(LossFit fit) => fit.Last;

    /// <summary>Gets the loss with which a member is trained.</summary>
    internal virtual Loss LossOf(LossFit fit) => fit.Loss;

    /// <summary>Trains the networks.</summary>
    /// <param name="source">The network of a member, the rows and the training options.</param>
    /// <param name="cancellation">Ends training within a batch. Networks that were not finished are left out, unless none was.</param>
    /// <exception cref="TrainingFailedException">If the loss of every network became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">If training was canceled before any network had finished an epoch.</exception>
    internal abstract TrainedEnsemble Train(MemberSource source, CancellationToken cancellation);

    /// <summary>Formats the method for <c>Catalogue.Parse</c>: its name and, if they are not all defaults, its options.</summary>
    /// <returns>The text, such as <c>bagging(count=20, rowFraction=1)</c>.</returns>
    public sealed override string ToString() =>
        this == s_byName[Name] ? Name : $"{Name}({string.Join(", ", Settings.Select(option => $"{option.Name}={Text(option.Value)}"))})";

    private static string Text(object value) => value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}

/// <summary>A description of an ensemble method.</summary>
/// <param name="Use">The purpose of the method.</param>
/// <param name="Members">How the networks differ from each other.</param>
/// <param name="Prediction">How their predictions are combined.</param>
/// <param name="Limits">The limits of the method, and when another one is better.</param>
/// <param name="Source">The source of the method.</param>
public sealed record EnsembleFacts(string Use, string Members, string Prediction, string Limits, string Source);

/// <summary>A report that a network of an ensemble is finished.</summary>
/// <param name="Method">The method.</param>
/// <param name="Finished">The number of finished networks.</param>
/// <param name="Networks">The number of networks to train.</param>
public sealed record MemberProgress(EnsembleMethod Method, int Finished, int Networks);
