using System.Globalization;
using System.Numerics.Tensors;
using Descent.Data;

namespace Descent;

/// <summary>The evaluation of a model on rows with known targets.</summary>
/// <param name="Outcome">
/// The targets and outputs; for regression in the targets' units, for a binary task the probability of the positive label.
/// </param>
/// <param name="Scores">The standard scores for the task, by name.</param>
/// <param name="Confusion">The confusion matrix, in the order of <see cref="ClassNames"/>; null for regression and multilabel tasks.</param>
public sealed record TableEvaluation(Outcome Outcome, IReadOnlyDictionary<string, double> Scores, ConfusionMatrix? Confusion)
{
    /// <summary>The standard scores for the task, by name. A name that does not exist is answered with those that do.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init => field = NamedScores<double>.Of(value); } = NamedScores<double>.Of(Scores);

    /// <summary>The common name of labels that training never saw.</summary>
    public const string OtherLabels = "(never seen in training)";

    private const int MostShown = 3;

    /// <summary>The decision rule of a binary task, with the label for which it is scored; null for other tasks.</summary>
    public BinaryDecision? Decision { get; init; }

    /// <summary>The names of the classes in <see cref="Confusion"/>: the model's labels, and <see cref="OtherLabels"/> if such rows occur.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Precision, recall, F1 and rows of each class, or of the "yes" of each target of a multilabel task; empty for regression.</summary>
    public IReadOnlyList<ClassReport> Classes { get; init; } = [];

    /// <summary>The same classes with every row counted once, whatever its weight; equal to <see cref="Classes"/> if rows have no weights.</summary>
    public IReadOnlyList<ClassReport> ClassesByRows { get; init; } = [];

    /// <summary>The same matrix with every row counted once, whatever its weight; equal to <see cref="Confusion"/> if rows have no weights.</summary>
    public ConfusionMatrix? ConfusionByRows { get; init; }

    /// <summary>Whether rows have weights.</summary>
    public bool IsWeighted => !Outcome.Weights.IsEmpty;

    /// <summary>For a multilabel task, the label of each target to which <see cref="Classes"/> refers; empty for other tasks.</summary>
    public IReadOnlyList<string> YesLabels { get; init; } = [];

    /// <summary>
    /// The same scores for baselines computed from the training targets (scikit-learn's dummy estimators): for classes the
    /// most frequent one with the shares of the classes as probabilities, for numbers the mean and the median. Empty if the model has
    /// no summary of its training targets.
    /// </summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];

    /// <summary>The coverage of the intervals of level 0.9; null if the model has none.</summary>
    public IntervalCoverage? Coverage { get; init; }

    /// <summary>The scores of the predicted quantiles; null if the model predicts none.</summary>
    public QuantileScores? Quantiles { get; init; }

