using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>cos(2πu) and sin(2πu) in lanes, for an angle u in turns.</summary>
/// <remarks>
/// The nearest integer is subtracted exactly; then s = sin(πr) and c = cos(πr), |r| ≤ ½, are computed by Taylor series whose first
/// omitted term is below half a unit in the last place: cos(2πr) = 1 − 2s² and sin(2πr) = 2sc. From 2²² turns in float and 2⁵¹ in
/// double on, u has practically no fraction left.
/// </remarks>
internal static class Turns<V, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cosine(V turns, out V sine)
    {
        V shifter = V.Splat(typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0);
        V y = (turns - ((turns + shifter) - shifter)) * V.Splat(Math.PI), square = y * y, s, c;
        if (typeof(T) == typeof(float))
        {
            s = V.Splat(-1 / 39916800.0);
            c = V.Splat(1 / 479001600.0);
        }
        else
        {
            s = V.Fma(V.Splat(1 / 51090942171709440000.0), square, V.Splat(-1 / 121645100408832000.0));
            s = V.Fma(s, square, V.Splat(1 / 355687428096000.0));
            s = V.Fma(s, square, V.Splat(-1 / 1307674368000.0));
            s = V.Fma(s, square, V.Splat(1 / 6227020800.0));
            s = V.Fma(s, square, V.Splat(-1 / 39916800.0));
            c = V.Fma(V.Splat(-1 / 1124000727777607680000.0), square, V.Splat(1 / 2432902008176640000.0));
            c = V.Fma(c, square, V.Splat(-1 / 6402373705728000.0));
            c = V.Fma(c, square, V.Splat(1 / 20922789888000.0));
            c = V.Fma(c, square, V.Splat(-1 / 87178291200.0));
            c = V.Fma(c, square, V.Splat(1 / 479001600.0));
        }

        s = V.Fma(s, square, V.Splat(1 / 362880.0));
        s = V.Fma(s, square, V.Splat(-1 / 5040.0));
        s = V.Fma(s, square, V.Splat(1 / 120.0));
        s = V.Fma(s, square, V.Splat(-1 / 6.0));
        s = V.Fma(s * square, y, y);
        c = V.Fma(c, square, V.Splat(-1 / 3628800.0));
        c = V.Fma(c, square, V.Splat(1 / 40320.0));
        c = V.Fma(c, square, V.Splat(-1 / 720.0));
        c = V.Fma(c, square, V.Splat(1 / 24.0));
        c = V.Fma(c, square, V.Splat(-0.5));
        c = V.Fma(c, square, V.One);
        V twice = s + s;
        sine = twice * c;
        return V.One - (twice * s);
    }
}
