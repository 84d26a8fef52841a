using System.Numerics.Tensors;

namespace Descent;

/// <summary>
/// The share of the variation in the target that a model explains: 1 − Σ(ŷ − y)² / Σ(ȳ − y)² with the mean ȳ of the training targets.
/// 1 is perfect, 0 as good as always predicting the mean, below 0 worse. For numbers it is R² (the mean over the outputs); for
/// classes, where ŷ are probabilities (or, if there are none, the predicted classes as 0 and 1), it is the Brier skill score (Brier 1950).
/// </summary>
/// <param name="Training">The skill on training rows.</param>
/// <param name="Unseen">The skill on rows that training never used; null if there are none.</param>
/// <param name="UnseenDeviation">Standard error of <paramref name="Unseen"/>: about how much it would change with another draw of unseen rows.</param>
/// <param name="TrainingDeviation">Standard error of <paramref name="Training"/>.</param>
public sealed record FitSkill(double Training, double? Unseen = null, double UnseenDeviation = 0, double TrainingDeviation = 0)
{
    /// <summary>Standard error of the difference between the two skills.</summary>
    public double GapDeviation => Math.Sqrt((UnseenDeviation * UnseenDeviation) + (TrainingDeviation * TrainingDeviation));

    /// <summary>Whether rows were weighted as in training, because classes were resampled or had weights.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>The skill below which nothing is explained: it would be shown as 0 % or less.</summary>
    internal const double None = 0.005;

    /// <summary>The words that texts add if a skill is of probabilities: "Brier skill, not accuracy".</summary>
    public const string OfProbabilities = FitWords.Brier;

    /// <summary>Whether the skill is of class probabilities, that is, a Brier skill score.</summary>
    public bool IsOfProbabilities { get; init; }

    /// <summary>Whether the unseen rows all have the same target. There is no variation to explain then, and <see cref="Unseen"/> is not measured.</summary>
    public bool AreUnseenAlike { get; init; }

    /// <summary>Whether the unseen rows are validation rows that chose the epoch whose weights were kept, which makes <see cref="Unseen"/> slightly optimistic.</summary>
    public bool UnseenChoseEpoch { get; init; }

    /// <summary>The number of training rows on which <see cref="Training"/> was measured; 0 if it is not known.</summary>
    public int TrainingRows { get; init; }

    /// <summary>The number of rows held out from training; 0 if there are none or the number is not known.</summary>
    public int KeptRows { get; init; }

    /// <summary>The number of rows on which <see cref="Unseen"/> was measured, or would have been; 0 if there are none.</summary>
    public int UnseenRows { get; init; }

    /// <summary>The number of held-out rows that are equal to a training row in every column that the model uses; they do not count as unseen.</summary>
    public int RepeatedRows { get; init; }

    /// <summary>The gap between the skills on training and unseen rows; unknown for a model that fits nothing, because it cannot overfit. A single training run and a learning curve share this rule.</summary>
    internal FitGap Gap => Unseen is not { } unseen || !double.IsFinite(Training - unseen) || Training < None ? FitGap.Unknown
        : Training - unseen <= FitDiagnosis.LargeGap && double.IsFinite(GapDeviation) ? FitGap.Small
        : Training - unseen > 2 * GapDeviation ? FitGap.Large
        : FitGap.Uncertain;

    /// <summary>Computes the mean over the folds of a cross-validation. The unseen rows of two folds are disjoint; their training rows are nearly the same.</summary>
    internal static FitSkill? Pool(IReadOnlyList<FitSkill> folds) => folds.Count == 0 || folds.Any(fold => fold.Unseen is null) ? null : new FitSkill(
        folds.Average(fold => fold.Training),
        folds.Average(fold => fold.Unseen!.Value),
        Math.Sqrt(folds.Sum(fold => Square(fold.UnseenDeviation))) / folds.Count,
        folds.Average(fold => fold.TrainingDeviation))
    {
        IsWeighted = folds[0].IsWeighted,
        IsOfProbabilities = folds[0].IsOfProbabilities,
        UnseenChoseEpoch = folds[0].UnseenChoseEpoch,
        TrainingRows = folds.Min(fold => fold.TrainingRows),
        KeptRows = folds.Sum(fold => fold.KeptRows),
        RepeatedRows = folds.Sum(fold => fold.RepeatedRows),
    };

