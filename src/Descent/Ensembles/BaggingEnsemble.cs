using Descent.Numerics;

namespace Descent;

/// <summary>The mean of networks, each of which is trained on rows drawn with replacement from the training rows.</summary>
/// <remarks>
/// Breiman, "Bagging predictors", 1996. About a share of e⁻¹ = 0.368 of the rows is not drawn for a network; each row is predicted by the networks for which it was not drawn, and
/// these predictions give the out-of-bag scores (<see cref="EnsembleTraining.OutOfBag"/>) and the prediction intervals.
/// </remarks>
/// <param name="Count">The number of networks, at least 1; default 10.</param>
/// <param name="RowFraction">The number of rows drawn for each network, as a share of the training rows, above 0 and at most 1; default 1.</param>
public sealed record BaggingEnsemble([Option("number of networks", AtLeast = 1)] int Count = 10, [Option("rows drawn for each network, as a share of the training rows", Above = 0, AtMost = 1)] double RowFraction = 1) : EnsembleMethod
{
    /// <summary>The number of networks.</summary>
    public int Count { get; init => field = Check.Within(value, 1, MostMembers, nameof(Count)); } = Check.Within(Count, 1, MostMembers);

    /// <summary>The number of rows drawn for each network, as a share of the training rows.</summary>
    public double RowFraction { get; init => field = Share(value); } = Share(RowFraction);

    /// <inheritdoc/>
    public override string Name => "bagging";

    /// <inheritdoc/>
    public override EnsembleFacts Facts => new(
        "Predictions that depend less on single rows, and scores on unseen rows without holding any out.",
        "the rows they learn from, which are drawn with replacement, their initial weights and the order of the rows",
        "the mean of the outputs; for classes, of the probabilities",
        "each network sees about 63 % of the rows, so with few rows average is often better; out-of-bag scores are too good if rows of a group are alike",
        "Breiman 1996; scikit-learn: ensemble.BaggingClassifier");

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, object Value)> Settings => [("count", Count), ("rowFraction", RowFraction)];

    /// <inheritdoc/>
    public override int Networks => Count;

    /// <inheritdoc/>
    internal override bool HoldsRows => true;

    /// <inheritdoc/>
    internal override TrainedEnsemble Train(MemberSource source, CancellationToken cancellation)
    {
        int rows = source.Train.Rows, drawn = Math.Max(1, (int)Math.Round(RowFraction * rows));
        int[][] bags = [.. Enumerable.Range(0, Count).Select(number => Draw(rows, drawn, source.Seed + (ulong)number))];
        TrainedEnsemble trained = ParallelTraining.Of(this, source, [.. bags.Select((bag, number) => source.Job(number, bag))], cancellation);
        return trained with { Held = OutOfBag.Of(trained, [.. trained.Numbers.Select(number => bags[number])], source), HeldIsOutOfBag = true };
    }

    /// <summary>Draws rows with replacement.</summary>
    /// <param name="rows">The number of rows to draw from.</param>
    /// <param name="count">The number of draws.</param>
    /// <param name="seed">The seed.</param>
    internal static int[] Draw(int rows, int count, ulong seed)
    {
        CounterRandom random = new(seed, Streams.Bootstrap);
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            drawn[i] = random.Below((ulong)i, rows);
        }

        return drawn;
    }

    private static double Share(double value) => value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(RowFraction), value, "RowFraction must be above 0 and at most 1.");
}
