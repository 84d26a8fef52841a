namespace Descent;

/// <summary>Rows whose predictions are about alike.</summary>
/// <param name="Rows">How many there are; of several yes-or-no targets, how many answers.</param>
/// <param name="Predicted">The mean of what was predicted: a probability, or a number.</param>
/// <param name="Observed">How often it came true, or the mean of the targets.</param>
/// <param name="Low">
/// The lower end of the 95 % interval of <paramref name="Observed"/>: of shares Wilson's (1927), which holds for few rows as well; of means the normal one,
/// NaN of a single row.
/// </param>
/// <param name="High">The upper end.</param>
public sealed record CalibrationBin(int Rows, double Predicted, double Observed, double Low, double High);

/// <summary>Whether predictions mean what they say: of rows that get the probability 0.8, eight in ten should turn out so.</summary>
/// <param name="Name">What was predicted: the positive label, "the predicted class", "yes", or the target.</param>
/// <param name="Bins">
/// Of probabilities ten bins of equal width, those that are not empty; of numbers up to ten with equally many rows, by the prediction. Rising.
/// </param>
/// <param name="Error">Expected calibration error: Σ n_b/n·|observed − predicted| over the bins; of numbers in their unit.</param>
/// <remarks>
/// Of two classes the probability of the positive label; of several classes that of the answer (Guo and others, "On calibration of modern neural
/// networks", 2017); of several yes-or-no targets all of them together. Rows count alike, whatever their weights.
/// </remarks>
public sealed record Calibration(string Name, IReadOnlyList<CalibrationBin> Bins, double Error)
{
    /// <summary>Into how many bins predictions are sorted: 10.</summary>
    public const int MostBins = 10;

    private const double Quantile = 1.959963984540054;

    /// <summary>The calibration of an outcome: one, or of numbers one per target; none of classes without probabilities.</summary>
    /// <param name="evaluation">Answers and outputs.</param>
    /// <param name="targetNames">The names of the target columns.</param>
    /// <returns>The calibrations.</returns>
    public static IReadOnlyList<Calibration> Of(TableEvaluation evaluation, IReadOnlyList<string> targetNames)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(targetNames);
        return Of(evaluation.Outcome, evaluation.Decision, targetNames);
    }

    /// <summary>The 95 % interval of a share, which holds for few rows and for shares of 0 and 1 as well (Wilson, 1927).</summary>
    /// <param name="share">The share that was found, 0 … 1.</param>
    /// <param name="rows">In how many rows, above 0.</param>
    /// <returns>Where the share of all rows of the kind lies.</returns>
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
                // A label that training has not seen is neither of the two.
                answers.Add((outputs[i], double.IsNaN(targets[i]) ? 0 : targets[i]));
            }
        }

        string name = outcome.Form == OutcomeForm.Multiclass ? "the predicted class" : decision?.PositiveLabel ?? "yes";
        return [Of(name, answers.GroupBy(pair => Math.Clamp((int)(pair.Predicted * MostBins), 0, MostBins - 1)).OrderBy(bin => bin.Key), observed => IntervalOfShare(observed.Average(), observed.Length))];
    }

    private static IEnumerable<IEnumerable<(double Predicted, double Observed)>> ByCount((double Predicted, double Observed)[] pairs)
    {
        // A handful of rows per bin at least; equal predictions may part, which changes no mean.
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
