using System.Numerics;
using System.Text.Json;
using Descent.Tests.Goldens;

namespace Descent.Tests.Numerics.Lanes;

/// <summary>The elementary functions against mpmath (Goldens/lanes.json), and where the numbers end.</summary>
public class LaneFunctionTests(ITestOutputHelper output)
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("lanes.json"));

    // Largest errors allowed, in units in the last place; half a unit is what correct rounding leaves.
    [Theory]
    [InlineData("exp", 1.1, 0.7)]
    [InlineData("expm1", 1.5, 1.4)]
    [InlineData("log", 0.8, 0.7)]
    [InlineData("log1p", 1.25, 0.9)]
    [InlineData("sigmoid", 2.3, 1.7)]
    [InlineData("tanh", 2.3, 1.2)]
    [InlineData("normal", 3, 2.5)]
    [InlineData("density", 2.5, 2.5)]
    public void AgreeWithHighPrecision(string function, double single, double twice)
    {
        double worstFloat = Worst<float>(function, "float", x => MathF.BitIncrement((float)x) - (float)x);
        double worstDouble = Worst<double>(function, "double", x => Math.BitIncrement(x) - x);
        output.WriteLine($"{function}: {worstFloat:F3} ulp in float, {worstDouble:F3} ulp in double");
        Assert.InRange(worstFloat, 0, single);
        Assert.InRange(worstDouble, 0, twice);
    }

    [Theory]
    [InlineData("exp", -87.29, 88.29, 1.1)]
    [InlineData("expm1", -20, 88.29, 1.5)]
    [InlineData("log", 1e-6, 20, 0.8)]
    [InlineData("log1p", 0, 3, 1.25)]
    [InlineData("sigmoid", -87, 20, 2.3)]
    [InlineData("tanh", -10, 10, 2.3)]
    public void FloatsAgreeWithDoubleOnAFineGrid(string function, double low, double high, double allowed)
    {
        float[] points = [.. Enumerable.Range(0, 200_001).Select(i => (float)(low + ((high - low) * i / 200_000)))];
        float[] values = LaneMap.RunAll(function, points);
        double worst = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double x = points[i], exact = function switch
            {
                "exp" => Math.Exp(x),
                "expm1" => Math.Abs(x) < 1e-3 ? x + (x * x / 2) + (x * x * x / 6) + (x * x * x * x / 24) : Math.Exp(x) - 1,
                "log" => Math.Log(x),
                "log1p" => x < 1e-3 ? x - (x * x / 2) + (x * x * x / 3) - (x * x * x * x / 4) : Math.Log(1 + x),
                "sigmoid" => 1 / (1 + Math.Exp(-x)),
                _ => Math.Tanh(x),
            };
            worst = Math.Max(worst, exact == 0 ? Math.Abs(values[i]) * 1e45 : Math.Abs(values[i] - exact) / (MathF.BitIncrement((float)Math.Abs(exact)) - (float)Math.Abs(exact)));
        }

        output.WriteLine($"{function}: {worst:F3} ulp in float");
        Assert.InRange(worst, 0, allowed);
    }

    [Fact]
    public void EndsOfTheRangeInFloat() => CheckEnds<float>(-87.3f, 88.3f, float.MaxValue);

    [Fact]
    public void EndsOfTheRangeInDouble() => CheckEnds(-708.3, 709.4, double.MaxValue);

    private static void CheckEnds<T>(T lowest, T highest, T largest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T zero = T.Zero, one = T.One, infinity = T.PositiveInfinity, nan = T.NaN, tiny = T.Epsilon, beyond = T.CreateTruncating(1000);

        // The result of exp is 0 where it would not be a normal number: just below −87.3 and −708.3.
        Check("exp", [zero, -zero, infinity, -infinity, nan, tiny, -tiny, beyond, -beyond, T.BitDecrement(lowest), T.BitIncrement(highest), largest, -largest], [one, one, infinity, zero, nan, one, one, infinity, zero, zero, infinity, infinity, zero]);
        Assert.True(T.IsNormal(LaneMap.RunAll("exp", [lowest])[0]) && T.IsFinite(LaneMap.RunAll("exp", [T.BitDecrement(highest)])[0]));
        Check("expm1", [zero, infinity, -infinity, nan, tiny, -tiny, -beyond, beyond], [zero, infinity, -one, nan, tiny, -tiny, -one, infinity]);
        Check("log", [one, zero, -zero, infinity, -infinity, nan, -one, -tiny], [zero, -infinity, -infinity, infinity, nan, nan, nan, nan]);
        Check("log1p", [zero, tiny, nan, infinity], [zero, tiny, nan, infinity]);
        Check("sigmoid", [zero, -zero, infinity, -infinity, nan, beyond, -beyond, tiny], [T.CreateTruncating(0.5), T.CreateTruncating(0.5), one, zero, nan, one, zero, T.CreateTruncating(0.5)]);
        Check("tanh", [zero, -zero, infinity, -infinity, nan, beyond, -beyond, tiny, -tiny, largest], [zero, -zero, one, -one, nan, one, -one, tiny, -tiny, one]);
        T half = LaneMap.RunAll("normal", [zero])[0];
        Assert.InRange(double.CreateTruncating(half), 0.49999997, 0.50000003);
        Check("normal", [-zero, infinity, -infinity, nan, tiny, beyond, -beyond, largest, -largest], [half, one, zero, nan, half, one, zero, one, zero]);
        Check("density", [infinity, -infinity, nan, beyond, -beyond, largest], [zero, zero, nan, zero, zero, zero]);
        Check("sqrt", [zero, -zero, infinity, nan, -one, T.CreateTruncating(4), tiny], [zero, -zero, infinity, nan, nan, T.CreateTruncating(2), T.Sqrt(tiny)]);
        Check("abs", [-zero, -one, -infinity, nan, tiny], [zero, one, infinity, nan, tiny]);
        Check("negate", [zero, one, infinity, nan], [-zero, -one, -infinity, nan]);
        Check("positive", [zero, -zero, tiny, -tiny, infinity, nan], [one + one, one + one, one, one + one, one, one + one]);
    }

    private static void Check<T>(string function, T[] points, T[] expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] actual = LaneMap.RunAll(function, points);
        for (int i = 0; i < points.Length; i++)
        {
            bool same = T.IsNaN(expected[i]) ? T.IsNaN(actual[i]) : expected[i] == actual[i] && T.IsNegative(expected[i]) == T.IsNegative(actual[i]);
            Assert.True(same, $"{function}({points[i]:R}) is {actual[i]:R}, not {expected[i]:R}");
        }
    }

    private static double Worst<T>(string function, string type, Func<double, double> unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        JsonElement golden = s_root.Value.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("function").GetString() == function && c.GetProperty("type").GetString() == type);
        double[] points = GoldenFile.Numbers(golden.GetProperty("points")), values = GoldenFile.Numbers(golden.GetProperty("values")), rests = GoldenFile.Numbers(golden.GetProperty("rests"));
        T[] actual = LaneMap.RunAll(function, [.. points.Select(T.CreateTruncating)]);
        return Enumerable.Range(0, points.Length).Max(i => Math.Abs(double.CreateTruncating(actual[i]) - values[i] - rests[i]) / unit(Math.Abs(values[i])));
    }
}
