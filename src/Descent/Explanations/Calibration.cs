namespace Descent;

/// <summary>A bin of rows with similar predictions.</summary>
/// <param name="Rows">The number of rows; for several yes-or-no targets, the number of predictions.</param>
/// <param name="Predicted">The mean prediction: a probability, or a number.</param>
/// <param name="Observed">The observed frequency, or the mean of the targets.</param>
/// <param name="Low">
/// The lower end of the 95 % interval of <paramref name="Observed"/>. For frequencies it is Wilson's interval (1927), which is valid for few rows as well; for means the normal one,
/// which is NaN for a single row.
/// </param>
/// <param name="High">The upper end of the interval.</param>
public sealed record CalibrationBin(int Rows, double Predicted, double Observed, double Low, double High);

/// <summary>The calibration of predictions: of the rows with a predicted probability of 0.8, eight in ten should belong to the class.</summary>
/// <param name="Name">The name of what was predicted: the positive label, "the predicted class", "yes", or the target.</param>
/// <param name="Bins">
/// The bins, ordered by prediction: for probabilities, the nonempty ones of ten bins of equal width; for numbers, up to ten bins with the same number of rows.
/// </param>
/// <param name="Error">The expected calibration error: Σ n_b/n·|observed − predicted| over the bins; for numbers, in their unit.</param>
/// <remarks>
/// For two classes, the probability of the positive label is used; for several classes, that of the predicted class (Guo and others, "On calibration of modern neural
/// networks", 2017); for several yes-or-no targets, the probabilities of all targets together. Row weights are ignored.
/// </remarks>
public sealed record Calibration(string Name, IReadOnlyList<CalibrationBin> Bins, double Error)
{
    /// <summary>The largest number of bins: 10.</summary>
    public const int MostBins = 10;

    private const double Quantile = 1.959963984540054;

    /// <summary>Computes the calibration of an evaluation: one, or one per target for numbers; empty for classes without probabilities.</summary>
    /// <param name="evaluation">The evaluation, with targets and outputs.</param>
    /// <param name="targetNames">The names of the target columns.</param>
    /// <returns>The calibrations.</returns>
    public static IReadOnlyList<Calibration> Of(TableEvaluation evaluation, IReadOnlyList<string> targetNames)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(targetNames);
        return Of(evaluation.Outcome, evaluation.Decision, targetNames);
    }

    /// <summary>Computes the 95 % confidence interval of a share, which is valid for few rows and for shares of 0 and 1 as well (Wilson, 1927).</summary>
    /// <param name="share">The observed share, 0 … 1.</param>
    /// <param name="rows">The number of rows, above 0.</param>
    /// <returns>The interval for the share in the population.</returns>
    public static (double Low, double High) IntervalOfShare(double share, double rows)
    {
        double square = Quantile * Quantile / rows, middle = share + (square / 2);
        double half = Quantile * Math.Sqrt((share * (1 - share) / rows) + (square / (4 * rows)));
        return (Math.Max(0, (middle - half) / (1 + square)), Math.Min(1, (middle + half) / (1 + square)));
    }

    internal static IReadOnlyList<Calibration> Of(Outcome outcome, BinaryDecision? decision, IReadOnlyList<string> targetNames)
    {
        if (outcome.Rows == 0 || !outcome.HasProbabilities)
        {
            return [];
        }

        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        if (outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts)
        {
            List<Calibration> own = [];
            for (int column = 0; column < outcome.Columns; column++)
            {
                (double Predicted, double Observed)[] pairs = new (double, double)[outcome.Rows];
                for (int row = 0; row < pairs.Length; row++)
                {
                    pairs[row] = (outputs[(row * outcome.Columns) + column], targets[(row * outcome.Columns) + column]);
                }

                own.Add(Of(targetNames[column], ByCount(pairs), Normal));
            }

            return own;
        }

        List<(double Predicted, double Observed)> answers = [];
        if (outcome.Form == OutcomeForm.Multiclass)
        {
            for (int row = 0; row < outcome.Rows; row++)
            {
                ReadOnlySpan<double> shares = outputs.Slice(row * outcome.Columns, outcome.Columns);
                int answer = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(shares);
                answers.Add((shares[answer], targets[(row * outcome.Columns) + answer]));
            }
        }
        else
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                // An unknown label is neither of the two, so the prediction counts as wrong.
                answers.Add((outputs[i], double.IsNaN(targets[i]) ? 0 : targets[i]));
            }
        }

        string name = outcome.Form == OutcomeForm.Multiclass ? "the predicted class" : decision?.PositiveLabel ?? "yes";
        return [Of(name, answers.GroupBy(pair => Math.Clamp((int)(pair.Predicted * MostBins), 0, MostBins - 1)).OrderBy(bin => bin.Key), observed => IntervalOfShare(observed.Average(), observed.Length))];
    }

    private static IEnumerable<IEnumerable<(double Predicted, double Observed)>> ByCount((double Predicted, double Observed)[] pairs)
    {
        // At least five rows per bin. Equal predictions may fall into different bins, which does not matter.
        int bins = Math.Clamp(pairs.Length / 5, 1, MostBins);
        (double, double)[] ordered = [.. pairs.OrderBy(pair => pair.Predicted)];
        return Enumerable.Range(0, bins).Select(bin => ordered[(int)((long)bin * ordered.Length / bins)..(int)((bin + 1L) * ordered.Length / bins)]);
    }

    private static Calibration Of(string name, IEnumerable<IEnumerable<(double Predicted, double Observed)>> groups, Func<double[], (double Low, double High)> interval)
    {
        CalibrationBin[] bins = [.. groups.Select(group =>
        {
            (double Predicted, double Observed)[] pairs = [.. group];
            double[] observed = [.. pairs.Select(pair => pair.Observed)];
            (double low, double high) = interval(observed);
            return new CalibrationBin(pairs.Length, pairs.Average(pair => pair.Predicted), observed.Average(), low, high);
        })];
        double rows = bins.Sum(bin => bin.Rows);
        return new Calibration(name, bins, bins.Sum(bin => bin.Rows / rows * Math.Abs(bin.Observed - bin.Predicted)));
    }

    private static (double Low, double High) Normal(double[] values)
    {
        (double mean, double error) = Sample.MeanAndError(values);
        return values.Length > 1 ? (mean - (Quantile * error), mean + (Quantile * error)) : (double.NaN, double.NaN);
    }
}