    /// <summary>The reasons why scores are NaN, by the name of the score.</summary>
    public IReadOnlyDictionary<string, string> Undefined { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The number of rows of each label that training has not seen; they count as wrong.</summary>
    public IReadOnlyDictionary<string, int> UnknownLabels { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The number of rows that are equal to a training row in every column that the model uses; null if the model has no hashes of its training rows.</summary>
    public int? RowsSeenInTraining { get; init; }

    /// <summary>The evaluation without those rows; null if there are no such rows, or no others.</summary>
    public TableEvaluation? Unseen { get; init; }

    /// <summary>Notices about doubtful scores.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The first scores, which are the most common ones for the task, as text.</summary>
    internal string MainScores => string.Join(", ", Scores.Take(MostShown).Select(score => $"{StandardMetrics.NameOf(score.Key)} {score.Value.ToString("G4", CultureInfo.InvariantCulture)}"));

    /// <summary>The main scores in one line.</summary>
    /// <returns>Text such as <c>accuracy 0.9667, balanced_accuracy 0.9667, f1 0.9666 on 30 rows</c>.</returns>
    public override string ToString() => $"{MainScores} on {Amount.Of(Outcome.Rows, "row")}";

    /// <summary>Evaluates a model on a table that has the target columns.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows; those without a target are left out.</param>
    /// <param name="notices">Receives notices about the table.</param>
    /// <param name="strict">Whether an unseen category or label is an error; otherwise a row with an unseen label counts as wrong.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="DataException">If the table does not fit the model, or has no row with a target.</exception>
    public static TableEvaluation Of(TableModel model, Table table, ICollection<Notice>? notices = null, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        TableEvaluation evaluation = Of(model, AnsweredRows.Of(model.Preprocessor, table, notices, strict));
        int unusable = evaluation.Outcome.Outputs.Span.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue);
        return unusable < 0 ? evaluation : throw model.Preprocessor.NotFinite<float>(table, model.Preprocessor.Schema.RowsWithTargets(table)[unusable / evaluation.Outcome.Columns]);
    }

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="skill">The skill of the model, if it is known.</param>
    /// <param name="fit">The diagnosis of training, if it is known.</param>
    internal static TableEvaluation Of(TableModel model, AnsweredRows rows, FitSkill? skill = null, FitDiagnosis? fit = null)
    {
        TableEvaluation all = Judge(model, rows);
        if (model.Training?.Rows is not { } trained)
        {
            return all with { Notices = EvaluationNotices.Of(all, skill: skill, fit: fit) };
        }

        int[] others = [.. Enumerable.Range(0, rows.Data.Rows).Where(row => !trained.Contains(rows.Hashes[row]))];
        int seen = rows.Data.Rows - others.Length;
        all = all with { RowsSeenInTraining = seen, Unseen = seen > 0 && others.Length > 0 ? Judge(model, rows.Select(others)) : null };
        return all with { Notices = EvaluationNotices.Of(all, trained.IsComplete, skill, fit) };
    }

    /// <summary>Creates the outcome (targets and outputs) without scores.</summary>
    internal static Outcome OutcomeOf(TableModel model, Dataset<float> data) => OutcomeOf(model, data, model.Outputs(data.Inputs.Span));

    /// <summary>Creates the outcome from known outputs. Rows for quantile training, which repeat each target, are accepted as well.</summary>
    internal static Outcome OutcomeOf(TableModel model, Dataset<float> data, float[] predicted)
    {
        int times = data.TargetColumns / model.Preprocessor.OutputNames.Count;
        Dataset<float> once = times == 1 ? data : QuantileColumns.Once(data, times);
        return OutcomeOf(model, once, model.Preprocessor.UnscaleTargets(once.Targets.Span), predicted);
    }

    /// <summary>Creates the outcome from known outputs and from targets in their own units, which may be changed.</summary>
    internal static Outcome OutcomeOf(TableModel model, Dataset<float> data, double[] targets, float[] predicted)
    {
        Preprocessor preprocessor = model.Preprocessor;
        OutcomeForm form = FormOf(preprocessor.Task);
        double[] outputs = new double[predicted.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = preprocessor.Unscale(i % data.TargetColumns, predicted[i]);
        }

        if (model.PositiveIsFirst)
        {
            TensorPrimitives.Subtract(1, outputs, outputs);
            TensorPrimitives.Subtract(1, targets, targets);
        }

        // Doubles have the same log loss as the predictions written to a file.
        bool numbers = form is OutcomeForm.Regression or OutcomeForm.Counts;
        return new Outcome(form, targets, outputs, data.TargetColumns, Widened(data.Weights.Span)) { HasProbabilities = numbers || model.GivesProbabilities };
    }

    /// <summary>Gets the outcome form of a task, by which metrics are computed.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The outcome form.</returns>
    public static OutcomeForm FormOf(TaskKind task) => task switch
    {
        TaskKind.Binary => OutcomeForm.Binary,
        TaskKind.Multiclass => OutcomeForm.Multiclass,
        TaskKind.Multilabel => OutcomeForm.Multilabel,
        TaskKind.Counts => OutcomeForm.Counts,
        _ => OutcomeForm.Regression,
    };

    private static double[] Widened(ReadOnlySpan<float> weights)
    {
        double[] widened = new double[weights.Length];
        TensorPrimitives.ConvertTruncating<float, double>(weights, widened);
        return widened;
    }

    /// <summary>Computes only the scores.</summary>
    internal static IReadOnlyDictionary<string, double> ScoresOf(TableModel model, Dataset<float> data) => Of(model, data, model.AllOutputs(data.Inputs.Span)).Scores;

    /// <summary>Computes only the outcome and the scores.</summary>
    /// <param name="model">The model, which says what the outputs mean.</param>
    /// <param name="data">The rows; for quantiles, with targets repeated or not.</param>
    /// <param name="all">The outputs, as <see cref="TableModel.AllOutputs"/> returns them.</param>
    internal static TableEvaluation Of(TableModel model, Dataset<float> data, float[] all)
    {
        Outcome outcome = OutcomeOf(model, data, model.Answers(all));
        OrderedDictionary<string, double> scores = ScoresOf(model, outcome, QuantilesOf(model, outcome, all));
        return new TableEvaluation(outcome, scores, null) { Undefined = StandardMetrics.WhyUndefined(scores, outcome, model.Preprocessor.OutputNames) };
    }

    private static OrderedDictionary<string, double> ScoresOf(TableModel model, in Outcome outcome, QuantileScores? quantiles)
    {
        OrderedDictionary<string, double> scores = StandardMetrics.Values(outcome, model.Preprocessor.OutputNames, ThresholdOf(model));
        AddCost(scores, model, outcome, ThresholdOf(model));
        return quantiles?.Before(scores, model.Preprocessor.OutputNames) ?? scores;
    }

    /// <summary>Adds the mean cost of errors, if their costs are known.</summary>
    internal static void AddCost(OrderedDictionary<string, double> scores, TableModel model, in Outcome outcome, double threshold)
    {
        if (model.Decision?.Costs is { } costs)
        {
            MeanCost metric = new(costs.FalseNegative, costs.FalsePositive, threshold);
            scores.Add(StandardMetrics.Key(metric), metric.Compute(outcome));
        }
    }

    private static QuantileScores? QuantilesOf(TableModel model, in Outcome outcome, float[] all)
    {
        if (model.Quantiles.Count == 0)
        {
            return null;
        }

        double[] predictions = model.Unscaled(all);
        return QuantileScores.Of(model.Quantiles, outcome, predictions) with { Predictions = predictions };
    }

    /// <summary>Gets the probability that a "yes" must exceed.</summary>
    internal static double ThresholdOf(TableModel model) => model.Decision?.Bound(model.PositiveIsFirst) ?? 0.5;

    private static TableEvaluation Judge(TableModel model, AnsweredRows rows)
    {
        Preprocessor preprocessor = model.Preprocessor;
        OutcomeForm form = FormOf(preprocessor.Task);
        double[] targets = rows.Numbers.Length > 0 ? rows.Numbers : preprocessor.UnscaleTargets(rows.Data.Targets.Span);
        rows.Mark(preprocessor, form, targets);
        float[] all = model.AllOutputs(rows.Data.Inputs.Span);
        Outcome outcome = OutcomeOf(model, rows.Data, targets, model.Answers(all));
        QuantileScores? quantiles = QuantilesOf(model, outcome, all);
        IReadOnlyList<string> names = preprocessor.OutputNames;
        OrderedDictionary<string, double> scores = ScoresOf(model, outcome, quantiles);
        ConfusionMatrix? confusion = ConfusionOf(model, outcome);
        string[] classNames = confusion is null ? [] : [.. preprocessor.Labels, .. confusion.Classes > preprocessor.Labels.Count ? [OtherLabels] : Array.Empty<string>()];
        Outcome once = new(form, outcome.Targets, outcome.Outputs, outcome.Columns);
        return new TableEvaluation(outcome, scores, confusion)
        {
            Decision = model.Decision,
            ClassNames = classNames,
            Classes = ClassesOf(outcome, confusion),
            ClassesByRows = outcome.Weights.IsEmpty ? ClassesOf(outcome, confusion) : ClassesOf(once, ConfusionOf(model, once)),
            ConfusionByRows = outcome.Weights.IsEmpty ? confusion : ConfusionOf(model, once),
            YesLabels = form == OutcomeForm.Multilabel ? [.. preprocessor.Schema.Targets.Select(target => target.Labels[1])] : [],
            Baselines = Baseline.Of(model, outcome),
            Quantiles = quantiles,
            Coverage = IntervalCoverage.Of(model.Intervals, outcome),
            Undefined = StandardMetrics.WhyUndefined(scores, outcome, names),
            UnknownLabels = rows.Unknown.CountBy(label => label.Label, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
        };

        IReadOnlyList<ClassReport> ClassesOf(Outcome rows, ConfusionMatrix? matrix) => matrix is not null ? ClassReport.Of(matrix, classNames) : form == OutcomeForm.Multilabel ? ClassReport.Of(rows, names) : [];
    }

    private static ConfusionMatrix? ConfusionOf(TableModel model, in Outcome outcome)
    {
        if (outcome.Form is not (OutcomeForm.Binary or OutcomeForm.Multiclass))
        {
            return null;
        }

        ConfusionMatrix matrix = ConfusionMatrix.Of(outcome, ThresholdOf(model));
        return model.PositiveIsFirst ? matrix.Swapped() : matrix;
    }
}
