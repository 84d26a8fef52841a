namespace Descent;

/// <summary>Chooses how the probabilities of classes are calibrated on out-of-fold predictions: by isotonic curves, by a temperature, or not at all.</summary>
internal static class ProbabilityCalibration
{
    /// <summary>The number of standard errors by which the gain must exceed 0, because a gain that chance could explain is as likely to be a loss.</summary>
    private const double Confidence = 2;

    // The infinite loss of a probability of 0 in float would dominate all others.
    private const double Least = 1e-7;

    /// <summary>
    /// Chooses the adjustment. A temperature is one number, and is judged on the rows to which it was fitted. Isotonic curves follow every row, so each part of the rows is judged
    /// by curves that were fitted to the other parts; they must be certainly better than the temperature, or than no adjustment if there is no temperature.
    /// </summary>
    /// <param name="probabilities">Out-of-fold predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="width">The number of outputs per row.</param>
    /// <param name="weights">A weight per row, or none.</param>
    /// <param name="parts">The numbers of consecutive rows that are judged together, at least two.</param>
    /// <returns>The adjustment; null for none.</returns>
    public static OutputAdjustment? Of(float[] probabilities, float[] targets, int width, float[] weights, IReadOnlyList<int> parts)
    {
        double temperature = TemperatureScaling.Find(probabilities, targets, width, weights);
        OutputAdjustment? usual = temperature == 1 ? null : new OutputAdjustment(temperature);
        float[] plain = [.. probabilities], judged = [.. probabilities];
        usual?.Apply(plain, width);
        int[] rows = [.. Enumerable.Range(0, probabilities.Length / width)];
        int first = 0;
        foreach (int count in parts)
        {
            int end = first + count;
            IsotonicCurve[] others = IsotonicRegression.Fit(probabilities, targets, width, weights, [.. rows.Where(row => row < first || row >= end)]);
            new OutputAdjustment { Curves = others }.Apply(judged.AsSpan(first * width, count * width), width);
            first = end;
        }

        return IsCertain(Losses(plain, targets, width, weights), Losses(judged, targets, width, weights))
            ? new OutputAdjustment { Curves = IsotonicRegression.Fit(probabilities, targets, width, weights, rows) }
            : usual;
    }

    /// <summary>Whether the mean loss falls by more than two standard errors.</summary>
    public static bool IsCertain(double[] before, double[] after)
    {
        double[] gains = [.. before.Zip(after, (own, other) => own - other)];
        double mean = gains.Average(), deviation = Math.Sqrt(gains.Average(gain => (gain - mean) * (gain - mean)) / gains.Length);
        return mean > Confidence * deviation;
    }

    /// <summary>Computes the weighted log loss of each row.</summary>
    public static double[] Losses(float[] probabilities, float[] targets, int width, float[] weights)
    {
        double[] rows = new double[probabilities.Length / width];
        for (int i = 0; i < probabilities.Length; i++)
        {
            double likely = width == 1 ? (targets[i] * probabilities[i]) + ((1 - targets[i]) * (1 - (double)probabilities[i])) : probabilities[i];
            rows[i / width] -= (width == 1 ? 1 : targets[i]) * Math.Log(Math.Max(likely, Least)) * (weights.Length > 0 ? weights[i / width] : 1);
        }

        return rows;
    }
}
