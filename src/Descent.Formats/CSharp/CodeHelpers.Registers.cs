namespace Descent.Formats;

/// <content>The methods over registers.</content>
internal static partial class CodeHelpers
{
    // The reduction of the argument by multiples of ln 2 in two parts, and the powers of 2, are the usual ones (Cody and Waite 1980).
    private static readonly Dictionary<string, string> s_functions = new(StringComparer.Ordinal)
    {
        ["Splat"] = "private static Lane Splat(float number) => new(number);",
        ["Abs"] = "private static Lane Abs(Lane x) => Vector.Abs(x);",
        ["Sqrt"] = "private static Lane Sqrt(Lane x) => Vector.SquareRoot(x);",
        ["Max"] = "private static Lane Max(Lane a, Lane b) => Vector.Max(a, b);",
        ["Min"] = "private static Lane Min(Lane a, Lane b) => Vector.Min(a, b);",
        ["Select"] = """
            // a where x is positive, otherwise b.
            private static Lane Select(Lane x, Lane a, Lane b) => Vector.ConditionalSelect(Vector.GreaterThan(x, Lane.Zero), a, b);
            """,
        ["SelectLess"] = """
            // a where x is less than y, otherwise b.
            private static Lane SelectLess(Lane x, Lane y, Lane a, Lane b) => Vector.ConditionalSelect(Vector.LessThan(x, y), a, b);
            """,
        ["Nearest"] = """
            // The nearest whole number of a number below 4 million: a sum of this size has no bits for fractions.
            private static Lane Nearest(Lane x) => x + Splat(12582912f) - Splat(12582912f);
            """,
        ["Halves"] = """
            // e^x = 2^n·e^r with |r| ≤ ln(2)/2; 2^n is the product of two factors, because it may be smaller than the smallest normal number.
            private static Lane Halves(Lane x, out Lane r, out Lane half)
            {
                Lane n = Nearest(x * Splat(1.442695f)), first = Nearest(n * Splat(0.5f));
                r = Fma(n, Splat(2.1219444e-4f), Fma(n, Splat(-0.69335938f), x));
                half = Power(first);
                return Power(n - first);
            }
            """,
        ["Rest"] = """
            // e^r − 1 = r + r²/2! + …, for |r| ≤ ln(2)/2.
            private static Lane Rest(Lane r)
            {
                Lane sum = Fma(Splat(1f / 5040f), r, Splat(1f / 720f));
                sum = Fma(sum, r, Splat(1f / 120f));
                sum = Fma(sum, r, Splat(1f / 24f));
                sum = Fma(sum, r, Splat(1f / 6f));
                sum = Fma(sum, r, Splat(0.5f));
                return Fma(sum * r, r, r);
            }
            """,
        ["Exp"] = """
            private static Lane Exp(Lane x)
            {
                Lane other = Halves(Min(Max(x, Splat(-104f)), Splat(89f)), out Lane r, out Lane half);
                return Fma(Rest(r), half, half) * other;
            }
            """,
        ["ExpM1"] = """
            // e^x − 1 without cancellation for small x.
            private static Lane ExpM1(Lane x)
            {
                Lane power = Halves(Min(Max(x, Splat(-60f)), Splat(88f)), out Lane r, out Lane half) * half;
                return Fma(Rest(r), power, power - Splat(1f));
            }
            """,
        ["Log1PUnit"] = """
            // ln(1 + u) for 0 ≤ u ≤ 1 is 2·artanh(s) = 2·(s + s³/3 + s⁵/5 + …) with s = u/(2 + u) ≤ ⅓.
            private static Lane Log1PUnit(Lane u)
            {
                Lane s = u / (Splat(2f) + u), square = s * s, sum = Splat(2f / 17f);
                sum = Fma(sum, square, Splat(2f / 15f));
                sum = Fma(sum, square, Splat(2f / 13f));
                sum = Fma(sum, square, Splat(2f / 11f));
                sum = Fma(sum, square, Splat(2f / 9f));
                sum = Fma(sum, square, Splat(2f / 7f));
                sum = Fma(sum, square, Splat(2f / 5f));
                sum = Fma(sum, square, Splat(2f / 3f));
                return Fma(sum * square, s, s + s);
            }
            """,
    };

    private static readonly Dictionary<string, string> s_net10 = new(StringComparer.Ordinal)
    {
        ["Load"] = "private static Lane Load(ReadOnlySpan<float> from, int index) => new(from.Slice(index));",
        ["Store"] = "private static void Store(Lane value, Span<float> to, int index) => value.CopyTo(to.Slice(index));",
        ["Fma"] = "private static Lane Fma(Lane a, Lane b, Lane c) => Vector.FusedMultiplyAdd(a, b, c);",
        ["Power"] = """
            // 2^n for a whole number n: the sum has n + 127, which is the exponent, in its last bits.
            private static Lane Power(Lane n) => Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(n + Splat(12583039f)), 23));
            """,
        ["Affine"] = """
            // y = W·x + b. The weights begin with b; for every input, the weights of all outputs follow, padded with zeros. Few outputs leave the widest registers partly empty.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void Affine(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y, int outputs)
            {
                if (Vector512.IsHardwareAccelerated && outputs >= 64)
                {
                    AffineOf512Bits(x, weights, y, outputs);
                }
                else
                {
                    AffineOfLanes(x, weights, y, outputs);
                }
            }
            """,
        ["AffineOf512Bits"] = Affine("AffineOf512Bits", "Vector512", "Vector512<float>"),
        ["AffineOfLanes"] = Affine("AffineOfLanes", "Vector", "Lane"),
    };

