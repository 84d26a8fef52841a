namespace Descent.Cli.Documents;

/// <summary>The scores of a model; with many classes, the most frequent mistakes replace the counts of the confusion matrix.</summary>
internal sealed record EvaluationDocument(string? PositiveClass, double? Threshold, IReadOnlyDictionary<string, double> Metrics)
{
    public IReadOnlyDictionary<string, string>? Undefined { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? Baselines { get; init; }

    public CoverageDocument? Intervals { get; init; }

    public QuantilesDocument? Quantiles { get; init; }

    public int? RowsSeenInTraining { get; init; }

    public int? NewRows { get; init; }

    public IReadOnlyDictionary<string, double>? MetricsOfNewRows { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? BaselinesOfNewRows { get; init; }

    public IReadOnlyDictionary<string, int>? UnknownLabels { get; init; }

    public IEnumerable<ClassDocument>? Classes { get; init; }

    public ConfusionDocument? Confusion { get; init; }

    /// <summary>The scores; none if no rows were kept for them.</summary>
    public static EvaluationDocument Of(TableEvaluation? evaluation) => evaluation is null ? new(null, null, JsonText.Map<double>([])) : new(evaluation.Decision?.PositiveLabel, evaluation.Decision?.Threshold, evaluation.Scores)
    {
        Undefined = IfAny(evaluation.Undefined),
        Baselines = BaselinesOf(evaluation.Baselines),
        Intervals = evaluation.Coverage is { } coverage ? new(coverage.Level, coverage.Fraction, coverage.Answers, coverage.MeanWidths) : null,
        Quantiles = evaluation.Quantiles is { } quantiles ? new(quantiles.Levels, quantiles.Loss, quantiles.Targets.Select(target => new TargetQuantilesDocument(target.Loss, target.Below, target.Inside, target.MeanWidth, target.Intervals.Select(between => new QuantileIntervalDocument(between.Lower, between.Upper, between.Level, between.Inside, between.MeanWidth))))) : null,
        RowsSeenInTraining = evaluation.RowsSeenInTraining,
        NewRows = evaluation.Unseen?.Outcome.Rows,
        MetricsOfNewRows = evaluation.Unseen?.Scores,
        BaselinesOfNewRows = evaluation.Unseen is { } unseen ? BaselinesOf(unseen.Baselines) : null,
        UnknownLabels = IfAny(evaluation.UnknownLabels),
        Classes = evaluation.Classes.Count == 0 ? null : evaluation.Classes.Zip(evaluation.ClassesByRows).Select((pair, i) => new ClassDocument(
            pair.First.Label, evaluation.YesLabels.ElementAtOrDefault(i), pair.First.Precision, pair.First.Recall, pair.First.F1, pair.Second.Rows, pair.Second.Predicted,
            evaluation.IsWeighted ? pair.First.Rows : null, evaluation.IsWeighted ? pair.First.Predicted : null)),
        Confusion = evaluation.Confusion is { } confusion ? ConfusionOf(evaluation, confusion, evaluation.ConfusionByRows!) : null,
    };

    /// <summary>The scores of every baseline, by its name.</summary>
    public static OrderedDictionary<string, IReadOnlyDictionary<string, double>> BaselinesOf(IReadOnlyList<Baseline> baselines) => JsonText.Map(baselines.Select(baseline => (baseline.Name, baseline.Scores)));

    /// <summary>The same, or null if it is empty.</summary>
    public static IReadOnlyDictionary<string, T>? IfAny<T>(IReadOnlyDictionary<string, T> members) => members.Count > 0 ? members : null;

    private static ConfusionDocument ConfusionOf(TableEvaluation evaluation, ConfusionMatrix confusion, ConfusionMatrix rows) => confusion.Classes < ManyClasses.From
        ? new(evaluation.ClassNames, null, Cells(rows), evaluation.IsWeighted ? Cells(confusion) : null)
        : new(evaluation.ClassNames, ManyClasses.WorstPairs(confusion, evaluation.ClassNames).Select(pair => new PairDocument(
            pair.Actual, pair.Predicted, rows[pair.Place.Actual, pair.Place.Predicted], rows.Actual(pair.Place.Actual), evaluation.IsWeighted ? pair.Rows : null, evaluation.IsWeighted ? pair.Of : null)), null, null);

    private static double[][] Cells(ConfusionMatrix matrix) => [.. Enumerable.Range(0, matrix.Classes).Select(actual => Enumerable.Range(0, matrix.Classes).Select(predicted => matrix[actual, predicted]).ToArray())];
}

internal sealed record QuantilesDocument(IReadOnlyList<double> Levels, double PinballLoss, IEnumerable<TargetQuantilesDocument> Targets);

internal sealed record TargetQuantilesDocument(double PinballLoss, IReadOnlyList<double> Below, double Inside, double MeanWidth, IEnumerable<QuantileIntervalDocument> Intervals);

/// <summary>How many true values lie between two quantiles.</summary>
internal sealed record QuantileIntervalDocument(double Lower, double Upper, double Level, double Inside, double MeanWidth);

/// <summary>A class; <c>yes</c> only with several targets, the weights only if rows have weights.</summary>
internal sealed record ClassDocument(string Label, string? Yes, double Precision, double Recall, double F1, double Rows, double Predicted, double? Weight, double? PredictedWeight);

internal sealed record ConfusionDocument(IReadOnlyList<string> Labels, IEnumerable<PairDocument>? WorstPairs, double[][]? Counts, double[][]? Weights);

internal sealed record PairDocument(string Actual, string Predicted, double Rows, double Of, double? Weight, double? OfWeight);

/// <summary>How many true values lie inside their prediction intervals.</summary>
internal sealed record CoverageDocument(double Level, double Share, int Answers, IReadOnlyList<double> MeanWidths);
