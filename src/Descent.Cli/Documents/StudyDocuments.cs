using System.Text.Json.Serialization;
using Descent.Cli.Benchmarks;
using Descent.Cli.Demos;
using static System.Text.Json.Serialization.JsonIgnoreCondition;

namespace Descent.Cli.Documents;

internal sealed record ComparisonDocument(
    string Data, IReadOnlyList<string> Targets, string Task, SplitDocument Rows, int Folds, IReadOnlyList<ulong> Seeds, string? PositiveClass, double? Threshold, IReadOnlyList<string> Varied, [property: JsonIgnore(Condition = Never)] string? Best, IEnumerable<string> NotSeparated,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines, IEnumerable<NoticeDocument> Notices, IEnumerable<VariantDocument> Variants, IReadOnlyDictionary<string, double>? Test, [property: JsonIgnore(Condition = Never)] string? Report);

internal sealed record VariantDocument(string Name, IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, SpreadDocument> Scores, DifferenceDocument? DifferenceToBest, double BestEpoch, double Seconds, IEnumerable<VariantRunDocument> Runs)
{
    public static VariantDocument Of(VariantResult result, Comparison comparison, IReadOnlyList<string> names, string[] values) => new(
        result.Variant.Name, JsonText.Map(names.Zip(values)), JsonText.Map(result.Scores.Select(score => (score.Key, new SpreadDocument(score.Value.Mean, score.Value.Deviation)))), DifferenceDocument.Of(result, comparison), result.BestEpoch, result.Seconds,
        result.Runs.Select(run => new VariantRunDocument(
            run.Seed, run.Fold, run.Scores, run.BestEpoch, run.Seconds, run.Failure is { } failure ? RemedyText.Of(failure) : null, run.Epochs.Select(epoch => epoch.Loss), run.Epochs.Select(epoch => epoch.ValidationLoss).OfType<double>())));
}

/// <summary>The difference in the main score to the best variant; null for the best one, and for one that never trained.</summary>
internal sealed record DifferenceDocument(double Mean, double StandardError, int Pairs, bool IsSignificant)
{
    public static DifferenceDocument? Of(VariantResult result, Comparison comparison) => result == comparison.Best || !result.Trained.Any() || comparison.Difference(result) is not { Pairs: > 1 } own ? null
        : new(own.Mean, own.StandardError, own.Pairs, own.IsSignificant);
}

internal sealed record SpreadDocument(double Mean, double Deviation, IReadOnlyList<double>? Folds = null);

internal sealed record VariantRunDocument(ulong Seed, int Fold, IReadOnlyDictionary<string, double> Scores, int BestEpoch, double Seconds, [property: JsonIgnore(Condition = Never)] string? Failure, IEnumerable<double> Losses, IEnumerable<double> ValidationLosses);

internal sealed record LearningCurveDocument(
    string Score, bool HigherIsBetter, int Folds, IEnumerable<LearningCurvePointDocument> Points, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines, IEnumerable<NoticeDocument> Notices,
    GainDocument GainPerDoubling, string Advice, string Meaning, [property: JsonIgnore(Condition = Never)] string? Out)
{
    public static LearningCurveDocument Of(LearningCurve curve, string? file) => new(
        curve.Score, curve.HigherIsBetter, curve.Folds,
        curve.Points.Select(point => new LearningCurvePointDocument(point.Rows, new(point.MeanTrain, point.DeviationTrain, point.Train), new(point.MeanValidation, point.DeviationValidation, point.Validation))),
        EvaluationDocument.BaselinesOf(curve.Baselines), NoticesDocument.Of(curve.Notices).Notices, new(curve.GainPerDoubling.Mean, curve.GainPerDoubling.StandardError), JsonNamingPolicy.CamelCase.ConvertName($"{curve.Advice}"), LearningCurveText.Of(curve), file);
}

internal sealed record LearningCurvePointDocument(int Rows, SpreadDocument Train, SpreadDocument Validation);

internal sealed record GainDocument(double Mean, double StandardError);

internal sealed record LearningRateDocument(
    IReadOnlyList<string> Targets, string Task, string Optimizer, int BatchSize, double Suggested, double Steepest, double Minimum, bool Left, IReadOnlyList<LearningRatePoint> Points, [property: JsonIgnore(Condition = Never)] string? Out)
{
    public static LearningRateDocument Of(TablePlan plan, LearningRateCurve curve, string? file) => new(
        plan.Schema.TargetNames, Words.Of(plan.Schema.Task), Catalogue.NameOf(plan.Options.Optimizer), plan.Options.BatchSize, curve.Suggested, curve.Steepest, curve.Minimum, curve.Left, curve.Points, file);
}

/// <summary>The scores of a demo; null for those of other tasks.</summary>
internal sealed record DemoDocument(string Demo, bool Faithful, ulong Seed, DemoMetricsDocument Metrics, double Seconds)
{
    public static DemoDocument Of(DemoRun run, bool faithful, ulong seed) => new(
        run.Demo.Name, faithful, seed, run.IsClassification ? new(run.AccuracyPerOutput, run.Accuracy, null, null) : new(null, null, run.PooledRmse, run.R2), run.History.Seconds);
}

internal sealed record DemoMetricsDocument(
    [property: JsonIgnore(Condition = Never)] IReadOnlyList<double>? AccuracyPerOutput, [property: JsonIgnore(Condition = Never)] double? Accuracy, [property: JsonIgnore(Condition = Never)] double? Rmse, [property: JsonIgnore(Condition = Never)] double? R2);

internal sealed record ReproductionDocument(IEnumerable<FigureDocument> Figures, bool Holds)
{
    public static ReproductionDocument Of(List<Reproductions.PrintedFigure> figures) => new(
        figures.Select(figure => new FigureDocument(figure.Name, figure.Note, figure.Expected, figure.Obtained, figure.Band is null ? "exact" : "band", figure.Band, figure.Digits, figure.Holds)), figures.TrueForAll(figure => figure.Holds));
}

internal sealed record FigureDocument(string Name, string Note, double Expected, double Obtained, string Rule, [property: JsonIgnore(Condition = Never)] double? Band, int Digits, bool Holds);

internal sealed record BenchmarkDocument(IEnumerable<WorkloadDocument> Results, long PeakMemoryBytes);

/// <summary>A measured workload; the peers' scripts write the same names.</summary>
internal sealed record WorkloadDocument(
    string Peer, string Version, string Workload, string Type, int Threads, int LaneBits, double MicrosecondsPerStep, double MinimumMicroseconds, double Percentile5Microseconds, double Percentile95Microseconds, int Windows,
    double SamplesPerSecond, long MultiplyAddsPerStep, double Gflops, double FmaPeakGflops, double BytesPerStep, string FinalWeightsHash, double Check)
{
    public static WorkloadDocument Of(BenchmarkResult result) => new(
        "descent", Tool.Version, result.Workload, result.Type, result.Threads, LaneWidth.Current, result.Time.Median, result.Time.Minimum, result.Time.Low, result.Time.High, result.Time.Windows,
        result.SamplesPerSecond, result.MultiplyAdds, result.Gflops, result.Peak, result.Time.BytesPerStep, result.Proof.Hash, result.Proof.Check);
}
