namespace Descent.Numerics;

/// <summary>The quantiles of the standard normal distribution.</summary>
internal static unsafe class NormalQuantile
{
    // Φ(−9) is 1e−19; so many halvings of 18 arrive at neighboring numbers.
    private const double Farthest = 9;
    private const int Halvings = 60;

    /// <summary>The x with Φ(x) = p, by bisection.</summary>
    /// <param name="probability">p, above 0 and below 1.</param>
    /// <returns>x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If p is not between 0 and 1.</exception>
    public static double Of(double probability)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability between 0 and 1 is needed.");
        }

        double low = -Farthest, high = Farthest;
        double* room = stackalloc double[Lane128<double>.Count];
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            Lane128<double>.Normal(Lane128<double>.Splat(middle), out _).Store(room);
            (low, high) = room[0] < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
