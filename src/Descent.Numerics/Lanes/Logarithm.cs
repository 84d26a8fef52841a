using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// Natural logarithm in lanes: x = m·2ᵉ with m in [√½, √2), then ln m = 2s + s·z·R(z) with s = (m − 1)/(m + 1), z = s².
/// </summary>
/// <remarks>
/// The last sum follows FreeBSD's libm, which keeps m − 1 exact; the coefficients come from eng/coefficients/minimax.py
/// (the relative error is 2e−11 in float and 5e−18 in double).
/// </remarks>
internal static class Logarithm<V, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log(V x)
    {
        bool single = typeof(T) == typeof(float);

        // A subnormal number is scaled into the normal range first.
        V smallest = V.Splat(single ? 1.17549435e-38 : 2.2250738585072014e-308);
        V lifted = V.SelectLess(x, smallest, x * V.Splat(single ? 16777216.0 : 18014398509481984.0), x);
        V m = V.Split(lifted, out V e);
        e = V.SelectLess(x, smallest, e - V.Splat(single ? 24 : 54), e);

        V f = m - V.One;
        V s = f / (f + V.Splat(2));
        V z = s * s;
        V r = single ? SinglePolynomial(z) : DoublePolynomial(z);
        V half = V.Splat(0.5) * f * f;
        V low = V.Fma(s, V.Fma(z, r, half), e * V.Splat(single ? -2.12194440054690583e-4 : 1.90821492927058770002e-10));
        V result = V.Fma(e, V.Splat(single ? 0.693359375 : 6.93147180369123816490e-01), f - (half - low));

        result = V.SelectLess(x, V.Splat(double.PositiveInfinity), result, x);
        result = V.SelectLess(V.Zero, x, result, V.Splat(double.NegativeInfinity));
        return V.SelectLess(x, V.Zero, V.Splat(double.NaN), V.SelectLess(-V.Abs(x), V.Splat(double.PositiveInfinity), result, x));
    }

    /// <summary>ln(1 + x) for 0 ≤ x ≤ 1: the same sum with s = x/(x + 2) ≤ 1/3, no exponent and no special cases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1PUnit(V x)
    {
        V s = x / (x + V.Splat(2)), z = s * s, r;
        if (typeof(T) == typeof(float))
        {
            r = V.Fma(V.Splat(0.268514980228371518), z, V.Splat(0.282366198053104814));
            r = V.Fma(r, z, V.Splat(0.400075606449112058));
            r = V.Fma(r, z, V.Splat(0.666666403366992398));
        }
        else
        {
            r = V.Fma(V.Splat(0.161640456119435322), z, V.Splat(0.0880073848614467388));
            r = V.Fma(r, z, V.Splat(0.120010728095907125));
            r = V.Fma(r, z, V.Splat(0.133141442096549362));
            r = V.Fma(r, z, V.Splat(0.153855700649586231));
            r = V.Fma(r, z, V.Splat(0.181817894361328582));
            r = V.Fma(r, z, V.Splat(0.22222222717427863));
            r = V.Fma(r, z, V.Splat(0.285714285671087572));
            r = V.Fma(r, z, V.Splat(0.400000000000145827));
            r = V.Fma(r, z, V.Splat(0.666666666666666586));
        }

        return V.Fma(s * z, r, s + s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinglePolynomial(V z)
    {
        V r = V.Fma(V.Splat(0.233316144718434992), z, V.Splat(0.285507786331919654));
        r = V.Fma(r, z, V.Splat(0.400001222118106494));
        return V.Fma(r, z, V.Splat(0.666666665540420124));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V DoublePolynomial(V z)
    {
        V r = V.Fma(V.Splat(0.14617807153417325), z, V.Splat(0.153316117220550079));
        r = V.Fma(r, z, V.Splat(0.181828924325368712));
        r = V.Fma(r, z, V.Splat(0.222222110893794962));
        r = V.Fma(r, z, V.Splat(0.285714286262538376));
        r = V.Fma(r, z, V.Splat(0.399999999998988905));
        return V.Fma(r, z, V.Splat(0.666666666666666971));
    }
}
