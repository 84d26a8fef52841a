using System.Diagnostics;
using Descent.Data;

namespace Descent;

/// <summary>Everything that is decided before training on a table begins, open to be looked at; <see cref="Train(CancellationToken)"/> does the rest.</summary>
public sealed class TablePlan
{
    /// <summary>Of so many training rows at most, evenly spaced, the skill is measured: 20,000.</summary>
    public const int JudgedRows = 20_000;

    private readonly Dataset<float> train;
    private readonly AnsweredRows? test;
    private readonly Model<float> model;

    internal TablePlan(Schema schema, Preprocessor preprocessor, Model<float> model, Dataset<float> train, TrainingOptions options, AnsweredRows? test, IReadOnlyList<Notice> notices)
    {
        this.train = train;
        this.test = test;
        Schema = schema;
        Preprocessor = preprocessor;
        this.model = model;
        Options = options;
        Notices = notices;
    }

    /// <summary>What the columns are taken for.</summary>
    public Schema Schema { get; }

    /// <summary>How they become numbers; fitted on the training rows.</summary>
    public Preprocessor Preprocessor { get; }

    /// <summary>The network with its first weights, where a single one is trained.</summary>
    /// <exception cref="InvalidOperationException">If several recipes are tried (<see cref="Recipes"/>): their networks are built one after the other.</exception>
    public Model<float> Model => Ensemble is null ? model : throw new InvalidOperationException("Several recipes are tried, whose networks are built one after the other. Recipes names them.");

    /// <summary>The recipes that will be tried; none where a single network is trained as the options describe it.</summary>
    public IReadOnlyList<string> Recipes => Ensemble is { } task ? [.. task.Plan.Recipes.Select(planned => planned.Recipe.Label)] : [];

    /// <summary>On how many folds of the training rows each recipe is trained; 0 for a single network.</summary>
    public int Folds => Ensemble?.Rows.Folds.Count ?? 0;

    /// <summary>What is to be trained where it is more than one network.</summary>
    internal EnsembleTask? Ensemble { get; init; }

    /// <summary>How it will be trained; of several recipes, what they have in common: the loss, the seed, the weights of classes.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Rows to train on.</summary>
    public int TrainRows => train.Rows;

    /// <summary>Rows that choose the best epoch.</summary>
    public int ValidationRows => Options.Validation?.Rows ?? 0;

    /// <summary>Rows kept for the scores.</summary>
    public int TestRows => test?.Data.Rows ?? 0;

    /// <summary>How a binary task is decided and for which label it is scored; null for other tasks.</summary>
    public BinaryDecision? Decision { get; internal init; }

    /// <summary>The levels of the quantiles that will be predicted; null if none are.</summary>
    public IReadOnlyList<double>? Quantiles { get; internal init; }

    /// <summary>What the model will remember of its training rows.</summary>
    internal TrainingSummary? Summary { get; init; }

    /// <summary>Every decision and warning so far, with how to override it.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>Trains and judges.</summary>
    /// <param name="cancellation">Ends training within one batch; the best weights so far are kept.</param>
    /// <returns>The model and how it did.</returns>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">If several recipes are tried and it was cancelled before there was anything to keep.</exception>
    public TableTraining Train(CancellationToken cancellation = default)
    {
        if (Ensemble is not { } task)
        {
            return Judged(model.Fit(train, Options, cancellation));
        }

        Stopwatch clock = Stopwatch.StartNew();
        Ensemble trained = task.Train(Preprocessor, cancellation);
        return Judged(trained) with { Seconds = clock.Elapsed.TotalSeconds };
    }

    /// <summary>Trains and judges; where training fails, the model has its last good weights, and they are judged.</summary>
    /// <param name="failure">Why training failed; null if it did not. If its course has no finished epoch, the weights are the first ones, and nothing was learnt.</param>
    /// <param name="cancellation">Ends training within one batch; the best weights so far are kept.</param>
    /// <returns>The model and how it did.</returns>
    public TableTraining Train(out TrainingFailedException? failure, CancellationToken cancellation = default)
    {
        try
        {
            failure = null;
            return Train(cancellation);
        }
        catch (TrainingFailedException caught)
        {
            failure = caught;
            return Judged(caught.History);
        }
    }

    private TableTraining Judged(Ensemble ensemble)
    {
        TableModel result = new(ensemble.Members, Preprocessor, quantiles: Quantiles) { Decision = Decision, Training = Summary, Adjustment = ensemble.Adjustment };
        Dataset<float> held = Ensemble!.Rows.Judged;
        if (Schema.Task is TaskKind.Regression or TaskKind.Counts && Quantiles is null)
        {
            Outcome errors = TableEvaluation.OutcomeOf(result, held, ensemble.Unchosen);
            result = new TableModel(result.Members, Preprocessor) { Decision = Decision, Training = Summary, Adjustment = ensemble.Adjustment, Intervals = PredictionIntervals.Of(errors.Outputs.Span, errors.Targets.Span, errors.Columns) };
        }

        (Dataset<float>? unseen, int kept, int repeated) = Unseen();
        FitSkill skill = FitSkill.Of(
            Weighted(TableEvaluation.OutcomeOf(result, held, result.Answers(ensemble.Predictions)), result),
            unseen is { Rows: >= FitDiagnosis.FewestRows } ? Weighted(TableEvaluation.OutcomeOf(result, unseen), result) : null) with
        { IsWeighted = ClassFactors is not null, KeptRows = kept, RepeatedRows = repeated };
        FitDiagnosis fit = EnsembleDiagnosis.Of(skill);
        TableEvaluation? evaluation = test is null ? null : TableEvaluation.Of(result, test, skill, fit);
        return new TableTraining(result, Schema, ensemble.Leading.Options, ensemble.Leading.Histories[0], evaluation, [.. Notices, .. evaluation?.Notices ?? []], TrainRows, ValidationRows)
        {
            Skill = skill,
            Diagnosis = fit,
            Trials = ensemble.Trials,
            Folds = Folds,
            Plan = ensemble.Plan,
            Kept = Kept,
        };
    }