    // Sums of products wait for the one before, so that several are computed at a time: of eight registers of outputs, or of four inputs.
    private static string Affine(string name, string vector, string register)
    {
        return $$"""
            private static void {{name}}(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y, int outputs)
            {
                int lanes = {{register}}.Count, from = 0, i;
                ref float w = ref MemoryMarshal.GetReference(weights);
                ref float to = ref MemoryMarshal.GetReference(y.Slice(0, outputs));
                for (; from + (8 * lanes) <= outputs; from += 8 * lanes)
                {
                    ref float row = ref Unsafe.Add(ref w, from);
                    {{register}} {{Each(8, ", ", n => $"s{n} = {Load(n, "lanes")}")}};
                    for (i = 0; i < x.Length; i++)
                    {
                        row = ref Unsafe.Add(ref row, outputs);
                        {{register}} number = {{vector}}.Create(x[i]);
                        {{Each(8, "\n            ", n => $"s{n} = {vector}.FusedMultiplyAdd(number, {Load(n, "lanes")}, s{n});")}}
                    }

                    {{Each(8, "\n        ", n => $"{vector}.StoreUnsafe(s{n}, ref to, (nuint)(from + ({n} * lanes)));")}}
                }

                for (; from + (2 * lanes) <= outputs; from += 2 * lanes)
                {
                    ref float row = ref Unsafe.Add(ref w, from);
                    {{register}} s0 = {{Load(0, "lanes")}}, t0 = {{Load(1, "lanes")}}, {{Each(3, ", ", n => $"s{n + 1} = {register}.Zero, t{n + 1} = s{n + 1}")}};
                    row = ref Unsafe.Add(ref row, outputs);
                    for (i = 0; i + 4 <= x.Length; i += 4)
                    {
                        {{Each(4, "\n            ", n => $"s{n} = {vector}.FusedMultiplyAdd({vector}.Create(x[i + {n}]), {Load(n, "outputs")}, s{n});\n            t{n} = {vector}.FusedMultiplyAdd({vector}.Create(x[i + {n}]), {vector}.LoadUnsafe(ref row, (nuint)(({n} * outputs) + lanes)), t{n});")}}
                        row = ref Unsafe.Add(ref row, 4 * outputs);
                    }

                    for (; i < x.Length; i++)
                    {
                        s0 = {{vector}}.FusedMultiplyAdd({{vector}}.Create(x[i]), {{Load(0, "lanes")}}, s0);
                        t0 = {{vector}}.FusedMultiplyAdd({{vector}}.Create(x[i]), {{Load(1, "lanes")}}, t0);
                        row = ref Unsafe.Add(ref row, outputs);
                    }

                    {{vector}}.StoreUnsafe(s0 + s1 + (s2 + s3), ref to, (nuint)from);
                    {{vector}}.StoreUnsafe(t0 + t1 + (t2 + t3), ref to, (nuint)(from + lanes));
                }

                for (; from < outputs; from += lanes)
                {
                    ref float row = ref Unsafe.Add(ref w, from);
                    {{register}} s0 = {{Load(0, "lanes")}}, {{Each(3, ", ", n => $"s{n + 1} = {register}.Zero")}};
                    row = ref Unsafe.Add(ref row, outputs);
                    for (i = 0; i + 4 <= x.Length; i += 4)
                    {
                        {{Each(4, "\n            ", n => $"s{n} = {vector}.FusedMultiplyAdd({vector}.Create(x[i + {n}]), {Load(n, "outputs")}, s{n});")}}
                        row = ref Unsafe.Add(ref row, 4 * outputs);
                    }

                    for (; i < x.Length; i++)
                    {
                        s0 = {{vector}}.FusedMultiplyAdd({{vector}}.Create(x[i]), {{Load(0, "lanes")}}, s0);
                        row = ref Unsafe.Add(ref row, outputs);
                    }

                    {{vector}}.StoreUnsafe(s0 + s1 + (s2 + s3), ref to, (nuint)from);
                }
            }
            """;

        string Load(int number, string stride) => number == 0 ? $"{vector}.LoadUnsafe(ref row)" : $"{vector}.LoadUnsafe(ref row, (nuint)({number} * {stride}))";
    }

    private static string Each(int count, string between, Func<int, string> part) => string.Join(between, Enumerable.Range(0, count).Select(part));
}
