namespace Descent.Formats;

/// <content>The methods for .NET Standard 2.1, which has neither shifts nor fused multiply-adds of registers, over registers and over single numbers.</content>
internal static partial class CodeHelpers
{
    private static readonly Dictionary<string, string> s_singles = new(StringComparer.Ordinal)
    {
        ["Splat"] = "private static Lane Splat(float number) => number;",
        ["Load"] = "private static Lane Load(ReadOnlySpan<float> from, int index) => from[index];",
        ["Store"] = "private static void Store(Lane value, Span<float> to, int index) => to[index] = value;",
        ["Fma"] = "private static Lane Fma(Lane a, Lane b, Lane c) => (a * b) + c;",
        ["Abs"] = "private static Lane Abs(Lane x) => MathF.Abs(x);",
        ["Sqrt"] = "private static Lane Sqrt(Lane x) => MathF.Sqrt(x);",
        ["Max"] = "private static Lane Max(Lane a, Lane b) => MathF.Max(a, b);",
        ["Min"] = "private static Lane Min(Lane a, Lane b) => MathF.Min(a, b);",
        ["Select"] = "private static Lane Select(Lane x, Lane a, Lane b) => x > 0f ? a : b;",
        ["SelectLess"] = "private static Lane SelectLess(Lane x, Lane y, Lane a, Lane b) => x < y ? a : b;",
        ["Nearest"] = "private static Lane Nearest(Lane x) => MathF.Round(x);",
        ["Exp"] = "private static Lane Exp(Lane x) => MathF.Exp(x);",
        ["ExpM1"] = "private static Lane ExpM1(Lane x) => (float)(Math.Exp(x) - 1d);",
        ["Log1PUnit"] = "private static Lane Log1PUnit(Lane u) => (float)Math.Log(1d + u);",
        ["Affine"] = """
            // y = W·x + b. The weights begin with b; for every input, the weights of all outputs follow, padded with zeros.
            private static void Affine(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y, int outputs)
            {
                y = y.Slice(0, outputs);
                weights.Slice(0, outputs).CopyTo(y);
                for (int i = 0; i < x.Length; i++)
                {
                    float number = x[i];
                    ReadOnlySpan<float> row = weights.Slice((i + 1) * outputs, outputs);
                    for (int o = 0; o < row.Length && o < y.Length; o++)
                    {
                        y[o] += number * row[o];
                    }
                }
            }
            """,
    };

    private static readonly Dictionary<string, string> s_standard = new(StringComparer.Ordinal)
    {
        ["Load"] = "private static Lane Load(ReadOnlySpan<float> from, int index) => MemoryMarshal.Cast<float, Lane>(from.Slice(index))[0];",
        ["Store"] = "private static void Store(Lane value, Span<float> to, int index) => MemoryMarshal.Cast<float, Lane>(to.Slice(index))[0] = value;",
        ["Fma"] = "private static Lane Fma(Lane a, Lane b, Lane c) => (a * b) + c;",
        ["Power"] = """
            // 2^n for a whole number n: the sum has n + 127, which is the exponent, in its last bits.
            private static Lane Power(Lane n) => Vector.AsVectorSingle(Vector.AsVectorInt32(n + Splat(12583039f)) * 8388608);
            """,
        ["Affine"] = StandardAffine(),
    };

    // Sixteen registers are 128 outputs of 256 bits, a whole block, which is read from its begin to its end: memory limits large matrices.
    private static string StandardAffine() => $$"""
            // y = W·x + b. The weights begin with b; for every input, the weights of all outputs follow, padded with zeros.
            private static void Affine(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y, int outputs)
            {
                // Sums stay in registers over all inputs.
                Span<Lane> sums = MemoryMarshal.Cast<float, Lane>(y.Slice(0, outputs));
                ReadOnlySpan<Lane> rows = MemoryMarshal.Cast<float, Lane>(weights);
                int from = 0, width = sums.Length;
                {{Sums(16)}}

                {{Sums(8)}}

                for (; from + 2 <= width; from += 2)
                {
                    Lane s0 = rows[from], s1 = rows[from + 1], t0 = Lane.Zero, t1 = t0;
                    int i = 0, at = from + width;
                    for (; i + 2 <= x.Length; i += 2, at += 2 * width)
                    {
                        Lane even = new Lane(x[i]), odd = new Lane(x[i + 1]);
                        s0 += even * rows[at];
                        s1 += even * rows[at + 1];
                        t0 += odd * rows[at + width];
                        t1 += odd * rows[at + width + 1];
                    }

                    if (i < x.Length)
                    {
                        s0 += new Lane(x[i]) * rows[at];
                        s1 += new Lane(x[i]) * rows[at + 1];
                    }

                    sums[from] = s0 + t0;
                    sums[from + 1] = s1 + t1;
                }

                for (; from < width; from++)
                {
                    Lane sum = rows[from];
                    for (int i = 0, at = from + width; i < x.Length; i++, at += width)
                    {
                        sum += new Lane(x[i]) * rows[at];
                    }

                    sums[from] = sum;
                }
            }
            """;

    private static string Sums(int count) => $$"""
                for (; from + {{count}} <= width; from += {{count}})
                {
                    ReadOnlySpan<Lane> row = rows.Slice(from, {{count}});
                    Lane {{Each(count, ", ", n => $"s{n} = row[{n}]")}};
                    for (int i = 0, at = from + width; i < x.Length; i++, at += width)
                    {
                        row = rows.Slice(at, {{count}});
                        Lane number = new Lane(x[i]);
                        {{Each(count, "\n            ", n => $"s{n} += number * row[{n}];")}}
                    }

                    Span<Lane> to = sums.Slice(from, {{count}});
                    ({{Each(count, ", ", n => $"to[{n}]")}}) = ({{Each(count, ", ", n => $"s{n}")}});
                }
            """.TrimStart();
}
