using System.Numerics;
using Descent.Numerics;

namespace Descent.Tests.Numerics.Lanes;

/// <summary>Choosing between elements, taking numbers apart, and the choice of a width.</summary>
public class LaneChoiceTests
{
    [Fact]
    public void InFloat() => Check<float>();

    [Fact]
    public void InDouble() => Check<double>();

    [Fact]
    public void SplitAndScaleInFloat() => CheckSplit<float>(24, 12582912f, 126);

    [Fact]
    public void SplitAndScaleInDouble() => CheckSplit(53, 6755399441055744.0, 1022);

    [Theory]
    [InlineData("64")]
    [InlineData("wide")]
    [InlineData("0512")]
    [InlineData("-128")]
    public void AWidthThatDoesNotExistIsRefused(string wish)
    {
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => LaneWidth.Choose(wish));
        Assert.Contains(LaneWidth.Variable, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(wish, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWidestIsChosenUnlessAnotherIsAskedFor()
    {
        Assert.Equal(LaneMap.Widths[0], LaneWidth.Choose(null));
        Assert.Equal(LaneMap.Widths[0], LaneWidth.Choose(""));
        foreach ((int bits, bool supported) in LaneWidth.Table)
        {
            if (supported)
            {
                Assert.Equal(bits, LaneWidth.Choose($"{bits}"));
            }
            else
            {
                Assert.Contains("does not support", Assert.Throws<InvalidOperationException>(() => LaneWidth.Choose($"{bits}")).Message, StringComparison.Ordinal);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => LaneMap.Run(64, "exp", [1.0]));
    }

    private static void Check<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] some = [T.Zero, T.NegativeZero, T.One, -T.One, T.Epsilon, T.PositiveInfinity, T.NegativeInfinity, T.NaN, T.CreateTruncating(3.5)];
        T[] a = [.. some.SelectMany(x => some.Select(_ => x))], b = [.. some.SelectMany(_ => some)];
        AssertEach("max", (x, y) => x > y ? x : y);
        AssertEach("min", (x, y) => x < y ? x : y);
        AssertEach("less", (x, y) => x < y ? T.One : T.One + T.One);
        AssertEach("copysign", T.CopySign);

        void AssertEach(string function, Func<T, T, T> expected)
        {
            T[] actual = LaneMap.RunAll(function, a, b);
            for (int i = 0; i < a.Length; i++)
            {
                T wanted = expected(a[i], b[i]);
                bool same = T.IsNaN(wanted) ? T.IsNaN(actual[i]) : wanted == actual[i] && T.IsNegative(wanted) == T.IsNegative(actual[i]);
                Assert.True(same, $"{function}({a[i]:R}, {b[i]:R}) is {actual[i]:R}, not {wanted:R}");
            }
        }
    }

    private static void CheckSplit<T>(int digits, T shifter, int exponents)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CounterRandom random = new(5, Streams.Noise);
        T root = T.Sqrt(T.One + T.One);
        T[] points = [.. Enumerable.Range(0, 2000).Select(i => T.ScaleB(T.CreateTruncating(random.Uniform((ulong)i, 0.5, 2)), random.Below((ulong)i + 5000, 2 * exponents) - exponents + 2)).Where(T.IsNormal), T.One, root, T.BitDecrement(root), root / (T.One + T.One)];
        T[] mantissas = LaneMap.RunAll("mantissa", points), parts = LaneMap.RunAll("exponent", points);
        T ulp = T.ScaleB(T.One, 2 - digits);
        for (int i = 0; i < points.Length; i++)
        {
            Assert.Equal(points[i], T.ScaleB(mantissas[i], int.CreateTruncating(parts[i])));
            Assert.InRange(mantissas[i], (root / (T.One + T.One)) - ulp, root + ulp);
        }

        Assert.Equal(points, LaneMap.RunAll("scale", mantissas, [.. parts.Select(p => p + shifter)]));
    }
}
