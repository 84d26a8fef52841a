using System.Diagnostics;
using Descent.Data;

namespace Descent;

/// <summary>All decisions that precede training on a table, for inspection before <see cref="Train(CancellationToken)"/> is called.</summary>
public sealed class TablePlan
{
    /// <summary>The largest number of training rows, evenly spaced, on which the skill is measured: 20,000.</summary>
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

    /// <summary>The kinds and roles of the columns.</summary>
    public Schema Schema { get; }

    /// <summary>The preprocessor, which converts columns to numbers; it is fitted on the training rows.</summary>
    public Preprocessor Preprocessor { get; }

    /// <summary>The network with its initial weights, if a single one is trained; with an ensemble method, that of its first network.</summary>
    /// <exception cref="InvalidOperationException">If several recipes are tried (<see cref="Recipes"/>): their networks are built one after the other.</exception>
    public Model<float> Model => Recipes.Count == 0 ? model : throw new InvalidOperationException("The plan has several recipes, whose networks are built one after the other. Use Recipes to get their names.");

    /// <summary>The names of the recipes that will be tried; empty if a single network is trained as the options describe it.</summary>
    public IReadOnlyList<string> Recipes => Ensemble is { } task ? [.. task.Plan.Recipes.Select(planned => planned.Recipe.Label)] : Method is StackingEnsemble stacking ? [.. stacking.Recipes.Select(recipe => recipe.Label)] : [];

    /// <summary>The number of folds of the training rows on which each recipe is trained; 0 for a single network.</summary>
    public int Folds => Ensemble?.Rows.Folds.Count ?? Method?.FoldCount ?? 0;

    /// <summary>The ensemble to train; null for a single network.</summary>
    internal EnsembleTask? Ensemble { get; init; }

    /// <summary>The method by which several networks are trained as the options describe them; null if there is none.</summary>
    public EnsembleMethod? Method { get; internal init; }

    /// <summary>The networks to train by <see cref="Method"/>; null if there is none.</summary>
    internal MemberSource? Members { get; init; }

    /// <summary>The training options; for several recipes, those that they have in common: the loss, the seed and the class weights.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The number of training rows.</summary>
    public int TrainRows => train.Rows;

    /// <summary>The number of validation rows, which choose the best epoch.</summary>
    public int ValidationRows => Options.Validation?.Rows ?? 0;

    /// <summary>The number of test rows, on which the scores are computed.</summary>
    public int TestRows => test?.Data.Rows ?? 0;

    /// <summary>The decision rule of a binary task, with the label for which it is scored; null for other tasks.</summary>
    public BinaryDecision? Decision { get; internal init; }

    /// <summary>The choice of the threshold after training; null if it is given.</summary>
    internal ThresholdTask? Threshold { get; init; }

    /// <summary>The levels of the quantiles that will be predicted; null if none are.</summary>
    public IReadOnlyList<double>? Quantiles { get; internal init; }

    /// <summary>The type of the numbers with which training computes.</summary>
    public NumericPrecision Precision => DoubleRows is null ? NumericPrecision.Single : NumericPrecision.Double;

    /// <summary>The training rows in double precision; null if training computes in single precision.</summary>
    internal Dataset<double>? DoubleRows { get; init; }

    /// <summary>Records the training of the network; null for no recording. Copies of it that choose a threshold are not recorded.</summary>
    internal RunRecorder? Recorder { get; init; }

    /// <summary>The summary of the training rows that the model will keep.</summary>
    internal TrainingSummary? Summary { get; init; }

    /// <summary>Notices about all decisions and warnings so far, with the settings that override them.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>Trains and evaluates the model.</summary>
    /// <param name="cancellation">Ends training within one batch; the best weights so far are kept.</param>
    /// <returns>The model and its evaluation.</returns>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">If several networks are trained and training was canceled before there was any result.</exception>
    public TableTraining Train(CancellationToken cancellation = default)
    {
        if (Method is null && Ensemble is null)
        {
            History history = Fit(Options, cancellation);
            return Judged(history, Choice(history, cancellation));
        }

        Stopwatch time = Stopwatch.StartNew();
        TableTraining training = Method is { } method ? Judged(method, method.Train(Members!, cancellation)) : Judged(Ensemble!.Train(Preprocessor, cancellation));
        return training with { Seconds = time.Elapsed.TotalSeconds };
    }