    private TableTraining Judged(History history)
    {
        TableModel result = new([new TableMember(model)], Preprocessor, quantiles: Quantiles) { Decision = Decision, Training = Summary };
        (Dataset<float>? unseen, int kept, int repeated) = Unseen();
        FitSkill skill = FitSkill.Of(
            Weighted(TableEvaluation.OutcomeOf(result, Sample(train)), result),
            unseen is { Rows: >= FitDiagnosis.FewestRows } ? Weighted(TableEvaluation.OutcomeOf(result, unseen), result) : null) with
        { IsWeighted = ClassFactors is not null, KeptRows = kept, RepeatedRows = repeated, UnseenChoseEpoch = test is null && unseen is not null };
        FitDiagnosis fit = FitDiagnosis.Of(history, skill);
        TableEvaluation? evaluation = test is null ? null : TableEvaluation.Of(result, test, skill, fit);
        return new TableTraining(result, Schema, Options, history, evaluation, [.. Notices, .. history.Notices, .. evaluation?.Notices ?? []], TrainRows, ValidationRows) { Skill = skill, Diagnosis = fit, Kept = Kept };
    }

    /// <summary>The table that the rows for the scores stand in, and which they are.</summary>
    internal (Table Table, int[] Rows)? Kept { get; init; }

    /// <summary>What stands in each validation row.</summary>
    internal ulong[] ValidationHashes { get; init; } = [];

    /// <summary>The test rows, or without them the validation rows, that are not in training as well; how many were kept, and how many of them are.</summary>
    private (Dataset<float>? Rows, int Kept, int Repeated) Unseen()
    {
        ulong[] hashes = test?.Hashes ?? ValidationHashes;
        int[] others = [.. Enumerable.Range(0, hashes.Length).Where(row => Summary?.Rows?.Contains(hashes[row]) != true)];
        Dataset<float>? rows = others.Length == 0 ? null : test is null ? Options.Validation?.As<float>().Select(others) : test.Select(others).Known;
        return (rows, hashes.Length, hashes.Length - others.Length);
    }

    /// <summary>By what training multiplied the weight of each class, by weights or by resampling; null if all count as they come.</summary>
    internal double[]? ClassFactors { get; init; }

    /// <summary>Rows weighted as training weighted them: only so does a skill say what training came to.</summary>
    private Outcome Weighted(Outcome outcome, TableModel model)
    {
        if (ClassFactors is not { } factors)
        {
            return outcome;
        }

        double[] weights = new double[outcome.Rows];
        for (int row = 0; row < weights.Length; row++)
        {
            ReadOnlySpan<double> target = outcome.Targets.Span.Slice(row * outcome.Columns, outcome.Columns);
            int label = outcome.Columns == 1 ? (target[0] > 0.5 != model.PositiveIsFirst ? 1 : 0) : target.IndexOf(1);
            weights[row] = outcome.Weight(row) * (label < 0 ? 1 : factors[label]);
        }

        return new Outcome(outcome.Form, outcome.Targets, outcome.Outputs, outcome.Columns, weights) { HasProbabilities = outcome.HasProbabilities };
    }

    /// <summary>Evenly spaced rows: so many say how well all of them are explained.</summary>
    private static Dataset<float> Sample(Dataset<float> rows)
    {
        int step = (rows.Rows + JudgedRows - 1) / JudgedRows;
        return step <= 1 ? rows : rows.Select([.. Enumerable.Range(0, rows.Rows / step).Select(i => i * step)]);
    }

    /// <summary>How well a trained model does on the rows it was trained on: never a promise, but what overfitting is seen by.</summary>
    internal IReadOnlyDictionary<string, double> TrainingScores(TableModel model) => TableEvaluation.ScoresOf(model, train);

    /// <summary>Tests learning rates on the training rows, without changing the model; see <see cref="LearningRateFinder"/>.</summary>
    /// <param name="range">Which rates; default from 10⁻⁶ to 10 in 200 steps.</param>
    /// <param name="cancellation">Ends the test within one batch.</param>
    /// <returns>The losses, and what they suggest.</returns>
    public LearningRateCurve FindLearningRate(LearningRateRange? range = null, CancellationToken cancellation = default) =>
        model.FindLearningRate(train, Options, range, cancellation);
}
