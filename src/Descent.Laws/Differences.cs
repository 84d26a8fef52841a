using System.Globalization;

namespace Descent.Laws;

/// <summary>
/// Compares derivatives with central differences, (f(+h) − f(−h)) / 2h, for three steps h. Near a kink these give three different
/// results, and nothing is reported; a derivative is wrong if two of them agree with each other but not with it.
/// </summary>
/// <param name="largest">The magnitude of derivatives below which an error counts less.</param>
internal sealed class Differences(double largest)
{
    private const double Tolerance = 1e-6;

    // The first step is nearly always right; a wider and a narrower one decide if it is not.
    private static readonly double[] s_steps = [1e-3 / 8, 1e-3, 1e-3 / 64];

    private int asked, settled;
    private string? unsettled;

    /// <summary>Describes what is wrong with a derivative, or returns null.</summary>
    /// <param name="place">The variable of the derivative and its position, for the message.</param>
    /// <param name="derivative">The derivative.</param>
    /// <param name="size">The magnitude of the value, which bounds the rounding of its differences.</param>
    /// <param name="value">The value at a distance from the position.</param>
    public string? FindFailure(string place, double derivative, double size, Func<double, double> value)
    {
        asked++;
        double[] slopes = new double[s_steps.Length];
        for (int i = 0; i < s_steps.Length; i++)
        {
            slopes[i] = (value(s_steps[i]) - value(-s_steps[i])) / (2 * s_steps[i]);
            if (IsNear(slopes[i], derivative, size))
            {
                settled++;
                return null;
            }

            for (int j = 0; j < i; j++)
            {
                if (IsNear(slopes[i], slopes[j], size))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"The derivative with respect to {place} is {derivative:G9}, but differences give {slopes[j]:G9} and {slopes[i]:G9}.");
                }
            }
        }

        unsettled ??= string.Create(CultureInfo.InvariantCulture, $"with respect to {place} the derivative is {derivative:G9}, but differences give {slopes[0]:G9}, {slopes[1]:G9} and {slopes[2]:G9}");
        return null;
    }

    /// <summary>Describes the fault if differences are inconclusive at most positions: the function jumps everywhere, is not finite, or
    /// changes between calls.</summary>
    public string? Unsettled => 2 * settled < asked ? $"Differences of the value agree neither with each other nor with the derivative at {asked - settled} of {asked} positions: {unsettled}." : null;

    // A difference with the smallest step contains the rounding error of the value divided by that step.
    private bool IsNear(double one, double other, double size) =>
        Math.Abs(one - other) <= (Tolerance * Math.Max(Math.Max(Math.Abs(one), Math.Abs(other)), 1e-2 * largest)) + (1e-14 * size / s_steps[^1]);
}
