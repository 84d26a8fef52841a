namespace Descent;

/// <summary>
/// The errors of out-of-fold predictions, from which follow intervals that contain a target with a given
/// probability, whatever the distribution of the errors.
/// </summary>
/// <remarks>
/// <para>Cross-conformal prediction: Vovk, "Cross-conformal predictors", 2015; Barber, Candès, Ramdas and Tibshirani, "Predictive inference with the jackknife+", 2021.
/// The interval of level <c>1 − α</c> is <c>[ŷ + r(⌊(n + 1)α/2⌋), ŷ + r(⌈(n + 1)(1 − α/2)⌉)]</c>, where r(i) is the i-th smallest of the n errors <c>y − ŷ</c>.</para>
/// <para>With at least 400 rows, errors are ordered by prediction and divided into up to five parts of equal size, each with its own interval ends. Ends are interpolated between the mean
/// predictions of the parts. So if larger values are predicted less accurately, their intervals are wider. Row weights are ignored.</para>
/// <para>If most errors have the same sign, both ends would be on one side of the prediction. The nearer one is then the prediction itself, which can only raise the probability.</para>
/// </remarks>
/// <param name="Targets">The parts for each target, ordered by prediction.</param>
public sealed record PredictionIntervals(IReadOnlyList<IReadOnlyList<ErrorPart>> Targets)
{
    /// <summary>The smallest number of rows in a part, and the largest number of parts.</summary>
    private const int RowsPerPart = 200, MostParts = 5;

    /// <summary>The largest number of errors kept per part, evenly spaced in rank and exact at every multiple of 1/200.</summary>
    internal const int MostErrors = 199;

    /// <summary>The largest level that the errors allow, <c>1 − 2/(n + 1)</c>, and at most 0.99.</summary>
    public double MostLevel => Math.Min(0.99, 1 - (2.0 / (Targets.Min(parts => parts.Min(part => part.Rows)) + 1)));

    /// <summary>Computes the interval around a prediction.</summary>
    /// <param name="prediction">The prediction ŷ, in the target's unit.</param>
    /// <param name="level">The probability that the interval contains the target, above 0 and at most <see cref="MostLevel"/>; default 0.9.</param>
    /// <param name="target">The index of the target, from 0; default the first.</param>
    /// <returns>The ends, in the target's unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If the level is out of its range, or there is no such target.</exception>
    public (double Lower, double Upper) Around(double prediction, double level = 0.9, int target = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, Targets.Count);
        if (!(level > 0 && level <= MostLevel))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, FormattableString.Invariant($"The level must be above 0 and at most {MostLevel:0.###}, because there are too few errors to find the ends of wider intervals."));
        }

        IReadOnlyList<ErrorPart> parts = Targets[target];
        double tail = (1 - level) / 2;
        int next = 0;
        while (next < parts.Count && parts[next].Center < prediction)
        {
            next++;
        }

        if (next == 0 || next == parts.Count)
        {
            ErrorPart only = parts[Math.Min(next, parts.Count - 1)];
            return Ends(only.Lower(tail), only.Upper(tail));
        }

        (ErrorPart left, ErrorPart right) = (parts[next - 1], parts[next]);
        double share = (prediction - left.Center) / (right.Center - left.Center);
        return Ends(double.Lerp(left.Lower(tail), right.Lower(tail), share), double.Lerp(left.Upper(tail), right.Upper(tail), share));

        (double Lower, double Upper) Ends(double lower, double upper) => (prediction + Math.Min(0, lower), prediction + Math.Max(0, upper));
    }

    /// <summary>Computes the intervals from predictions and targets, in the targets' units.</summary>
    /// <param name="predictions">Out-of-fold predictions, row by row.</param>
    /// <param name="answers">The target values.</param>
    /// <param name="width">The number of targets per row.</param>
    internal static PredictionIntervals Of(ReadOnlySpan<double> predictions, ReadOnlySpan<double> answers, int width)
    {
        int rows = predictions.Length / width, parts = Math.Clamp(rows / RowsPerPart, 1, MostParts);
        IReadOnlyList<ErrorPart>[] targets = new IReadOnlyList<ErrorPart>[width];
        for (int target = 0; target < width; target++)
        {
            (double Prediction, double Error)[] own = new (double, double)[rows];
            for (int row = 0; row < rows; row++)
            {
                double prediction = predictions[(row * width) + target];
                own[row] = (prediction, answers[(row * width) + target] - prediction);
            }

            Array.Sort(own);
            ErrorPart[] made = new ErrorPart[parts];
            for (int part = 0; part < parts; part++)
            {
                made[part] = ErrorPart.Of(own.AsSpan((int)((long)rows * part / parts)..(int)((long)rows * (part + 1) / parts)));
            }

            targets[target] = made;
        }

        return new PredictionIntervals(targets);
    }
}

/// <summary>The errors of predictions of similar size.</summary>
/// <param name="Center">The mean prediction.</param>
/// <param name="Rows">The number of errors.</param>
/// <param name="Errors">The errors <c>y − ŷ</c> in ascending order: all of them or, of more than 199, those at the ranks of multiples of 1/200.</param>
public sealed record ErrorPart(double Center, int Rows, IReadOnlyList<double> Errors)
{
    /// <summary>Gets the error below which a share <paramref name="tail"/> of targets lies, rounded outward.</summary>
    internal double Lower(double tail) => Errors[Math.Clamp((int)Math.Floor((Scale * tail) + Rounding) - 1, 0, Errors.Count - 1)];

    /// <summary>Gets the error above which a share <paramref name="tail"/> of targets lies, rounded outward.</summary>
    internal double Upper(double tail) => Errors[Math.Clamp((int)Math.Ceiling((Scale * (1 - tail)) - Rounding) - 1, 0, Errors.Count - 1)];

    // If errors were left out, the kept ones have the ranks of a sample of 199.
    private double Scale => Errors.Count + 1;

    // A level such as 0.9 leaves a tail of 0.0499…, but the intended rank is a whole number.
    private const double Rounding = 1e-9;

    /// <summary>Creates a part from predictions and errors.</summary>
    internal static ErrorPart Of(ReadOnlySpan<(double Prediction, double Error)> rows)
    {
        double sum = 0;
        double[] errors = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            sum += rows[i].Prediction;
            errors[i] = rows[i].Error;
        }

        Array.Sort(errors);
        return new ErrorPart(sum / rows.Length, rows.Length, rows.Length <= PredictionIntervals.MostErrors ? errors : Thinned(errors));
    }

    /// <summary>Selects the errors at the ranks <c>(n + 1)·j/200</c>, rounded outward: down in the lower half, up in the upper half.</summary>
    private static double[] Thinned(double[] errors)
    {
        double[] kept = new double[PredictionIntervals.MostErrors];
        for (int j = 1; j <= kept.Length; j++)
        {
            double rank = (errors.Length + 1.0) * j / (kept.Length + 1);
            kept[j - 1] = errors[Math.Clamp((int)(2 * j <= kept.Length + 1 ? Math.Floor(rank) : Math.Ceiling(rank)) - 1, 0, errors.Length - 1)];
        }

        return kept;
    }
}
