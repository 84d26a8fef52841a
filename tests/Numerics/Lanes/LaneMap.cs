using System.Numerics;
using Descent.Numerics;

namespace Descent.Tests.Numerics.Lanes;

/// <summary>Runs a function of registers over arrays, in registers of any width.</summary>
internal static class LaneMap
{
    public static IReadOnlyList<int> Widths { get; } = [.. LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits)];

    /// <summary>f of every element; the arrays are as long as the first.</summary>
    public static T[] Run<T>(int bits, string function, T[] a, T[]? b = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneWidth.Dispatch(bits, new Function<T>(function, a, b ?? a));

    /// <summary>The same, after all widths gave the same bits.</summary>
    public static T[] RunAll<T>(string function, T[] a, T[]? b = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] expected = Run(Widths[0], function, a, b);
        foreach (int bits in Widths.Skip(1))
        {
            T[] actual = Run(bits, function, a, b);
            for (int i = 0; i < a.Length; i++)
            {
                // Bits of a NaN are nobody's business; those of zeros are.
                bool same = T.IsNaN(expected[i]) ? T.IsNaN(actual[i]) : expected[i] == actual[i] && T.IsNegative(expected[i]) == T.IsNegative(actual[i]);
                Assert.True(same, $"{function}({a[i]:R}): {actual[i]:R} in {bits} bits, {expected[i]:R} in {Widths[0]}");
            }
        }

        return expected;
    }

    private sealed unsafe class Function<T>(string name, T[] a, T[] b) : ILaneFunction<T, T[]>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T[] Invoke<V>()
            where V : struct, ILane<V, T>
        {
            int padded = (a.Length + V.Count - 1) / V.Count * V.Count;
            T[] left = new T[padded], right = new T[padded], result = new T[padded];
            a.CopyTo(left, 0);
            b.CopyTo(right, 0);
            fixed (T* p = left, q = right, r = result)
            {
                for (int i = 0; i < padded; i += V.Count)
                {
                    Apply(V.Load(p + i), V.Load(q + i)).Store(r + i);
                }
            }

            return result[..a.Length];

            V Apply(V x, V y) => name switch
            {
                "exp" => V.Exp(x),
                "expm1" => V.ExpM1(x),
                "log" => V.Log(x),
                "log1p" => V.Log1P(x),
                "sigmoid" => V.Sigmoid(x),
                "tanh" => V.Tanh(x),
                "normal" => V.Normal(x, out _),
                "density" => Density(x),
                "sqrt" => V.Sqrt(x),
                "abs" => V.Abs(x),
                "negate" => -x,
                "copysign" => V.CopySign(x, y),
                "max" => V.Max(x, y),
                "min" => V.Min(x, y),
                "less" => V.SelectLess(x, y, V.One, V.Splat(2)),
                "positive" => V.Select(x, V.One, V.Splat(2)),
                "mantissa" => V.Split(x, out _),
                "exponent" => Exponent(x),
                "scale" => V.Scale(x, y),
                _ => throw new ArgumentException(name),
            };

            static V Density(V x)
            {
                V.Normal(x, out V density);
                return density;
            }

            static V Exponent(V x)
            {
                V.Split(x, out V exponent);
                return exponent;
            }
        }
    }
}
