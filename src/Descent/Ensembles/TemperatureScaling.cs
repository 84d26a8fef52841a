namespace Descent;

/// <summary>Fits the temperature of <see cref="OutputAdjustment"/> to probabilities and targets.</summary>
internal static class TemperatureScaling
{
    /// <summary>The largest magnitude of the logarithm: temperatures from a fifth to five.</summary>
    private const double Widest = 1.6;

    private const int Sections = 24;

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
        return ProbabilityCalibration.IsCertain(usual, losses) ? Math.Exp((low + high) / 2) : 1;

        double At(double logarithm)
        {
            losses = Losses(Math.Exp(logarithm));
            return losses.Average();
        }

        double[] Losses(double temperature)
        {
            probabilities.CopyTo(tried, 0);
            new OutputAdjustment(temperature).Apply(tried, width);
            return ProbabilityCalibration.Losses(tried, answers, width, shares);
        }
    }
}
