namespace Descent.Formats;

/// <content>The methods for .NET Standard 2.1, where a lane is a number.</content>
internal static partial class CodeHelpers
{
    private static readonly Dictionary<string, string> s_numbers = new(StringComparer.Ordinal)
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
                if (Vector.IsHardwareAccelerated)
                {
                    Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(y);
                    for (int i = 0; i < x.Length; i++)
                    {
                        ReadOnlySpan<Vector<float>> row = MemoryMarshal.Cast<float, Vector<float>>(weights.Slice((i + 1) * outputs, outputs));
                        Vector<float> number = new Vector<float>(x[i]);
                        for (int o = 0; o < sums.Length && o < row.Length; o++)
                        {
                            sums[o] += number * row[o];
                        }
                    }

                    return;
                }

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
}
