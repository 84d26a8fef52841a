namespace Descent;

/// <summary>Networks that differ only in their seed and vote for labels: the label with the most votes is predicted, of several such labels the first.</summary>
/// <remarks>As scikit-learn's <c>VotingClassifier(voting="hard")</c>; <see cref="VoteCombination"/> describes the probabilities.</remarks>
/// <param name="Count">The number of networks, at least 2; default 5.</param>
public sealed record VotingEnsemble([Option("number of networks", AtLeast = 2)] int Count = 5) : EnsembleMethod
{
    /// <summary>The number of networks.</summary>
    public int Count { get; init => field = Check.Within(value, 2, MostMembers, nameof(Count)); } = Check.Within(Count, 2, MostMembers);

    /// <inheritdoc/>
    public override string Name => "voting";

    /// <inheritdoc/>
    public override EnsembleFacts Facts => new(
        "Labels on which most networks agree.",
        "their initial weights and the order of the rows",
        "every network votes for a label; the probability of a label with v of n votes among k labels is (v + 1) / (n + k)",
        "for labels only; a vote says less than a probability, so average is usually better",
        "Hansen and Salamon 1990; scikit-learn: ensemble.VotingClassifier");

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, object Value)> Settings => [("count", Count)];

    /// <inheritdoc/>
    public override int Networks => Count;

    /// <inheritdoc/>
    internal override TrainedEnsemble Train(MemberSource source, CancellationToken cancellation) =>
        ParallelTraining.Of(this, source, [.. Enumerable.Range(0, Count).Select(number => source.Job(number))], cancellation) with { Combination = new VoteCombination() };
}
