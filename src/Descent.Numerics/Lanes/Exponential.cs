using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// eˣ and eˣ − 1 in lanes: x = n·ln 2 + r with |r| ≤ ½ ln 2, a polynomial for eʳ − 1, then exact scaling by 2ⁿ.
/// </summary>
/// <remarks>
/// Cody and Waite's two-part reduction; the coefficients come from eng/coefficients/minimax.py (the relative error of the
/// polynomial is 1e−8 in float and 2e−17 in double, both below half a unit in the last place).
/// </remarks>
internal static class Exponential<V, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        V tail = Reduce(x, out V shifted);
        V result = V.Scale(V.One + tail, shifted);

        // Above the range, x·∞ is ∞ and preserves NaN; below it, the result would be subnormal and becomes 0.
        result = V.SelectLess(x, Highest, result, x * V.Splat(double.PositiveInfinity));
        return V.SelectLess(x, Lowest, V.Zero, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1(V x)
    {
        V tail = Reduce(x, out V shifted);
        V power = V.Scale(V.One, shifted);
        V result = V.Fma(power, tail, power - V.One);
        result = V.SelectLess(x, Highest, result, x * V.Splat(double.PositiveInfinity));
        return V.SelectLess(x, Lowest, -V.One, result);
    }

    private static V Highest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Splat(typeof(T) == typeof(float) ? 88.3 : 709.4);
    }

    private static V Lowest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Splat(typeof(T) == typeof(float) ? -87.3 : -708.3);
    }

    /// <summary>Computes eʳ − 1 for the reduced argument; the shifter (1.5·2^mantissa bits) rounds x/ln 2 to the integer n in its low
    /// bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce(V x, out V shifted)
    {
        if (typeof(T) == typeof(float))
        {
            V shifter = V.Splat(12582912.0);
            shifted = V.Fma(x, V.Splat(1.44269504088896341), shifter);
            V n = shifted - shifter;
            V r = V.Fma(n, V.Splat(-0.693359375), x);
            r = V.Fma(n, V.Splat(2.12194440054690583e-4), r);
            V h = V.Fma(V.Splat(0.00139262508314976117), r, V.Splat(0.0083632328836826182));
            h = V.Fma(h, r, V.Splat(0.0416665542129841503));
            h = V.Fma(h, r, V.Splat(0.166665766661199283));
            h = V.Fma(h, r, V.Splat(0.5));
            return V.Fma(h, r * r, r);
        }
        else
        {
            V shifter = V.Splat(6755399441055744.0);
            shifted = V.Fma(x, V.Splat(1.44269504088896341), shifter);
            V n = shifted - shifter;
            V r = V.Fma(n, V.Splat(-6.93147180369123816490e-01), x);
            r = V.Fma(n, V.Splat(-1.90821492927058770002e-10), r);
            V h = V.Fma(V.Splat(2.5100472505694996e-8), r, V.Splat(2.76202015910315488e-7));
            h = V.Fma(h, r, V.Splat(2.75572682769056962e-6));
            h = V.Fma(h, r, V.Splat(0.0000248015210578682052));
            h = V.Fma(h, r, V.Splat(0.00019841269863171556));
            h = V.Fma(h, r, V.Splat(0.00138888889173670806));
            h = V.Fma(h, r, V.Splat(0.0083333333333300382));
            h = V.Fma(h, r, V.Splat(0.0416666666666238205));
            h = V.Fma(h, r, V.Splat(0.166666666666666675));
            h = V.Fma(h, r, V.Splat(0.500000000000000103));
            return V.Fma(h, r * r, r);
        }
    }
}
