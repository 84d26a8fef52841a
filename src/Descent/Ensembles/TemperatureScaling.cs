namespace Descent;

/// <summary>Fits the temperature of <see cref="OutputAdjustment"/> to probabilities and targets.</summary>
internal static class TemperatureScaling
{
    /// <summary>The largest magnitude of the logarithm: temperatures from a fifth to five.</summary>
    private const double Widest = 1.6;

    private const int Sections = 24;

    /// <summary>The number of standard errors by which the gain must exceed 0, because a gain that chance could explain is as likely to be a loss.</summary>
    private const double Confidence = 2;

    // The infinite loss of a probability of 0 in float would dominate all others.
    private const double Least = 1e-7;

    /// <summary>Finds the temperature by golden-section search over its logarithm, because the loss is unimodal; 1 if chance could explain the gain.</summary>
    /// <param name="probabilities">Out-of-fold predictions.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="width">The number of outputs per row.</param>
    /// <param name="weights">A weight per row, or none.</param>
    /// <returns>The temperature T.</returns>
    public static double Find(float[] probabilities, ReadOnlySpan<float> targets, int width, ReadOnlySpan<float> weights)
    {
        float[] answers = targets.ToArray(), shares = weights.ToArray(), tried = new float[probabilities.Length];
        double[] usual = Losses(1), losses = usual;
        double golden = (Math.Sqrt(5) - 1) / 2, low = -Widest, high = Widest;
        double left = high - (golden * (high - low)), right = low + (golden * (high - low)), atLeft = At(left), atRight = At(right);
        for (int i = 0; i < Sections; i++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (golden * (high - low));
                atLeft = At(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (golden * (high - low));
                atRight = At(right);
            }
        }

        _ = At((low + high) / 2);
        double[] gains = [.. usual.Zip(losses, (before, after) => before - after)];
        double mean = gains.Average(), deviation = Math.Sqrt(gains.Average(gain => (gain - mean) * (gain - mean)) / gains.Length);
        return mean > Confidence * deviation ? Math.Exp((low + high) / 2) : 1;

        double At(double logarithm)
        {
            losses = Losses(Math.Exp(logarithm));
            return losses.Average();
        }

        double[] Losses(double temperature)
        {
            probabilities.CopyTo(tried, 0);
            new OutputAdjustment(temperature).Apply(tried, width);
            double[] rows = new double[tried.Length / width];
            for (int i = 0; i < tried.Length; i++)
            {
                double likely = width == 1 ? (answers[i] * tried[i]) + ((1 - answers[i]) * (1 - (double)tried[i])) : tried[i];
                rows[i / width] -= (width == 1 ? 1 : answers[i]) * Math.Log(Math.Max(likely, Least)) * (shares.Length > 0 ? shares[i / width] : 1);
            }

            return rows;
        }
    }
}
