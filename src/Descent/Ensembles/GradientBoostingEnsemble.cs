using System.Diagnostics;
using Descent.Data;

namespace Descent;

/// <summary>A sum of small networks that are trained one after the other, each on what those before it leave unexplained.</summary>
/// <remarks>
/// Friedman, "Greedy function approximation: a gradient boosting machine", 2001, with networks instead of trees. The scores begin with a constant. Each network is trained, with squared errors, on the negative
/// gradient of the loss with respect to the scores, which is target minus output; its outputs are added to the scores with the factor of a step of Newton's method for the loss, times the learning rate. The outputs are
/// the scores themselves, or their logistic function, softmax or exponential, as the loss requires. Without <see cref="TableOptions.Layers"/> or <see cref="TableOptions.HiddenLayers"/>, each network has one hidden layer of 16 neurons.
/// </remarks>
/// <param name="Count">The largest number of networks, at least 1; default 60. If there are validation rows, those up to the smallest validation loss are used.</param>
/// <param name="LearningRate">The factor of each step, above 0 and at most 1; default 0.1.</param>
public sealed record GradientBoostingEnsemble([Option("largest number of networks", AtLeast = 1)] int Count = 60, [Option("factor of each step", Above = 0, AtMost = 1)] double LearningRate = 0.1) : EnsembleMethod
{
    /// <summary>The width of the hidden layer of a network that is not described.</summary>
    private const int UsualWidth = 16;

    /// <summary>The largest number of networks.</summary>
    public int Count { get; init => field = Check.Within(value, 1, MostMembers, nameof(Count)); } = Check.Within(Count, 1, MostMembers);

    /// <summary>The factor of each step.</summary>
    public double LearningRate { get; init => field = Factor(value); } = Factor(LearningRate);

    /// <inheritdoc/>
    public override string Name => "gradient_boosting";

    /// <inheritdoc/>
    public override EnsembleFacts Facts => new(
        "A strong model out of small networks.",
        "what they are trained on: target minus output of the sum of those before",
        "the sum of a constant and of the outputs of all networks, each with its factor; for classes its logistic function or softmax, for counts its exponential",
        "trained one after the other; needs the usual loss of the task; too many networks overfit, unless validation rows choose their number",
        "Friedman 2001; scikit-learn: ensemble.GradientBoostingRegressor, GradientBoostingClassifier, with trees");

    /// <inheritdoc/>
    public override int Networks => Count;

    /// <inheritdoc/>
    internal override IReadOnlyList<(string Name, object Value)> Settings => [("count", Count), ("learningRate", LearningRate)];

    /// <inheritdoc/>
    internal override IReadOnlyList<int>? UsualLayers => [UsualWidth];

    /// <inheritdoc/>
    internal override Activation LastOf(LossFit fit) => new Linear();

    /// <inheritdoc/>
    internal override Loss LossOf(LossFit fit) => new MeanSquaredError();

