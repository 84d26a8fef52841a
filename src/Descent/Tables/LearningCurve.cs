using Descent.Data;

namespace Descent;

/// <summary>A learning curve: how a score depends on the number of training rows, measured by a cross-validation for each number.</summary>
/// <param name="Score">The name of the score, as in <see cref="StandardMetrics"/>.</param>
/// <param name="HigherIsBetter">Whether a larger score is a better one.</param>
/// <param name="Folds">The number of training runs per point.</param>
/// <param name="Points">One point per number of rows, in ascending order.</param>
public sealed record LearningCurve(string Score, bool HigherIsBetter, int Folds, IReadOnlyList<LearningCurvePoint> Points)
{
    /// <summary>The gain per doubling, as a share of the score's scale, below which more rows are not worthwhile.</summary>
    private const double WorthHaving = 0.005;

    /// <summary>The tolerance for rounding errors in the slope.</summary>
    private const double RoundingError = 1e-9;

    /// <summary>The number of standard errors by which a gain or a gap must differ from 0 to be significant.</summary>
    private const double Certain = 2;

    /// <summary>The default shares of the training rows at which a curve is measured: 0.1, 0.33, 0.55, 0.78, 1.</summary>
    public static IReadOnlyList<double> StandardShares { get; } = [0.1, 0.33, 0.55, 0.78, 1];

    /// <summary>
    /// The improvement of the score on unseen rows per doubling of the rows, at the right end of the curve: the slope of
    /// a line through the points with at least a third of the rows, over log₂ of their number, computed for each fold, as mean
    /// and standard error. A positive value is an improvement whatever the score; (0, 0) with a single such point.
    /// </summary>
    public (double Mean, double StandardError) GainPerDoubling { get; } = Gain(Points, HigherIsBetter);

    /// <summary>The amount by which the score on the training rows is better than that on unseen rows, with all rows, as mean and standard error over the folds.</summary>
    public (double Mean, double StandardError) Gap { get; } = Sample.MeanAndError([.. Points[^1].Train.Zip(Points[^1].Validation, (train, unseen) => HigherIsBetter ? train - unseen : unseen - train)]);

    /// <summary>
    /// The skill of the networks with all rows on training and unseen rows, combined over the folds; null if it was not measured. If it is known, overfitting is
    /// judged as in <see cref="FitDiagnosis"/>, otherwise by <see cref="Gap"/>.
    /// </summary>
    public FitSkill? Skill { get; init; }

    /// <summary>The baselines, each with only the mean of <see cref="Score"/> over the folds, on unseen rows.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];

    /// <summary>The reason why the score is undefined somewhere on the curve; null if it is defined everywhere.</summary>
    public string? Undefined { get; init; }

    /// <summary>Whether the networks with all rows do worse than the baseline.</summary>
    public bool IsBelowBaseline { get; init; }

    /// <summary>Notices about doubtful parts of the curve.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The conclusion of the curve about more rows.</summary>
    public LearningCurveAdvice Advice
    {
        get
        {
            double scale = Scale;
            return Points.Count < 2 || !double.IsFinite(GainPerDoubling.Mean) ? LearningCurveAdvice.Unknown
                : IsPerfect ? LearningCurveAdvice.MoreRowsDoNotHelp
                : GainPerDoubling.Mean > WorthHaving * scale ? (IsCertain(GainPerDoubling, scale) && EndsBest ? LearningCurveAdvice.MoreRowsHelp : LearningCurveAdvice.Unknown)
                : (Skill is { } skill ? skill.Gap == FitGap.Large : IsCertain(Gap, 4 * scale)) ? LearningCurveAdvice.Overfitting
                : IsNegligible && !IsBelowBaseline ? LearningCurveAdvice.MoreRowsDoNotHelp
                : LearningCurveAdvice.Unknown;
        }
    }

    /// <summary>The <see cref="Advice"/> in a few sentences, with the numbers that it rests on.</summary>
    public string Explanation => LearningCurveWords.Of(this);

    /// <summary>What to try next, the most promising first.</summary>
    public IReadOnlyList<FitAdvice> Tries => LearningCurveWords.Tries(this);

    /// <summary>Whether validation rows chose the epochs.</summary>
    internal bool ChoseEpoch { get; init; }

    /// <summary>Whether the change per doubling is negligible compared with the score, and known accurately enough: a change that matters is more than two standard errors away.</summary>
    internal bool IsNegligible =>
        Math.Abs(GainPerDoubling.Mean) <= WorthHaving * Scale * (1 + RoundingError) && Certain * GainPerDoubling.StandardError <= FitDiagnosis.LargeGap * Scale;

