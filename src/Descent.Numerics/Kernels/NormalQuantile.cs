namespace Descent.Numerics;

/// <summary>The quantiles of the standard normal distribution, computed by rational functions with a relative error of about
/// 1e−16.</summary>
/// <remarks>Wichura, "Algorithm AS 241: the percentage points of the normal distribution", 1988 (PPND16).</remarks>
internal static class NormalQuantile
{
    // Highest power first. In the middle they are functions of q², with q = p − ½; further out, of √(−ln p) of the smaller tail,
    // shifted.
    private static readonly double[] s_middle =
        [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080],
        s_underMiddle = [5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867, 5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1],
        s_outer = [7.74545014278341407640e-4, 0.0227238449892691845833, 0.241780725177450611770, 1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734],
        s_underOuter = [1.05075007164441684324e-9, 5.47593808499534494600e-4, 0.0151986665636164571966, 0.148103976427480074590, 0.689767334985100004550, 1.67638483018380384940, 2.05319162663775882187, 1],
        s_tail = [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.00124266094738807843860, 0.0265321895265761230930, 0.296560571828504891230, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720],
        s_underTail = [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4, 0.0148753612908506148525, 0.136929880922735805310, 0.599832206555887937690, 1];

    /// <summary>The polynomials over and under the line for |q| ≤ 0.425, as functions of 0.180625 − q², highest power first.</summary>
    internal static (double[] Over, double[] Under) Middle => (s_middle, s_underMiddle);

    /// <summary>The polynomials over and under the line further out, as functions of √(−ln p) − 1.6 with the smaller tail p, down to p = 1.4e−11.</summary>
    internal static (double[] Over, double[] Under) Outer => (s_outer, s_underOuter);

    /// <summary>Computes the x for which Φ(x) = p.</summary>
    /// <param name="probability">p, greater than 0 and less than 1.</param>
    /// <returns>x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If p is not between 0 and 1.</exception>
    public static double Of(double probability)
    {
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability must be between 0 and 1, exclusive.");
        }

        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double square = 0.180625 - (q * q);
            return q * At(s_middle, square) / At(s_underMiddle, square);
        }

        double root = Math.Sqrt(-Math.Log(Math.Min(probability, 1 - probability)));
        double size = root <= 5 ? At(s_outer, root - 1.6) / At(s_underOuter, root - 1.6) : At(s_tail, root - 5) / At(s_underTail, root - 5);
        return Math.CopySign(size, q);
    }

    private static double At(double[] polynomial, double x)
    {
        double sum = 0;
        foreach (double factor in polynomial)
        {
            sum = (sum * x) + factor;
        }

        return sum;
    }
}