    /// <summary>Trains and evaluates the model, and calls a method after every epoch, which may evaluate the current weights on the test rows, and stop training with an exception.</summary>
    /// <param name="onEpoch">The method, which is called on the thread of the caller, with a <see cref="TableOptions.Runner"/> while training goes on elsewhere. An exception of it ends training and is passed on.</param>
    /// <param name="cancellation">Ends training within one batch; the best weights so far are kept.</param>
    /// <returns>The model and its evaluation.</returns>
    /// <exception cref="InvalidOperationException">If several networks are trained, or no test rows are held out.</exception>
    /// <exception cref="TrainingFailedException">If the loss became infinite or NaN.</exception>
    public TableTraining Train(Action<TableEpoch> onEpoch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(onEpoch);
        if (test is null)
        {
            throw new InvalidOperationException("The plan has no test rows on which to evaluate an epoch. Set TableOptions.TestFraction or TableOptions.Test, or use PrepareFolds.");
        }

        if (Method is not null)
        {
            throw new InvalidOperationException("The plan has several networks, which have no common epochs. Use Train without a method that is called after every epoch.");
        }

        TableModel form = new([new TableMember(Model)], Preprocessor, quantiles: Quantiles) { Decision = Decision };
        History history = Fit(Options with { Callbacks = [.. Options.Callbacks ?? [], new EpochFollower(form, test.Known, Options.Epochs, onEpoch)] }, cancellation);
        return Judged(history, Choice(history, cancellation));
    }

    private History Fit(TrainingOptions options, CancellationToken cancellation)
    {
        Recorder?.Preprocessor = Preprocessor;
        options = options with { Recorder = Recorder };
        return DoubleRows is { } rows ? DoubleTraining.Fit(model, rows, options, cancellation) : model.Fit(train, options, cancellation);
    }

    /// <summary>Trains and evaluates the model; if the training of a single network fails, the model has its last good weights, which are evaluated.</summary>
    /// <param name="failure">The failure of training; null if it did not fail. If its history has no finished epoch, the weights are the initial ones.</param>
    /// <param name="cancellation">Ends training within one batch; the best weights so far are kept.</param>
    /// <returns>The model and its evaluation.</returns>
    public TableTraining Train(out TrainingFailedException? failure, CancellationToken cancellation = default)
    {
        try
        {
            failure = null;
            return Train(cancellation);
        }
        catch (TrainingFailedException caught) when (Method is null)
        {
            failure = caught;
            return Judged(caught.History, null);
        }
    }

    /// <summary>Chooses the threshold by copies of the network; null if none is to be chosen, or training was canceled.</summary>
    private ThresholdChoice? Choice(History history, CancellationToken cancellation) =>
        history.Stop != StopReason.Cancelled && Threshold?.Predict(model, train, Options, cancellation) is { } judged ? Choice(new TableModel([new TableMember(model)], Preprocessor) { Decision = Decision }, judged.Rows, judged.Predictions) : null;

    private ThresholdChoice? Choice(TableModel form, Dataset<float> rows, float[] predictions) =>
        Threshold is { } task ? ThresholdChoice.Best(TableEvaluation.OutcomeOf(form, rows, predictions), task.Metric) : null;

    /// <summary>The decision rule with the chosen threshold.</summary>
    private BinaryDecision? Decided(ThresholdChoice? choice) => choice is null ? Decision : Decision! with { Threshold = choice.Threshold };

    /// <summary>Creates a notice about the chosen threshold, or that none could be chosen.</summary>
    private IEnumerable<Notice> OnThreshold(ThresholdChoice? choice) => Threshold is null ? []
        : [choice is null
            ? Notice.Warning("No threshold could be chosen, so it is 0.5: training ended early, a network that predicts the rows that choose it could not be trained, or these rows are all of one label.", new Remedy(nameof(TableOptions.Threshold)))
            : Notice.Information($"{choice}", new Remedy(nameof(TableOptions.Threshold)))];

