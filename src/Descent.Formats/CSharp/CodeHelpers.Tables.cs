namespace Descent.Formats;

/// <content>The methods of the codings of inputs and of what makes a prediction of outputs, in both styles.</content>
internal static partial class CodeHelpers
{
    private static readonly Dictionary<string, string> s_tables = new(StringComparer.Ordinal)
    {
        ["SmoothClip"] = """
            private static float SmoothClip(double x, double median, double factor)
            {
                double z = (x - median) * factor;
                return (float)(z / Math.Sqrt(1d + (z * z / 9d)));
            }
            """,
        ["QuantileNormal"] = """
            // The quantile of the standard normal distribution whose rank is that of x among the quantiles of the training rows.
            private static float QuantileNormal(double x, ReadOnlySpan<double> quantiles, double least)
            {
                int last = quantiles.Length - 1;
                if (quantiles[last] <= quantiles[0])
                {
                    return 0f;
                }

                int below = Count(quantiles, x, false), notAbove = Count(quantiles, x, true);
                double rank = notAbove == 0 ? 0d
                    : below > last ? 1d
                    : notAbove > below ? (below + notAbove - 1) / 2d / last
                    : (below - 1 + ((x - quantiles[below - 1]) / (quantiles[below] - quantiles[below - 1]))) / last;
                return (float)NormalQuantile(Math.Min(Math.Max(rank, least), 1d - least));
            }
            """,
        ["EndOfInterval"] = """
            // Linear between the centers, constant outside.
            private static double EndOfInterval(double x, ReadOnlySpan<double> centers, ReadOnlySpan<double> ends)
            {
                int next = Count(centers, x, false);
                return next == 0 ? ends[0]
                    : next == ends.Length ? ends[next - 1]
                    : ends[next - 1] + ((x - centers[next - 1]) / (centers[next] - centers[next - 1]) * (ends[next] - ends[next - 1]));
            }
            """,
        ["Count"] = """
            // How many of the sorted numbers are less than x, or not greater.
            private static int Count(ReadOnlySpan<double> sorted, double x, bool orEqual)
            {
                int from = 0, to = sorted.Length;
                while (from < to)
                {
                    int middle = (from + to) / 2;
                    if (sorted[middle] < x || (orEqual && sorted[middle] <= x))
                    {
                        from = middle + 1;
                    }
                    else
                    {
                        to = middle;
                    }
                }

                return from;
            }
            """,
        ["NormalQuantile"] = """
            // Wichura, "The percentage points of the normal distribution", Applied Statistics 37, 1988: algorithm AS 241.
            private static double NormalQuantile(double probability)
            {
                double q = probability - 0.5d;
                if (Math.Abs(q) <= 0.425d)
                {
                    double s = 0.180625d - (q * q);
                    double above = (((((((((((((2509.0809287301226727d * s) + 33430.575583588128105d) * s) + 67265.770927008700853d) * s) + 45921.953931549871457d) * s) + 13731.693765509461125d) * s) + 1971.5909503065514427d) * s) + 133.14166789178437745d) * s) + 3.3871328727963666080d;
                    double below = (((((((((((((5226.4952788528545610d * s) + 28729.085735721942674d) * s) + 39307.895800092710610d) * s) + 21213.794301586595867d) * s) + 5394.1960214247511077d) * s) + 687.18700749205790830d) * s) + 42.313330701600911252d) * s) + 1d;
                    return q * above / below;
                }

                double root = Math.Sqrt(-Math.Log(Math.Min(probability, 1d - probability))), size;
                if (root <= 5d)
                {
                    double s = root - 1.6d;
                    double above = (((((((((((((7.74545014278341407640e-4d * s) + 0.0227238449892691845833d) * s) + 0.241780725177450611770d) * s) + 1.27045825245236838258d) * s) + 3.64784832476320460504d) * s) + 5.76949722146069140550d) * s) + 4.63033784615654529590d) * s) + 1.42343711074968357734d;
                    double below = (((((((((((((1.05075007164441684324e-9d * s) + 5.47593808499534494600e-4d) * s) + 0.0151986665636164571966d) * s) + 0.148103976427480074590d) * s) + 0.689767334985100004550d) * s) + 1.67638483018380384940d) * s) + 2.05319162663775882187d) * s) + 1d;
                    size = above / below;
                }
                else
                {
                    double s = root - 5d;
                    double above = (((((((((((((2.01033439929228813265e-7d * s) + 2.71155556874348757815e-5d) * s) + 0.00124266094738807843860d) * s) + 0.0265321895265761230930d) * s) + 0.296560571828504891230d) * s) + 1.78482653991729133580d) * s) + 5.46378491116411436990d) * s) + 6.65790464350110377720d;
                    double below = (((((((((((((2.04426310338993978564e-15d * s) + 1.42151175831644588870e-7d) * s) + 1.84631831751005468180e-5d) * s) + 7.86869131145613259100e-4d) * s) + 0.0148753612908506148525d) * s) + 0.136929880922735805310d) * s) + 0.599832206555887937690d) * s) + 1d;
                    size = above / below;
                }

                return Math.Sign(q) * size;
            }
            """,
        ["Isotonic"] = """
            // Linear between the points of a rising curve, and constant outside.
            private static double Isotonic(float x, ReadOnlySpan<double> inputs, ReadOnlySpan<double> outputs)
            {
                int below = -1, above = inputs.Length;
                while (above - below > 1)
                {
                    int middle = (below + above) / 2;
                    if (inputs[middle] <= x)
                    {
                        below = middle;
                    }
                    else
                    {
                        above = middle;
                    }
                }

                return below < 0 ? outputs[0]
                    : above == inputs.Length ? outputs[below]
                    : outputs[below] + ((outputs[above] - outputs[below]) * ((x - inputs[below]) / (inputs[above] - inputs[below])));
            }
            """,
        ["Limited"] = "private static double Limited(double x, double least, double most) => Math.Min(Math.Max(x, least), most);",
        ["IndexOfHighest"] = """
            private static int IndexOfHighest(ReadOnlySpan<float> x)
            {
                int highest = 0;
                for (int i = 1; i < x.Length; i++)
                {
                    highest = x[i] > x[highest] ? i : highest;
                }

                return highest;
            }
            """,
    };
}