    /// <summary>Whether the score on unseen rows is the best possible one in all folds: 1, or 0 for errors.</summary>
    internal bool IsPerfect => Points[^1].Validation.All(score => score == (HigherIsBetter ? 1 : 0));

    /// <summary>Whether the score becomes significantly worse with more rows.</summary>
    internal bool GetsWorse => -GainPerDoubling.Mean > WorthHaving * Scale * (1 + RoundingError) && -GainPerDoubling.Mean > Certain * GainPerDoubling.StandardError;

    /// <summary>The points through which the line of <see cref="GainPerDoubling"/> is fitted.</summary>
    internal IReadOnlyList<LearningCurvePoint> Fitted => End(Points);

    /// <summary>Whether no fitted point is better than the last by an amount that matters; otherwise the slope comes from a rise that has already ended.</summary>
    private bool EndsBest => Fitted.All(point => (HigherIsBetter ? point.MeanValidation - Points[^1].MeanValidation : Points[^1].MeanValidation - point.MeanValidation) <= WorthHaving * Scale);

    private double Scale => HigherIsBetter ? 1 : Math.Abs(Points[^1].MeanValidation);

    /// <summary>Trains on growing parts of a table, and evaluates each network on its training rows and on unseen rows.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options; null, the default, to derive all settings from the data and the number of rows. The test fraction and the test table are not used.</param>
    /// <param name="folds">The number of folds, at least 2; default 5. The largest part consists of all rows but one fold.</param>
    /// <param name="shares">Shares of the training rows, each above 0 and up to 1; default <see cref="StandardShares"/>.</param>
    /// <param name="score">The name of the score; default the first of the task: accuracy, or r2.</param>
    /// <param name="trained">Receives the number of rows and the fold (from 1) after each finished training run, one at a time, in the order in which they end.</param>
    /// <param name="cancellation">Ends the current training runs within one batch, and then the measurement.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="DataException">If the table cannot be used for training, or there is no such score; the message names the fix.</exception>
    /// <exception cref="TrainingFailedException">If a loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">If the measurement was canceled; a partial curve is not returned.</exception>
    /// <remarks>
    /// The parts are nested: a larger one contains all rows of the smaller ones, so that two points differ only by the added rows, not by
    /// chance. For a classification, the parts keep the proportions of the classes. Every part is preprocessed separately. Networks are trained
    /// in parallel, with one thread each, on as many threads as the options allow; the result is the same.
    /// </remarks>
    public static LearningCurve Of(
        Table table,
        IReadOnlyList<string> targets,
        TableOptions? options = null,
        int folds = 5,
        IReadOnlyList<double>? shares = null,
        string? score = null,
        Action<int, int>? trained = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        // One network per point, because a curve compares numbers of rows, not the choice of networks.
        TableOptions own = (options ?? new TableOptions()) with { Test = null, Effort = Effort.Quick };
        Schema schema = Schema.Infer(table, targets, own.SchemaForTask);
        Split[] splits = KFold.For(table, schema, folds, own.Seed, own.Schema.Group, own.Schema.SplitBy);
        int[] sizes = Sizes(splits.Min(split => split.Train.Length), shares ?? StandardShares);
        List<FitSkill> skills = [];
        List<TableEvaluation> largest = [];
        bool choseEpoch = false;
        string? undefined = null;
        double[,] train = new double[sizes.Length, folds], unseen = new double[sizes.Length, folds];
        int[][] orders = [.. splits.Select(split => NestedOrder.Of(table, schema, split.Train, own.Seed, own.Schema.SplitBy))];
        Lock turn = new();

        // The longest training runs first, so that no processor waits for one of them at the end.
        (TableTraining Training, IReadOnlyDictionary<string, double> OnTrainingRows)[] runs = SideBySide.Run(sizes.Length * folds, own.Threads, own.Runner, (i, isAlone) =>
        {
            (int size, int fold) = (sizes.Length - 1 - (i / folds), i % folds);
            int[] rows = orders[fold][..sizes[size]];
            Array.Sort(rows);
            TablePlan plan = TableTrainer.Prepare(table, schema, rows, splits[fold].Test, [], own with { Threads = isAlone ? own.Threads : 1, Progress = SideBySide.InTurn(own.Progress, turn) });
            TableTraining training = plan.Train(cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (score is not null)
            {
                // A name that does not exist is refused after the first training run.
                _ = ValueOf(training.Evaluation!.Scores, NameOf(training.Evaluation.Scores, score));
            }

            IReadOnlyDictionary<string, double> onTrainingRows = plan.TrainingScores(training.Model);
            lock (turn)
            {
                trained?.Invoke(rows.Length, fold + 1);
            }

            return (training, onTrainingRows);
        });
        string name = NameOf(runs[0].Training.Evaluation!.Scores, score);
        for (int fold = 0; fold < folds; fold++)
        {
            for (int size = 0; size < sizes.Length; size++)
            {
                (TableTraining training, IReadOnlyDictionary<string, double> onTrainingRows) = runs[((sizes.Length - 1 - size) * folds) + fold];
                undefined ??= training.Evaluation!.Undefined.GetValueOrDefault(name);
                unseen[size, fold] = ValueOf(training.Evaluation!.Scores, name);
                train[size, fold] = ValueOf(onTrainingRows, name);
            }

            TableTraining all = runs[fold].Training;
            skills.Add(all.Skill!);
            largest.Add(all.Evaluation!);
            choseEpoch = all.ValidationRows > 0;
        }

        score = name;

        FitSkill? skill = FitSkill.Pool(skills);
        IReadOnlyList<Baseline> baselines = CrossValidation.MeansOf([.. largest.Select(fold => fold.Baselines)]);
        Notice[] below = [.. EvaluationNotices.OfBaselines(CrossValidation.Means(largest.Select(fold => fold.Scores)), baselines, skill ?? skills[0], what: ("With all rows the model", ""),
            errors: EvaluationNotices.ErrorsOf(CrossValidation.Summarize([.. largest.Select(fold => fold.Scores)]), largest.Count))];
        return new LearningCurve(score!, IsBetterWhenHigher(schema.Task, score!), folds, [.. sizes.Select((rows, size) => new LearningCurvePoint(rows, Row(train, size), Row(unseen, size)))])
        {
            Skill = skill,
            ChoseEpoch = choseEpoch,
            Undefined = undefined,
            IsBelowBaseline = below.Length > 0,
            Baselines = [.. baselines.Select(baseline => baseline with { Scores = baseline.Scores.Where(own => own.Key == score).ToDictionary(StringComparer.Ordinal) })],
            Notices = [.. below, .. CrossValidation.Repeats(largest)],
        };

        double[] Row(double[,] values, int size) => [.. Enumerable.Range(0, folds).Select(fold => values[size, fold])];
    }

    /// <summary>Explains in a few sentences what the curve means and what to try.</summary>
    /// <returns>Text, in the library's own terms.</returns>
    public override string ToString() => LearningCurveWords.Of(this) + (Tries.Count > 0 ? $" Try: {string.Join("; ", Tries)}." : "");

    private static bool IsCertain((double Mean, double StandardError) value, double scale) => value.Mean > Certain * value.StandardError && value.Mean > WorthHaving * scale;

    private static int[] Sizes(int most, IReadOnlyList<double> shares)
    {
        if (shares.Count == 0 || shares.Any(share => !(share is > 0 and <= 1)))
        {
            throw new DataException($"The shares of a learning curve must be above 0 and up to 1, but are [{string.Join(", ", shares)}].");
        }

        return [.. shares.Select(share => Math.Clamp((int)Math.Round(share * most, MidpointRounding.AwayFromZero), Math.Min(2, most), most)).Distinct().Order()];
    }

    private static string NameOf(IReadOnlyDictionary<string, double> scores, string? score) =>
        score is null ? scores.Keys.First() : scores.Keys.FirstOrDefault(key => StandardMetrics.IsNamed(key, score)) ?? score;

    private static double ValueOf(IReadOnlyDictionary<string, double> scores, string name) => scores.TryGetValue(name, out double value)
        ? value
        : throw new DataException($"There is no score \"{name}\" for this task. The scores are: {string.Join(", ", scores.Keys.Select(StandardMetrics.NameOf))}.");

    private static bool IsBetterWhenHigher(TaskKind task, string score) =>
        StandardMetrics.For(TableEvaluation.FormOf(task)).FirstOrDefault(metric => StandardMetrics.Key(metric) == score)?.HigherIsBetter ?? !score.StartsWith(QuantileScores.LossKey, StringComparison.Ordinal);

    private static LearningCurvePoint[] End(IReadOnlyList<LearningCurvePoint> points) => [.. points.Where(point => 3L * point.Rows >= points[^1].Rows)];

    private static (double Mean, double StandardError) Gain(IReadOnlyList<LearningCurvePoint> points, bool higherIsBetter)
    {
        LearningCurvePoint[] end = End(points);
        if (end.Length < 2)
        {
            return (0, 0);
        }

        double[] places = [.. end.Select(point => Math.Log2(point.Rows))];
        double center = places.Average(), spread = places.Sum(place => (place - center) * (place - center));
        return Sample.MeanAndError([.. Enumerable.Range(0, end[0].Validation.Count).Select(fold =>
            (higherIsBetter ? 1 : -1) * end.Zip(places, (point, place) => (place - center) * point.Validation[fold]).Sum() / spread)]);
    }
}