    internal TableTraining Judged(Ensemble ensemble)
    {
        TableModel result = new(ensemble.Members, Preprocessor, quantiles: Quantiles) { Decision = Decision, Training = Summary, Adjustment = ensemble.Adjustment };
        Dataset<float> held = Ensemble!.Rows.Judged;
        ThresholdChoice? choice = Threshold is null ? null : Choice(result, held, ensemble.Unchosen);
        result = choice is null ? result : result.With(Decided(choice));
        if (Schema.Task is TaskKind.Regression or TaskKind.Counts && Quantiles is null)
        {
            Outcome errors = TableEvaluation.OutcomeOf(result, held, ensemble.Unchosen);
            result = new TableModel(result.Members, Preprocessor) { Decision = Decision, Training = Summary, Adjustment = ensemble.Adjustment, Intervals = PredictionIntervals.Of(errors.Outputs.Span, errors.Targets.Span, errors.Columns) };
        }

        FitSkill skill = SkillOf(result, TableEvaluation.OutcomeOf(result, held, result.Answers(ensemble.Predictions)), choseEpoch: false);
        FitDiagnosis fit = EnsembleDiagnosis.Of(skill);
        TableEvaluation? evaluation = test is null ? null : TableEvaluation.Of(result, test, skill, fit);
        return new TableTraining(result, Schema, ensemble.Leading.Options, ensemble.Leading.Histories[0], evaluation, [.. Notices, .. OnThreshold(choice), .. evaluation?.Notices ?? []], TrainRows, ValidationRows)
        {
            Threshold = choice,
            Skill = skill,
            Diagnosis = fit,
            Trials = ensemble.Trials,
            Folds = Folds,
            Plan = ensemble.Plan,
            MemberEpochs = ensemble.Epochs,
            Kept = Kept,
        };
    }

    private TableTraining Judged(EnsembleMethod method, TrainedEnsemble networks)
    {
        TableModel result = new(networks.Members, Preprocessor, quantiles: Quantiles) { Decision = Decision, Training = Summary, Combination = networks.Combination };
        ThresholdChoice? choice = Threshold is null ? null
            : networks.Held is { } own ? Choice(result, own.Rows, result.Answers(own.Outputs))
            : Options.Validation is { } validation ? ThresholdChoice.Best(TableEvaluation.OutcomeOf(result, validation.As<float>()), Threshold.Metric)
            : null;
        result = choice is null ? result : result.With(Decided(choice));
        Outcome trained = networks.Held is { } held ? TableEvaluation.OutcomeOf(result, held.Rows, result.Answers(held.Outputs)) : TableEvaluation.OutcomeOf(result, Sample(train));
        if (networks.Held is not null && Schema.Task is TaskKind.Regression or TaskKind.Counts && Quantiles is null)
        {
            result = new TableModel(networks.Members, Preprocessor) { Decision = Decision, Training = Summary, Combination = networks.Combination, Intervals = PredictionIntervals.Of(trained.Outputs.Span, trained.Targets.Span, trained.Columns) };
        }

        FitSkill skill = SkillOf(result, trained, choseEpoch: networks.Held is null);
        FitDiagnosis fit = networks.Held is null ? FitDiagnosis.Of(networks.Leading, skill) : EnsembleDiagnosis.Of(skill);
        TableEvaluation? evaluation = test is null ? null : TableEvaluation.Of(result, test, skill, fit);
        return new TableTraining(result, Schema, Options, networks.Leading, evaluation, [.. Notices, .. networks.Leading.Notices, .. networks.Notices, .. OnThreshold(choice), .. evaluation?.Notices ?? []], TrainRows, ValidationRows)
        {
            Threshold = choice,
            Skill = skill,
            Diagnosis = fit,
            Kept = Kept,
            Ensemble = new EnsembleTraining(method, networks.Course)
            {
                OutOfBag = networks is { Held: { } bag, HeldIsOutOfBag: true } ? TableEvaluation.Of(result, bag.Rows, bag.Outputs).Scores : null,
                OutOfBagRows = networks.HeldIsOutOfBag ? networks.Held?.Rows.Rows ?? 0 : 0,
            },
        };
    }

