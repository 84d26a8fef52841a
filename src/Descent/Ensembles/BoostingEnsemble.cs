using System.Numerics.Tensors;
using Descent.Data;

namespace Descent;

/// <summary>Networks that are trained one after the other, each with larger weights for the rows that those before it predicted wrongly, and that vote for labels. For numbers and counts it is <see cref="GradientBoostingEnsemble"/>.</summary>
/// <remarks>
/// SAMME: Zhu, Zou, Rosset and Hastie, "Multi-class AdaBoost", 2009; for two labels it is AdaBoost (Freund and Schapire, 1997), and as in scikit-learn's <c>AdaBoostClassifier</c>. With the weights w of the rows
/// that a network predicts wrongly and k labels, its error is <c>e = Σ w over wrong rows / Σ w</c>, its share in the vote is proportional to <c>α = η·(ln((1 − e)/e) + ln(k − 1))</c>, and the weights of the wrong rows are
/// multiplied by <c>exp(α)</c>. Boosting ends early after a network without errors, and before one that is not better than chance, <c>e ≥ 1 − 1/k</c>.
/// </remarks>
/// <param name="Count">The largest number of networks, at least 1; default 10, for numbers and counts that of <see cref="GradientBoostingEnsemble"/>.</param>
/// <param name="LearningRate">The factor η of the shares, above 0; default 1, for numbers and counts that of <see cref="GradientBoostingEnsemble"/>.</param>
public sealed record BoostingEnsemble([Option("largest number of networks; 10 for labels", AtLeast = 1)] int? Count = null, [Option("1 for labels", Above = 0)] double? LearningRate = null) : EnsembleMethod
{
    /// <summary>The largest number of networks.</summary>
    public int? Count { get; init => field = value is null ? null : Check.Within(value.Value, 1, MostMembers, nameof(Count)); } = Count is null ? null : Check.Within(Count.Value, 1, MostMembers, nameof(Count));

    /// <summary>The factor η of the shares.</summary>
    public double? LearningRate { get; init => field = value is null ? null : Check.Positive(value.Value, nameof(LearningRate)); } = LearningRate is null ? null : Check.Positive(LearningRate.Value, nameof(LearningRate));

    /// <inheritdoc/>
    public override string Name => "boosting";

    /// <inheritdoc/>
    public override EnsembleFacts Facts => new(
        "Labels that a small network alone cannot separate.",
        "the weights of the rows, which are larger for rows that the networks before predicted wrongly",
        "a vote in which networks with fewer errors count more; for numbers and counts the sum that gradient_boosting has",
        "trained one after the other; wrong labels get large weights; a network without errors on the training rows ends it, so each should be small; the probabilities are shares of the vote",
        "Freund and Schapire 1997; Zhu, Zou, Rosset and Hastie 2009; scikit-learn: ensemble.AdaBoostClassifier");

