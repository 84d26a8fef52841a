using System.Globalization;

namespace Descent.Laws;

/// <summary>
/// Holds derivatives against central differences, (f(+h) − f(−h)) / 2h, of three steps h. Near a kink they give three different answers and nothing is
/// said; a derivative is wrong where two of them agree with each other and not with it.
/// </summary>
/// <param name="largest">The size of derivatives below which an error counts less.</param>
internal sealed class Differences(double largest)
{
    private const double Tolerance = 1e-6;

    // The one that is nearly always right comes first; a wider and a narrower one decide where it is not.
    private static readonly double[] s_steps = [1e-3 / 8, 1e-3, 1e-3 / 64];

    private int asked, settled;
    private string? unsettled;

    /// <summary>What is wrong with a derivative, or null.</summary>
    /// <param name="place">What it is the derivative by, and where, for the message.</param>
    /// <param name="derivative">The derivative.</param>
    /// <param name="size">How large the value is, which bounds the rounding of its differences.</param>
    /// <param name="value">The value at a distance.</param>
    public string? Objection(string place, double derivative, double size, Func<double, double> value)
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
                    return string.Create(CultureInfo.InvariantCulture, $"The derivative by {place} is {derivative:G9}, but differences give {slopes[j]:G9} and {slopes[i]:G9}.");
                }
            }
        }

        unsettled ??= string.Create(CultureInfo.InvariantCulture, $"by {place} the derivative is {derivative:G9}, and differences give {slopes[0]:G9}, {slopes[1]:G9} and {slopes[2]:G9}");
        return null;
    }

    /// <summary>What is wrong if differences tell nothing at most places: a function that jumps everywhere, is not finite, or changes from call to call.</summary>
    public string? Unsettled => 2 * settled < asked ? $"Differences of the value agree neither with each other nor with the derivative at {asked - settled} of {asked} places: {unsettled}." : null;

    // A difference of the smallest step carries the rounding of the value, divided by that step.
    private bool IsNear(double one, double other, double size) =>
        Math.Abs(one - other) <= (Tolerance * Math.Max(Math.Max(Math.Abs(one), Math.Abs(other)), 1e-2 * largest)) + (1e-14 * size / s_steps[^1]);
}