    /// <summary>Measures the skill.</summary>
    /// <param name="training">Targets and outputs of training rows.</param>
    /// <param name="unseen">Targets and outputs of unseen rows, if there are any.</param>
    /// <returns>The skill.</returns>
    /// <exception cref="ArgumentException">If the outcomes have different numbers of columns, or one has no rows.</exception>
    public static FitSkill Of(Outcome training, Outcome? unseen = null)
    {
        if (training.Rows == 0 || unseen is { Rows: 0 } || (unseen is { } other && other.Columns != training.Columns))
        {
            throw new ArgumentException($"Both outcomes must have rows and the same number of columns, but the training outcome has {training.Rows} rows of {training.Columns} columns, and the other has {unseen?.Rows} rows of {unseen?.Columns}.", nameof(unseen));
        }

        bool probabilities = training.HasProbabilities && training.Form is not (OutcomeForm.Regression or OutcomeForm.Counts);
        training = WithAnswers(training);
        unseen = unseen is { } judged ? WithAnswers(judged) : null;
        double[] means = Means(training);
        (double own, double ownDeviation) = Measure(training, means);
        if (unseen is { } kept && AreAlike(kept))
        {
            return new FitSkill(own, TrainingDeviation: ownDeviation) { AreUnseenAlike = true, TrainingRows = training.Rows, UnseenRows = kept.Rows };
        }

        (double skill, double deviation) = unseen is { } rows ? Measure(rows, means) : default;
        return (unseen is null ? new FitSkill(own, TrainingDeviation: ownDeviation) : new FitSkill(own, skill, deviation, ownDeviation)) with { IsOfProbabilities = probabilities, TrainingRows = training.Rows, UnseenRows = unseen?.Rows ?? 0 };
    }

    /// <summary>Replaces scores that are not probabilities by decisions: 1 for the predicted class and 0 for the others.</summary>
    private static Outcome WithAnswers(Outcome outcome)
    {
        if (outcome.HasProbabilities || outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts)
        {
            return outcome;
        }

        ReadOnlySpan<double> outputs = outcome.Outputs.Span;
        double[] answers = new double[outputs.Length];
        for (int row = 0; row < outcome.Rows; row++)
        {
            int first = row * outcome.Columns, best = TensorPrimitives.IndexOfMax(outputs.Slice(first, outcome.Columns));
            for (int column = 0; column < outcome.Columns; column++)
            {
                answers[first + column] = double.IsNaN(outputs[first + best]) ? double.NaN
                    : (outcome.Form == OutcomeForm.Multiclass ? column == best : outputs[first + column] > 0.5) ? 1 : 0;
            }
        }

        return new Outcome(outcome.Form, outcome.Targets, answers, outcome.Columns, outcome.Weights) { HasProbabilities = false };
    }

    /// <summary>Whether the targets do not vary: for numbers in any column, because each is measured by itself, for classes in all columns.</summary>
    private static bool AreAlike(Outcome outcome)
    {
        MeanSquare[] spreads = MeanSquare.OfTargets(outcome);
        return outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts ? spreads.Any(spread => spread.Scaled == 0) : spreads.All(spread => spread.Scaled == 0);
    }

    private static double[] Means(Outcome outcome)
    {
        double[] means = new double[outcome.Columns];
        for (int i = 0; i < outcome.Rows * outcome.Columns; i++)
        {
            means[i % means.Length] += outcome.Weight(i / means.Length) * outcome.Targets.Span[i] / outcome.TotalWeight;
        }

        return means;
    }

    private static (double Skill, double Deviation) Measure(Outcome outcome, double[] means)
    {
        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        // Probabilities share one scale; numbers of different outputs are made comparable through division by their own spread.
        bool numbers = outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts;
        double[] spreads = new double[means.Length], factors = numbers ? Factors(targets, means) : [.. means.Select(_ => 1.0)];
        for (int i = 0; i < targets.Length; i++)
        {
            spreads[i % means.Length] += outcome.Weight(i / means.Length) * Square((means[i % means.Length] - targets[i]) * factors[i % means.Length]) / outcome.TotalWeight;
        }

        if (!numbers)
        {
            Array.Fill(spreads, spreads.Average());
        }

        double sum = 0, squares = 0;
        for (int row = 0; row < outcome.Rows; row++)
        {
            double error = 0;
            for (int column = 0; column < means.Length; column++)
            {
                double own = Square((outputs[(row * means.Length) + column] - targets[(row * means.Length) + column]) * factors[column]);
                error += own == 0 ? 0 : spreads[column] == 0 ? 1 : own / spreads[column];
            }

            error /= means.Length;
            sum += outcome.Weight(row) * error;
            squares += outcome.Weight(row) * error * error;
        }

        double mean = sum / outcome.TotalWeight, variance = Math.Max(0, (squares / outcome.TotalWeight) - (mean * mean));
        return (1 - mean, outcome.Rows > 1 ? Math.Sqrt(variance / (outcome.Rows - 1)) : double.PositiveInfinity);
    }

    /// <summary>Computes the factor of each column before it is squared; see <see cref="MeanSquare"/>.</summary>
    private static double[] Factors(ReadOnlySpan<double> targets, double[] means)
    {
        double[] farthest = new double[means.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            farthest[i % means.Length] = Math.Max(farthest[i % means.Length], Math.Abs(means[i % means.Length] - targets[i]));
        }

        return [.. farthest.Select(MeanSquare.FactorFor)];
    }

    private static double Square(double value) => value * value;
}

/// <summary>How much better a model does on its training rows than on unseen rows.</summary>
internal enum FitGap
{
    /// <summary>There are no unseen rows, or a skill is not a number.</summary>
    Unknown,

    /// <summary>The model does hardly better on its training rows.</summary>
    Small,

    /// <summary>The model does clearly better on its training rows, by more than chance.</summary>
    Large,

    /// <summary>The model does much better on its training rows, but chance in the choice of the unseen rows could explain it.</summary>
    Uncertain,
}
