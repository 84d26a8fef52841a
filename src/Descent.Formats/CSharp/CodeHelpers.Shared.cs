namespace Descent.Formats;

/// <content>The methods of layers and activations that are the same in both styles.</content>
internal static partial class CodeHelpers
{
    private static readonly Dictionary<string, string> s_layers = new(StringComparer.Ordinal)
    {
        ["Sigmoid"] = "private static Lane Sigmoid(Lane x) => Splat(1f) / (Splat(1f) + Exp(-x));",
        ["Tanh"] = """
            // tanh|x| = −t/(2 + t) with t = e^(−2|x|) − 1.
            private static Lane Tanh(Lane x)
            {
                Lane t = ExpM1(Splat(-2f) * Abs(x)), y = -t / (Splat(2f) + t);
                return Select(x, y, -y);
            }
            """,
        ["Mish"] = """
            // With e = e^(−|x|), tanh(ln(1 + eˣ)) is a quotient of polynomials in e, which cannot overflow.
            private static Lane Mish(Lane x)
            {
                Lane e = Exp(-Abs(x)), square = e * e, above = Fma(Splat(2f), e, Select(x, Splat(1f), square));
                return x * above / Fma(Splat(2f), Select(x, square, Splat(1f)), above);
            }
            """,
        ["NormalDistribution"] = """
            // Φ(x) = ½·erfc(−x/√2), with the approximation of erfc in Press and others, Numerical Recipes, whose relative error is below 1.2e-7 everywhere.
            private static Lane NormalDistribution(Lane x)
            {
                Lane z = Splat(0.70710678f) * Abs(x), t = Splat(1f) / Fma(Splat(0.5f), z, Splat(1f)), sum = Splat(0.17087277f);
                sum = Fma(sum, t, Splat(-0.82215223f));
                sum = Fma(sum, t, Splat(1.48851587f));
                sum = Fma(sum, t, Splat(-1.13520398f));
                sum = Fma(sum, t, Splat(0.27886807f));
                sum = Fma(sum, t, Splat(-0.18628806f));
                sum = Fma(sum, t, Splat(0.09678418f));
                sum = Fma(sum, t, Splat(0.37409196f));
                sum = Fma(sum, t, Splat(1.00002368f));
                sum = Fma(sum, t, Splat(-1.26551223f));
                Lane tail = Splat(0.5f) * t * Exp(sum - (z * z));
                return Select(x, Splat(1f) - tail, tail);
            }
            """,
        ["Cosine"] = """
            // cos(2πt) = sin(2π·(¼ − |t|)) for |t| ≤ ½, by the series of the sine.
            private static Lane Cosine(Lane turns)
            {
                Lane a = Splat(6.2831853f) * (Splat(0.25f) - Abs(turns - Nearest(turns))), square = a * a, sum = Splat(1.6059044e-10f);
                sum = Fma(sum, square, Splat(-2.5052108e-8f));
                sum = Fma(sum, square, Splat(2.7557319e-6f));
                sum = Fma(sum, square, Splat(-1.9841270e-4f));
                sum = Fma(sum, square, Splat(8.3333333e-3f));
                sum = Fma(sum, square, Splat(-0.16666667f));
                return Fma(sum * square, a, a);
            }
            """,
        ["Softmax"] = """
            private static void Softmax(ReadOnlySpan<float> x, Span<float> y, int width)
            {
                float highest = Highest(x, width), sum = 0f;
                for (int i = 0; i < width; i += Lanes)
                {
                    Store(Exp(Load(x, i) - Splat(highest)), y, i);
                }

                for (int i = 0; i < width; i++)
                {
                    sum += y[i];
                }

                for (int i = 0; i < width; i += Lanes)
                {
                    Store(Load(y, i) * Splat(1f / sum), y, i);
                }
            }
            """,
        ["LogSoftmax"] = """
            private static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y, int width)
            {
                float highest = Highest(x, width), sum = 0f;
                for (int i = 0; i < width; i += Lanes)
                {
                    Store(Exp(Load(x, i) - Splat(highest)), y, i);
                }

                for (int i = 0; i < width; i++)
                {
                    sum += y[i];
                }

                sum = MathF.Log(sum);
                for (int i = 0; i < width; i += Lanes)
                {
                    Store(Load(x, i) - Splat(highest) - Splat(sum), y, i);
                }
            }
            """,
        ["Highest"] = """
            private static float Highest(ReadOnlySpan<float> x, int width)
            {
                float highest = x[0];
                for (int i = 1; i < width; i++)
                {
                    highest = MathF.Max(highest, x[i]);
                }

                return highest;
            }
            """,
        ["LayerNormalization"] = """
            private static void LayerNormalization(ReadOnlySpan<float> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y, int width, float epsilon)
            {
                float sum = 0f, squares = 0f;
                for (int i = 0; i < width; i++)
                {
                    sum += x[i];
                }

                float mean = sum / width;
                for (int i = 0; i < width; i++)
                {
                    squares += (x[i] - mean) * (x[i] - mean);
                }

                float inverse = 1f / MathF.Sqrt((squares / width) + epsilon);
                for (int i = 0; i < width; i += Lanes)
                {
                    Store(Fma((Load(x, i) - Splat(mean)) * Splat(inverse), Load(scale, i), Load(shift, i)), y, i);
                }
            }
            """,
        ["PiecewiseLinear"] = """
            // For every number, the part of each bin that lies below it; the first and the last bin have no end. Bins without width stay 0.
            private static void PiecewiseLinear(ReadOnlySpan<float> x, ReadOnlySpan<float> edges, Span<float> y, int features, int bins)
            {
                for (int feature = 0; feature < features; feature++)
                {
                    ReadOnlySpan<float> edge = edges.Slice(feature * (bins + 1), bins + 1);
                    int live = Live(edge, bins);
                    for (int bin = 0; bin < bins; bin++)
                    {
                        float part = bin >= live ? 0f : (x[feature] - edge[bin]) / (edge[bin + 1] - edge[bin]);
                        part = bin > 0 && part < 0f ? 0f : part;
                        y[(feature * bins) + bin] = bin < live - 1 && part > 1f ? 1f : part;
                    }
                }
            }
            """,
        ["PiecewiseAffine"] = """
            // y = v·x + b + W·p with the piecewise-linear encoding p of x. In a bin, this is linear: every bin has the sum of b and the columns of W before it, and its own column.
            private static void PiecewiseAffine(ReadOnlySpan<float> x, ReadOnlySpan<float> edges, ReadOnlySpan<float> tables, Span<float> y, int features, int bins, int units)
            {
                int padded = (units + 15) / 16 * 16;
                for (int feature = 0; feature < features; feature++)
                {
                    ReadOnlySpan<float> edge = edges.Slice(feature * (bins + 1), bins + 1), table = tables.Slice(feature * padded * (1 + (2 * bins)), padded * (1 + (2 * bins)));
                    int live = Live(edge, bins), bin = 0;
                    for (int next = 1; next < live; next++)
                    {
                        bin += x[feature] < edge[next] ? 0 : 1;
                    }

                    Lane number = Splat(x[feature]), share = Splat(live == 0 ? 0f : (x[feature] - edge[bin]) / (edge[bin + 1] - edge[bin]));
                    ReadOnlySpan<float> own = table.Slice(padded * (1 + (2 * bin)), 2 * padded);
                    for (int i = 0; i < units; i += Lanes)
                    {
                        Store(Fma(share, Load(own, padded + i), Fma(number, Load(table, i), Load(own, i))), y, (feature * units) + i);
                    }
                }
            }
            """,
        ["Live"] = """
            private static int Live(ReadOnlySpan<float> edge, int bins)
            {
                int live = 0;
                while (live < bins && edge[live + 1] > edge[live])
                {
                    live++;
                }

                return live;
            }
            """,
        ["Waves"] = """
            // cos(2π(f·x + p)), where p are phases in turns; sines are cosines a quarter of a turn later.
            private static void Waves(float x, ReadOnlySpan<float> frequencies, ReadOnlySpan<float> phases, Span<float> y, int count)
            {
                for (int i = 0; i < count; i += Lanes)
                {
                    Store(Cosine(Fma(Load(frequencies, i), Splat(x), Load(phases, i))), y, i);
                }
            }
            """,
        ["LookUp"] = """
            // The row of a table; row 0 is for values that training has not seen.
            private static void LookUp(float code, ReadOnlySpan<float> table, Span<float> y, int rows, int width)
            {
                int row = code >= 0f && code < rows ? (int)code : 0;
                table.Slice(row * width, width).CopyTo(y);
            }
            """,
        ["OneHot"] = """
            private static void OneHot(float code, Span<float> y)
            {
                y.Clear();
                if (code >= 1f && code < y.Length + 1)
                {
                    y[(int)code - 1] = 1f;
                }
            }
            """,
        ["Sign"] = "private static float Sign(float code) => (int)code == 1 ? 1f : (int)code == 2 ? -1f : 0f;",
        ["MemberMean"] = """
            private static void MemberMean(ReadOnlySpan<float> x, Span<float> y, int members, int width)
            {
                for (int i = 0; i < width; i++)
                {
                    float sum = 0f;
                    for (int m = 0; m < members; m++)
                    {
                        sum += x[(m * width) + i];
                    }

                    y[i] = sum / members;
                }
            }
            """,
    };
}
