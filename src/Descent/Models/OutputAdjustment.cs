namespace Descent;

/// <summary>The adjustment of the outputs of a <see cref="TableModel"/>, fitted on out-of-fold predictions.</summary>
/// <remarks>
/// Probabilities are scaled by the temperature T: <c>p ∝ p^(1/T)</c>, for one output <c>logit p / T</c>, which is temperature scaling (Guo and others, "On calibration of modern
/// neural networks", 2017), or by isotonic curves, one for each output, after which the probabilities of several classes are divided by their sum (Zadrozny and Elkan, 2002). Numbers are limited to the range of the training targets, because the linear extrapolation of a network beyond it is seldom right. Quantiles are then shifted,
/// so that the interval between a level and its counterpart has its coverage, which is conformalized quantile regression (Romano, Patterson and Candès, 2019).
/// </remarks>
/// <param name="Temperature">The temperature T &gt; 0; 1, the default, leaves probabilities unchanged.</param>
/// <param name="Ranges">The smallest and the largest value of each output, in the scale of the network; null, the default, for no limits.</param>
public sealed record OutputAdjustment(double Temperature = 1, IReadOnlyList<(float Least, float Most)>? Ranges = null)
{
    /// <summary>The temperature T.</summary>
    public double Temperature { get; init => field = Check.Positive(value, nameof(Temperature)); } = Check.Positive(Temperature);

    /// <summary>The curves of the probabilities, one per output; null, the default, for none.</summary>
    public IReadOnlyList<IsotonicCurve>? Curves { get; init; }

    /// <summary>The number that is added to each output after the limits, in the scale of the network; null, the default, for none.</summary>
    public IReadOnlyList<float>? Shifts { get; init; }

    /// <summary>Adjusts rows in place.</summary>
    internal void Apply(Span<float> outputs, int width)
    {
        if (Ranges is { } ranges)
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i] = Math.Clamp(outputs[i], ranges[i % width].Least, ranges[i % width].Most);
            }
        }

        if (Shifts is { } shifts)
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i] += shifts[i % width];
            }
        }

        if (Curves is { } curves)
        {
            Follow(curves, outputs, width);
        }

        if (Temperature == 1)
        {
            return;
        }

        for (int start = 0; start < outputs.Length; start += width)
        {
            Warm(outputs.Slice(start, width));
        }
    }

    private static void Follow(IReadOnlyList<IsotonicCurve> curves, Span<float> outputs, int width)
    {
        double[] shares = new double[width];
        for (int start = 0; start < outputs.Length; start += width)
        {
            double sum = 0;
            for (int i = 0; i < width; i++)
            {
                shares[i] = curves[i].At(outputs[start + i]);
                sum += shares[i];
            }

            for (int i = 0; i < width; i++)
            {
                outputs[start + i] = (float)(width == 1 ? shares[i] : shares[i] / sum);
            }
        }
    }

    private void Warm(Span<float> row)
    {
        if (row.Length == 1)
        {
            double odds = Math.Pow(row[0] / (1 - (double)row[0]), 1 / Temperature);
            row[0] = double.IsPositiveInfinity(odds) ? 1 : (float)(odds / (1 + odds));
            return;
        }

        double sum = 0;
        foreach (float share in row)
        {
            sum += Math.Pow(share, 1 / Temperature);
        }

        foreach (ref float share in row)
        {
            share = (float)(Math.Pow(share, 1 / Temperature) / sum);
        }
    }
}