    /// <inheritdoc/>
    public override int Networks => Count ?? 10;

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, object Value)> Settings => [.. Count is { } count ? [("count", (object)count)] : Array.Empty<(string, object)>(), .. LearningRate is { } rate ? [("learningRate", (object)rate)] : Array.Empty<(string, object)>()];

    /// <inheritdoc/>
    internal override EnsembleMethod For(TaskKind task)
    {
        GradientBoostingEnsemble usual = new();
        return task is TaskKind.Regression or TaskKind.Counts ? usual with { Count = Count ?? usual.Count, LearningRate = LearningRate ?? usual.LearningRate } : this;
    }

    /// <inheritdoc/>
    internal override TrainedEnsemble Train(MemberSource source, CancellationToken cancellation)
    {
        Dataset<float> rows = source.Train;
        double[] weights = new double[rows.Rows];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = rows.IsWeighted ? rows.Weights.Span[row] : 1;
        }

        int classes = rows.TargetColumns == 1 ? 2 : rows.TargetColumns;
        List<(Model<float> Model, double Share)> members = [];
        List<MemberTraining> course = [];
        string? ended = null;
        while (ended is null && members.Count < Networks)
        {
            if (members.Count == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Model<float> model = source.Network.Build<float>(source.Inputs, source.Seed + (ulong)members.Count);
            History history;
            try
            {
                history = model.Fit(Weighted(rows, weights), source.Options with { Seed = source.Seed + (ulong)members.Count, Progress = null }, cancellation);
            }
            catch (TrainingFailedException failure) when (members.Count > 0)
            {
                course.Add(new MemberTraining(0, null, failure.Message));
                break;
            }

            bool isCut = history.Stop == StopReason.Cancelled;
            if (isCut && members.Count > 0)
            {
                course.Add(new MemberTraining(0, history));
                break;
            }

            if (isCut && history.Epochs.Count == 0)
            {
                throw new OperationCanceledException(cancellation);
            }

            bool[] wrong = WrongRows(model, rows);
            BoostingRound round = BoostingRound.Of(weights, wrong, classes, LearningRate ?? 1);
            if (round.IsChance && members.Count > 0)
            {
                ended = $"Boosting ended after {Amount.Of(members.Count, "network")}, because the next one predicted rows of these weights no better than chance.";
                break;
            }

            members.Add((model, round.IsChance ? 1 : round.Share));
            course.Add(new MemberTraining(1, history));
            weights = round.Weights;
            source.Progress?.Report(new MemberProgress(this, members.Count, Networks));
            ended = round.IsChance ? "The first network is no better than chance on the training rows, so boosting ended with it."
                : round.Error == 0 && members.Count < Networks ? $"Boosting ended after {Amount.Of(members.Count, "network")}, because the last one predicts every training row correctly, so that there are no rows to weigh. A smaller network, or fewer epochs, leave more to the others."
                : null;
            if (isCut)
            {
                break;
            }
        }

        double total = members.Sum(member => member.Share);
        TableMember[] all = [.. members.Select(member => new TableMember(member.Model, Weight: member.Share / total))];
        MemberTraining[] trained = [.. course.Select((one, number) => number < all.Length ? one with { Weight = all[number].Weight } : one)];
        return new TrainedEnsemble(all, trained)
        {
            Combination = new VoteCombination(),
            Notices = [.. ended is null ? Array.Empty<Notice>() : [Notice.Information(ended, new Remedy(nameof(TableOptions.HiddenLayers)))], .. ParallelTraining.Notices(trained)],
        };
    }

    /// <summary>Creates rows with other weights, divided by their mean.</summary>
    private static Dataset<float> Weighted(Dataset<float> rows, double[] weights)
    {
        double mean = weights.Average();
        return Dataset.Create(rows.Inputs, rows.InputColumns, rows.Targets, rows.TargetColumns, (float[])[.. weights.Select(weight => (float)(weight / mean))]);
    }

    /// <summary>Gets the rows for which a network predicts a wrong label.</summary>
    private static bool[] WrongRows(Model<float> model, Dataset<float> rows)
    {
        int width = rows.TargetColumns;
        float[] outputs = model.Predict(rows.Inputs.Span);
        bool[] wrong = new bool[rows.Rows];
        for (int row = 0; row < wrong.Length; row++)
        {
            ReadOnlySpan<float> output = outputs.AsSpan(row * width, width), target = rows.Targets.Span.Slice(row * width, width);
            wrong[row] = width == 1 ? output[0] >= 0.5f != target[0] >= 0.5f : TensorPrimitives.IndexOfMax(output) != TensorPrimitives.IndexOfMax(target);
        }

        return wrong;
    }
}

/// <summary>A round of SAMME.</summary>
/// <param name="Error">The weighted share of wrong rows.</param>
/// <param name="Share">The share α of the network, before division by the sum.</param>
/// <param name="Weights">The weights of the rows for the next network, which add up to 1.</param>
/// <param name="IsChance">Whether the network is no better than chance.</param>
internal sealed record BoostingRound(double Error, double Share, double[] Weights, bool IsChance)
{
    /// <summary>Computes a round.</summary>
    /// <param name="weights">The weights of the rows.</param>
    /// <param name="wrong">Whether the label of a row was predicted wrongly.</param>
    /// <param name="classes">The number k of labels.</param>
    /// <param name="rate">The factor η of the share.</param>
    public static BoostingRound Of(double[] weights, bool[] wrong, int classes, double rate)
    {
        double total = weights.Sum(), error = weights.Where((_, row) => wrong[row]).Sum() / total;
        if (error <= 0)
        {
            return new BoostingRound(0, 1, [.. weights.Select(weight => weight / total)], false);
        }

        if (error >= 1 - (1.0 / classes))
        {
            return new BoostingRound(error, 0, weights, true);
        }

        double share = rate * (Math.Log((1 - error) / error) + Math.Log(classes - 1)), factor = Math.Exp(share);
        double[] next = [.. weights.Select((weight, row) => wrong[row] ? weight / total * factor : weight / total)];
        double sum = next.Sum();
        return new BoostingRound(error, share, [.. next.Select(weight => weight / sum)], false);
    }
}
