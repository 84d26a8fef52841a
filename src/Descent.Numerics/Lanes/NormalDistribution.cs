using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// The standard normal distribution in lanes. For negative arguments, Φ(−a) = e^(−a²/2)·s·P(1 − 2s) with s = 1/(1 + a/4), which keeps
/// its relative accuracy even if it is tiny; for positive ones, Φ(a) = 1 − Φ(−a).
/// </summary>
/// <remarks>
/// The variable s maps [0, ∞) to (0, 1], so that one polynomial covers the whole range (the idea is Shepherd and Laframboise's,
/// "Chebyshev approximation of (1 + 2x)exp(x²)erfc x", 1981); the coefficients come from eng/coefficients/minimax.py
/// (the relative error is 1e−8 in float and 3e−17 in double).
/// </remarks>
internal static class NormalDistribution<V, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Distribution(V x, out V density)
    {
        // Beyond the bound the exponential is 0, and the clamp prevents operations on two infinities; Min preserves a NaN in its second
        // argument.
        V a = V.Min(V.Splat(typeof(T) == typeof(float) ? 14 : 38), V.Abs(x));

        // A rounding error of a² would be multiplied by a², so the rounding error of the product is corrected to first order.
        V square = a * a, lost = V.Fma(a, a, -square);
        V e = V.Exp(V.Splat(-0.5) * square);
        e = V.Fma(e, V.Splat(-0.5) * lost, e);

        V d = V.Fma(a, V.Splat(0.25), V.One), s = V.One / d, peak = V.Splat(0.398942280401432678);
        V ratio = s * Polynomial(V.Fma(V.Splat(-2), s, V.One));

        // The rounding errors of the sum and the quotient correspond to an error of 4·d·error in a; the ratio's derivative there is
        // a·ratio − φ(0).
        V error = V.Fma(-d, s, V.One) - (V.Fma(a, V.Splat(0.25), V.One - d) * s);
        V tail = e * V.Fma(V.Splat(4) * d * error, V.Fma(-a, ratio, peak), ratio);
        density = peak * e;
        return V.SelectLess(V.Zero, x, V.One - tail, tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Polynomial(V t)
    {
        V p;
        if (typeof(T) == typeof(float))
        {
            p = V.Fma(V.Splat(-0.0000289609092094661251), t, V.Splat(0.0000528948229934629832));
            p = V.Fma(p, t, V.Splat(0.000394427315557175033));
            p = V.Fma(p, t, V.Splat(-0.000882440044584237714));
            p = V.Fma(p, t, V.Splat(-0.00188313024553340941));
            p = V.Fma(p, t, V.Splat(0.0151017126439448596));
            p = V.Fma(p, t, V.Splat(-0.0466305512894498638));
            p = V.Fma(p, t, V.Splat(0.0967841762638380826));
            p = V.Fma(p, t, V.Splat(-0.151974158881552112));
            p = V.Fma(p, t, V.Splat(0.188821284468291625));
        }
        else
        {
            p = V.Fma(V.Splat(-2.29619286291971954e-10), t, V.Splat(4.76370967267514378e-11));
            p = V.Fma(p, t, V.Splat(3.46466146785806969e-9));
            p = V.Fma(p, t, V.Splat(3.5527415319602283e-9));
            p = V.Fma(p, t, V.Splat(-1.91119031917320207e-8));
            p = V.Fma(p, t, V.Splat(-3.8444416605715522e-8));
            p = V.Fma(p, t, V.Splat(6.59743656651217576e-8));
            p = V.Fma(p, t, V.Splat(2.54862823017916563e-7));
            p = V.Fma(p, t, V.Splat(-1.56335056526760968e-7));
            p = V.Fma(p, t, V.Splat(-1.47968445698676694e-6));
            p = V.Fma(p, t, V.Splat(1.78778197294158996e-7));
            p = V.Fma(p, t, V.Splat(8.78603483145631786e-6));
            p = V.Fma(p, t, V.Splat(-4.76974761355664552e-7));
            p = V.Fma(p, t, V.Splat(-0.0000577737028649723887));
            p = V.Fma(p, t, V.Splat(0.0000333360649692496615));
            p = V.Fma(p, t, V.Splat(0.00040770461031069149));
            p = V.Fma(p, t, V.Splat(-0.000869923090710073064));
            p = V.Fma(p, t, V.Splat(-0.00188504724139036302));
            p = V.Fma(p, t, V.Splat(0.0150991437226825404));
            p = V.Fma(p, t, V.Splat(-0.0466304644899237019));
            p = V.Fma(p, t, V.Splat(0.0967843501855545678));
            p = V.Fma(p, t, V.Splat(-0.151974160492972939));
            p = V.Fma(p, t, V.Splat(0.18882128260393787));
        }

        return p;
    }
}