    /// <inheritdoc/>
    internal override TrainedEnsemble Train(MemberSource source, CancellationToken cancellation)
    {
        ScoreLink link = BoostedLoss.LinkOf(Name, source.Fit);
        Dataset<float>? held = source.Options.Validation?.As<float>();
        BoostedLoss train = new(link, source.Train);
        BoostedLoss? valid = held is null ? null : new BoostedLoss(link, held);
        double[] start = train.Start(), scores = Repeated(start, source.Train.Rows), heldScores = held is null ? [] : Repeated(start, held.Rows);
        List<(Model<float> Model, double Factor, History History)> stages = [];
        List<EpochRecord> records = [];
        double first = train.Value(scores);
        (int best, double least) = (0, valid?.Value(heldScores) ?? double.PositiveInfinity);
        StopReason stop = StopReason.Completed;
        string? failed = null;
        int idle = 0;
        for (int number = 0; number < Count && stop == StopReason.Completed; number++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            Model<float> model = source.Network.Build<float>(source.Inputs, source.Seed + (ulong)number);
            History history;
            try
            {
                history = model.Fit(With(source.Train, train.Residuals(scores)), source.Options with
                {
                    Loss = new MeanSquaredError(),
                    Form = OutcomeForm.Regression,
                    Validation = valid is null ? null : With(held!, valid.Residuals(heldScores)),
                    Seed = source.Seed + (ulong)number,
                    Progress = null,
                }, cancellation);
            }
            catch (TrainingFailedException failure) when (stages.Count > 0)
            {
                failed = failure.Message;
                break;
            }

            if (history.Stop == StopReason.Cancelled)
            {
                stop = StopReason.Cancelled;
                if (stages.Count > 0 || history.Epochs.Count == 0)
                {
                    break;
                }
            }

            float[] direction = model.Predict(source.Train.Inputs.Span);
            double factor = LearningRate * train.Step(scores, direction);
            if (factor == 0)
            {
                // The network learned nothing that makes the loss smaller. The next one has other weights.
                idle++;
                continue;
            }

            BoostedLoss.Move(scores, direction, factor, scores);
            stages.Add((model, factor, history));
            double? validLoss = null;
            if (valid is not null)
            {
                BoostedLoss.Move(heldScores, model.Predict(held!.Inputs.Span), factor, heldScores);
                validLoss = valid.Value(heldScores);
            }

            records.Add(new EpochRecord(stages.Count, train.Value(scores), validLoss, LearningRate, clock.Elapsed.TotalSeconds, new Dictionary<string, double>(StringComparer.Ordinal)));
            (best, least) = validLoss is { } loss ? loss < least ? (stages.Count, loss) : (best, least) : (stages.Count, least);
            source.Progress?.Report(new MemberProgress(this, stages.Count, Count));
        }

        if (stages.Count == 0)
        {
            throw stop == StopReason.Cancelled ? new OperationCanceledException(cancellation) : new DataException("No network of gradient boosting explains anything of the target, so there is no ensemble. Train longer, with a larger learning rate, or look for inputs with more information.", new Remedy(nameof(TableOptions.Epochs)), new Remedy(nameof(TableOptions.LearningRate)));
        }

        best = Math.Max(1, best);
        double scale = stages.Take(best).Sum(stage => stage.Factor);
        MemberTraining[] course = [.. stages.Select((stage, number) => new MemberTraining(number < best ? stage.Factor / scale : 0, stage.History)), .. failed is null ? [] : new[] { new MemberTraining(0, null, failed) }];
        return new TrainedEnsemble([.. stages.Take(best).Select(stage => new TableMember(stage.Model, Weight: stage.Factor / scale))], course)
        {
            Combination = new SumCombination(start, scale, link),
            Leading = new History(records, best, records.Count, stages.Sum(stage => stage.History.Seconds), stages[0].History.Threads, stop) { InitialLoss = first },
            Notices =
            [
                .. idle > 0 ? [Notice.Warning($"{Amount.Part(idle, idle + stages.Count, "network", "was left out, because it does", "were left out, because they do")} not make the loss smaller. Train longer, or with a larger learning rate.", new Remedy(nameof(TableOptions.Epochs)), new Remedy(nameof(TableOptions.LearningRate)))] : Array.Empty<Notice>(),
                .. failed is not null ? [Notice.Warning($"Boosting ended after {Amount.Of(stages.Count, "network")}, because the training of the next one failed. {failed}")] : Array.Empty<Notice>(),
                .. best < stages.Count ? [Notice.Information($"The ensemble has {best} of {stages.Count} networks, because the loss on the validation rows is smallest with them.", new Remedy(nameof(TableOptions.ValidationFraction)))] : Array.Empty<Notice>(),
            ],
        };
    }

    private static double[] Repeated(double[] start, int rows) => [.. Enumerable.Repeat(start, rows).SelectMany(row => row)];

    private static Dataset<float> With(Dataset<float> rows, float[] targets) => Dataset.Create(rows.Inputs, rows.InputColumns, targets, rows.TargetColumns, rows.Weights);

    private static double Factor(double value) => value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "LearningRate must be above 0 and at most 1.");
}
