using MathNet.Numerics;

namespace Descent.Tuning;

/// <summary>The standard normal distribution, accurate far from 0.</summary>
internal static class NormalDistribution
{
    /// <summary>Φ(x).</summary>
    public static double Cumulative(double x) => 0.5 * SpecialFunctions.Erfc(-x / Constants.Sqrt2);

    /// <summary>Φ⁻¹(p).</summary>
    public static double Quantile(double p) => -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * p);

    /// <summary>ln φ(x).</summary>
    public static double LogDensity(double x) => (-0.5 * x * x) - Constants.LogSqrt2Pi;

    /// <summary>ln Φ(x); below −30 by the asymptotic series φ(x)/(−x)·(1 − 1/x² + 3/x⁴ − 15/x⁶).</summary>
    public static double LogCumulative(double x)
    {
        if (x > -30)
        {
            return Math.Log(Cumulative(x));
        }

        double inverse = 1 / (x * x);
        return LogDensity(x) - Math.Log(-x) + Math.Log(1 - (inverse * (1 - (3 * inverse * (1 - (5 * inverse))))));
    }

    /// <summary>ln(Φ(high) − Φ(low)), computed on the side of the smaller tail.</summary>
    public static double LogMass(double low, double high)
    {
        if (low > 0)
        {
            (low, high) = (-high, -low);
        }

        double upper = LogCumulative(high);
        return upper + Log1P(-Math.Exp(LogCumulative(low) - upper));
    }

    // ln(1 + x), where x is from −1 to 0.
    private static double Log1P(double x) => SpecialFunctions.Log1p(x);
}
