namespace Descent;

/// <summary>Fits the shifts of predicted quantiles with which the interval between the levels τ and 1 − τ contains the share 1 − 2τ of the targets, whatever their distribution.</summary>
/// <remarks>
/// Conformalized quantile regression: Romano, Patterson and Candès, 2019. For n out-of-fold predictions, the error of a row is <c>E = max(q_τ − y, y − q_(1−τ))</c>. With the
/// <c>⌈(n + 1)(1 − 2τ)⌉</c>-th smallest error Q, the interval becomes <c>[q_τ − Q, q_(1−τ) + Q]</c>. Row weights are ignored. Levels without a counterpart are not shifted, and
/// neither are pairs for which there are too few rows: those whose rank would exceed n.
/// </remarks>
internal static class ConformalQuantiles
{
    // A pair such as 0.05 and 0.95 has a distance of 0.8999…, but the intended rank is a whole number.
    private const double Rounding = 1e-9;

    /// <summary>Computes the shifts.</summary>
    /// <param name="outputs">Out-of-fold predictions, row by row; in each, all levels of the first target, then those of the next.</param>
    /// <param name="targets">The targets, repeated for each level.</param>
    /// <param name="levels">The levels.</param>
    /// <param name="width">The number of outputs per row.</param>
    /// <returns>A number to add to each output; null if there is nothing to shift.</returns>
    public static float[]? Shifts(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, IReadOnlyList<double> levels, int width)
    {
        int rows = outputs.Length / width;
        float[] shifts = new float[width], errors = new float[rows];
        (int Lower, int Upper, int Rank)[] pairs = [.. QuantileColumns.SymmetricPairs(levels)
            .Select(pair => (pair.Lower, pair.Upper, (int)Math.Ceiling(((rows + 1) * (levels[pair.Upper] - levels[pair.Lower])) - Rounding))).Where(pair => pair.Item3 <= rows)];
        for (int first = 0; first < width; first += levels.Count)
        {
            foreach ((int lower, int upper, int rank) in pairs)
            {
                for (int row = 0; row < rows; row++)
                {
                    int at = (row * width) + first;
                    errors[row] = Math.Max(outputs[at + lower] - targets[at], targets[at] - outputs[at + upper]);
                }

                Array.Sort(errors);
                shifts[first + lower] = -errors[rank - 1];
                shifts[first + upper] = errors[rank - 1];
            }
        }

        return pairs.Length > 0 ? shifts : null;
    }
}