    private TableTraining Judged(History history, ThresholdChoice? choice)
    {
        TableModel result = new([new TableMember(model)], Preprocessor, quantiles: Quantiles) { Decision = Decided(choice), Training = Summary };
        FitSkill skill = SkillOf(result, TableEvaluation.OutcomeOf(result, Sample(train)), choseEpoch: true);
        FitDiagnosis fit = FitDiagnosis.Of(history, skill);
        TableEvaluation? evaluation = test is null ? null : TableEvaluation.Of(result, test, skill, fit);
        return new TableTraining(result, Schema, Options, history, evaluation, [.. Notices, .. history.Notices, .. OnThreshold(choice), .. evaluation?.Notices ?? []], TrainRows, ValidationRows) { Threshold = choice, Skill = skill, Diagnosis = fit, Kept = Kept };
    }

    /// <summary>The test rows: their table and their numbers in it.</summary>
    internal (Table Table, int[] Rows)? Kept { get; init; }

    /// <summary>The hash of each validation row.</summary>
    internal ulong[] ValidationHashes { get; init; } = [];

    /// <summary>Measures the skill on rows of the training and on unseen ones: the test rows or, without them, the validation rows, in both cases those that are not equal to a training row.</summary>
    private FitSkill SkillOf(TableModel model, Outcome known, bool choseEpoch)
    {
        ulong[] hashes = test?.Hashes ?? ValidationHashes;
        int[] others = [.. Enumerable.Range(0, hashes.Length).Where(row => Summary?.Rows?.Contains(hashes[row]) != true)];
        Dataset<float>? unseen = others.Length == 0 ? null : test is null ? Options.Validation?.As<float>().Select(others) : test.Select(others).Known;
        return FitSkill.Of(Weighted(known, model), unseen is { Rows: >= FitDiagnosis.FewestRows } ? Weighted(TableEvaluation.OutcomeOf(model, unseen), model) : null) with
        {
            IsWeighted = ClassFactors is not null,
            KeptRows = hashes.Length,
            RepeatedRows = hashes.Length - others.Length,
            UnseenChoseEpoch = choseEpoch && test is null && unseen is not null,
        };
    }

    /// <summary>The factor of the weight of each class in training, by class weights or by resampling; null if classes are not balanced.</summary>
    internal double[]? ClassFactors { get; init; }

    /// <summary>Weights rows as in training, because the skill measures the success of training.</summary>
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

    /// <summary>Selects evenly spaced rows, which are enough to measure the skill.</summary>
    private static Dataset<float> Sample(Dataset<float> rows)
    {
        int step = (rows.Rows + JudgedRows - 1) / JudgedRows;
        return step <= 1 ? rows : rows.Select([.. Enumerable.Range(0, rows.Rows / step).Select(i => i * step)]);
    }

    /// <summary>Computes the scores of a trained model on its training rows, which are too optimistic for new rows but reveal overfitting.</summary>
    internal IReadOnlyDictionary<string, double> TrainingScores(TableModel model) => TableEvaluation.ScoresOf(model, train);

    /// <summary>Tests learning rates on the training rows, without changing the model; see <see cref="LearningRateFinder"/>.</summary>
    /// <param name="range">The rates to test; default from 10⁻⁶ to 10 in 200 steps.</param>
    /// <param name="cancellation">Ends the test within one batch.</param>
    /// <returns>The losses and the suggested rate.</returns>
    public LearningRateCurve FindLearningRate(LearningRateRange? range = null, CancellationToken cancellation = default) =>
        DoubleRows is { } rows ? DoubleTraining.Wide(model, Options).FindLearningRate(rows, Options, range, cancellation) : model.FindLearningRate(train, Options, range, cancellation);
}
