namespace Descent;

/// <summary>Fits the nondecreasing function of a probability with the smallest squared error, by pooling adjacent violators.</summary>
/// <remarks>
/// Ayer, Brunk, Ewing, Reid and Silverman, 1955; for probabilities of classifiers, Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass probability
/// estimates", 2002: one curve for each class against the others, after which the probabilities of a row are divided by their sum.
/// </remarks>
internal static class IsotonicRegression
{
    // In float, 1 minus a smaller number would be 1.
    private const double Least = 1e-7;

    /// <summary>Fits a curve for each output.</summary>
    /// <param name="probabilities">The predictions, row by row.</param>
    /// <param name="targets">The targets, 0 or 1.</param>
    /// <param name="width">The number of outputs per row.</param>
    /// <param name="weights">A weight per row, or none.</param>
    /// <param name="rows">The rows to use.</param>
    public static IsotonicCurve[] Fit(float[] probabilities, float[] targets, int width, float[] weights, IReadOnlyList<int> rows) =>
        [.. Enumerable.Range(0, width).Select(column => Fit([.. rows.Select(row => (probabilities[(row * width) + column], targets[(row * width) + column], weights.Length > 0 ? weights[row] : 1))]))];

    /// <summary>Fits a curve. Its outputs are limited to 1/(n + 2) … 1 − 1/(n + 2) for n rows, so that no log loss is infinite; rows of weight 0 do not count.</summary>
    private static IsotonicCurve Fit((float Input, float Target, float Weight)[] rows)
    {
        List<(float Input, double Sum, double Weight)> points = [];
        int count = 0;
        foreach ((float input, float target, float weight) in rows.Where(row => row.Weight > 0).OrderBy(row => row.Input))
        {
            count++;
            if (points.Count > 0 && points[^1].Input == input)
            {
                points[^1] = (input, points[^1].Sum + (weight * target), points[^1].Weight + weight);
            }
            else
            {
                points.Add((input, weight * target, weight));
            }
        }

        List<(double Sum, double Weight, int First)> blocks = [];
        foreach ((int i, (float _, double sum, double weight)) in points.Index())
        {
            (double Sum, double Weight, int First) last = (sum, weight, i);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Weight >= last.Sum / last.Weight)
            {
                last = (last.Sum + blocks[^1].Sum, last.Weight + blocks[^1].Weight, blocks[^1].First);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(last);
        }

        double least = Math.Max(1.0 / (count + 2), Least);
        List<float> inputs = [], outputs = [];
        foreach ((int block, (double sum, double weight, int first)) in blocks.Index())
        {
            // Only the two ends of a block matter.
            int end = (block + 1 < blocks.Count ? blocks[block + 1].First : points.Count) - 1;
            foreach (int at in first == end ? [first] : new[] { first, end })
            {
                inputs.Add(points[at].Input);
                outputs.Add((float)Math.Clamp(sum / weight, least, 1 - least));
            }
        }

        return new IsotonicCurve(inputs, outputs);
    }
}
