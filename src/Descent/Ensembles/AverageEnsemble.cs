namespace Descent;

/// <summary>The mean of networks that differ only in their seed: in their initial weights and in the order of the rows.</summary>
/// <remarks>Hansen and Salamon, "Neural network ensembles", 1990; Lakshminarayanan, Pritzel and Blundell, "Simple and scalable predictive uncertainty estimation using deep ensembles", 2017.</remarks>
/// <param name="Count">The number of networks, at least 2; default 5.</param>
/// <param name="Together">Whether they are trained as the members of one network, on the same batches, instead of one after the other on each core; default no. The epoch is then chosen for their mean.</param>
public sealed record AverageEnsemble([Option("number of networks", AtLeast = 2)] int Count = 5, [Option("trained as members of one network, on the same batches")] bool Together = false) : EnsembleMethod
{
    /// <summary>The number of networks.</summary>
    public int Count { get; init => field = Check.Within(value, 2, MostMembers, nameof(Count)); } = Check.Within(Count, 2, MostMembers);

    /// <inheritdoc/>
    public override string Name => "average";

    /// <inheritdoc/>
    public override EnsembleFacts Facts => new(
        "Predictions that depend less on the chance of one training.",
        "their initial weights and the order of the rows",
        "the mean of the outputs; for classes, of the probabilities",
        "costs as many trainings as it has networks; helps little where the networks agree",
        "Hansen and Salamon 1990; Lakshminarayanan, Pritzel and Blundell 2017");

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, object Value)> Settings => [("count", Count), ("together", Together)];

    /// <inheritdoc/>
    public override int Networks => Count;

    /// <inheritdoc/>
    internal override TrainedEnsemble Train(MemberSource source, CancellationToken cancellation) =>
        Together ? JointTraining.Of(this, source, cancellation) : ParallelTraining.Of(this, source, [.. Enumerable.Range(0, Count).Select(number => source.Job(number))], cancellation);
}
