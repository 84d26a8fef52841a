using Descent.Cli.Screens;

namespace Descent.Cli.Explanations;

/// <summary>How many of some numbers lie where, as a curve of steps.</summary>
internal sealed class Histogram
{
    // Odd, so that a range around 0 has 0 in the middle of a bin, not between two.
    private const int Bins = 61;

    private readonly double[] shares = new double[Bins];
    private readonly double low, high;

    /// <summary>Counts numbers in a range; those outside are left out.</summary>
    public Histogram(IReadOnlyList<double> numbers, double low, double high)
    {
        (this.low, this.high) = (low, high);
        foreach (double number in numbers.Where(number => number >= low && number <= high))
        {
            shares[Bin(number)] += 100.0 / numbers.Count;
        }
    }

    /// <summary>The share of the numbers in the bin around <paramref name="x"/>, in percent.</summary>
    public double At(double x) => shares[Bin(x)];

    /// <summary>Mean and standard deviation in words.</summary>
    public static string Moments(IReadOnlyList<double> numbers)
    {
        double mean = numbers.Average(), deviation = Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
        // What is left of a mean of 0 by chance, or of no deviation by rounding, would only confuse.
        string middle = Math.Abs(mean) < deviation / 50 ? "0" : Fixed.Number(mean, 3);
        deviation = deviation < 1e-12 * Math.Abs(mean) ? 0 : deviation;
        return $"mean {middle}, standard deviation {Fixed.Number(deviation, 3)}";
    }

    private int Bin(double x) => Math.Clamp((int)((x - low) / (high - low) * Bins), 0, Bins - 1);
}
