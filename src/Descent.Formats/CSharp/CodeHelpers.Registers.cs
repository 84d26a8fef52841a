namespace Descent.Formats;

/// <content>The methods for .NET 10, where a lane is a register.</content>
internal static partial class CodeHelpers
{
    // The reduction of the argument by multiples of ln 2 in two parts, and the powers of 2, are the usual ones (Cody and Waite 1980).
    private static readonly Dictionary<string, string> s_registers = new(StringComparer.Ordinal)
    {
        ["Splat"] = "private static Lane Splat(float number) => new(number);",
        ["Load"] = "private static Lane Load(ReadOnlySpan<float> from, int index) => new(from.Slice(index));",
        ["Store"] = "private static void Store(Lane value, Span<float> to, int index) => value.CopyTo(to.Slice(index));",
        ["Fma"] = "private static Lane Fma(Lane a, Lane b, Lane c) => Vector.FusedMultiplyAdd(a, b, c);",
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
                Lane n = Nearest(x * Splat(1.442695f));
                r = Fma(n, Splat(2.1219444e-4f), Fma(n, Splat(-0.69335938f), x));
                Vector<int> whole = Vector.ConvertToInt32(n), first = Vector.ShiftRightArithmetic(whole, 1), bias = new(127);
                half = Vector.AsVectorSingle(Vector.ShiftLeft(first + bias, 23));
                return Vector.AsVectorSingle(Vector.ShiftLeft(whole - first + bias, 23));
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
        ["Affine"] = """
            // y = W·x + b. The weights begin with b; for every input, the weights of all outputs follow, padded with zeros. Fewer accumulators would wait for each other.
            private static void Affine(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, Span<float> y, int outputs)
            {
                int lanes = Lane.Count, from = 0, i;
                ref float w = ref MemoryMarshal.GetReference(weights);
                for (; from + (8 * lanes) <= outputs; from += 8 * lanes)
                {
                    ref float row = ref Unsafe.Add(ref w, from);
                    Lane s0 = Vector.LoadUnsafe(ref row), s1 = Vector.LoadUnsafe(ref row, (nuint)lanes), s2 = Vector.LoadUnsafe(ref row, (nuint)(2 * lanes)), s3 = Vector.LoadUnsafe(ref row, (nuint)(3 * lanes));
                    Lane s4 = Vector.LoadUnsafe(ref row, (nuint)(4 * lanes)), s5 = Vector.LoadUnsafe(ref row, (nuint)(5 * lanes)), s6 = Vector.LoadUnsafe(ref row, (nuint)(6 * lanes)), s7 = Vector.LoadUnsafe(ref row, (nuint)(7 * lanes));
                    for (i = 0; i < x.Length; i++)
                    {
                        row = ref Unsafe.Add(ref row, outputs);
                        Lane number = new(x[i]);
                        s0 = Fma(number, Vector.LoadUnsafe(ref row), s0);
                        s1 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)lanes), s1);
                        s2 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)(2 * lanes)), s2);
                        s3 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)(3 * lanes)), s3);
                        s4 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)(4 * lanes)), s4);
                        s5 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)(5 * lanes)), s5);
                        s6 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)(6 * lanes)), s6);
                        s7 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)(7 * lanes)), s7);
                    }

                    Store(s0, y, from);
                    Store(s1, y, from + lanes);
                    Store(s2, y, from + (2 * lanes));
                    Store(s3, y, from + (3 * lanes));
                    Store(s4, y, from + (4 * lanes));
                    Store(s5, y, from + (5 * lanes));
                    Store(s6, y, from + (6 * lanes));
                    Store(s7, y, from + (7 * lanes));
                }

                for (; from + (2 * lanes) <= outputs; from += 2 * lanes)
                {
                    ref float row = ref Unsafe.Add(ref w, from);
                    Lane s0 = Vector.LoadUnsafe(ref row), s1 = Vector.LoadUnsafe(ref row, (nuint)lanes), t0 = Lane.Zero, t1 = t0, u0 = t0, u1 = t0, v0 = t0, v1 = t0;
                    row = ref Unsafe.Add(ref row, outputs);
                    for (i = 0; i + 4 <= x.Length; i += 4)
                    {
                        Lane number = new(x[i]), second = new(x[i + 1]), third = new(x[i + 2]), fourth = new(x[i + 3]);
                        s0 = Fma(number, Vector.LoadUnsafe(ref row), s0);
                        s1 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)lanes), s1);
                        t0 = Fma(second, Vector.LoadUnsafe(ref row, (nuint)outputs), t0);
                        t1 = Fma(second, Vector.LoadUnsafe(ref row, (nuint)(outputs + lanes)), t1);
                        u0 = Fma(third, Vector.LoadUnsafe(ref row, (nuint)(2 * outputs)), u0);
                        u1 = Fma(third, Vector.LoadUnsafe(ref row, (nuint)((2 * outputs) + lanes)), u1);
                        v0 = Fma(fourth, Vector.LoadUnsafe(ref row, (nuint)(3 * outputs)), v0);
                        v1 = Fma(fourth, Vector.LoadUnsafe(ref row, (nuint)((3 * outputs) + lanes)), v1);
                        row = ref Unsafe.Add(ref row, 4 * outputs);
                    }

                    for (; i < x.Length; i++)
                    {
                        Lane number = new(x[i]);
                        s0 = Fma(number, Vector.LoadUnsafe(ref row), s0);
                        s1 = Fma(number, Vector.LoadUnsafe(ref row, (nuint)lanes), s1);
                        row = ref Unsafe.Add(ref row, outputs);
                    }

                    Store(s0 + t0 + (u0 + v0), y, from);
                    Store(s1 + t1 + (u1 + v1), y, from + lanes);
                }

                for (; from < outputs; from += lanes)
                {
                    ref float row = ref Unsafe.Add(ref w, from);
                    Lane sum = Vector.LoadUnsafe(ref row);
                    for (i = 0; i < x.Length; i++)
                    {
                        row = ref Unsafe.Add(ref row, outputs);
                        sum = Fma(new(x[i]), Vector.LoadUnsafe(ref row), sum);
                    }

                    Store(sum, y, from);
                }
            }
            """,
    };
}
