using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// Arithmetic on one SIMD register, whatever its width and element type: all that the author of a kernel needs.
/// </summary>
/// <remarks>
/// Every operation is applied to each element on its own and is correctly rounded or built from such operations in a
/// fixed order, so an element's result does not depend on the width of the register it sat in.
/// </remarks>
/// <typeparam name="V">The lane type itself.</typeparam>
public interface ILane<V>
    where V : struct, ILane<V>
{
    /// <summary>All elements 0.</summary>
    static abstract V Zero { get; }

    /// <summary>All elements 1.</summary>
    static abstract V One { get; }

    /// <summary>The largest finite number that an element can be.</summary>
    static abstract double Largest { get; }

    /// <summary>All elements <paramref name="x"/>, rounded to the element type.</summary>
    /// <param name="x">The value.</param>
    /// <returns>The register.</returns>
    static abstract V Splat(double x);

    /// <summary>a + b.</summary>
    /// <param name="a">First term.</param>
    /// <param name="b">Second term.</param>
    static abstract V operator +(V a, V b);

    /// <summary>a − b.</summary>
    /// <param name="a">Minuend.</param>
    /// <param name="b">Subtrahend.</param>
    static abstract V operator -(V a, V b);

    /// <summary>−a.</summary>
    /// <param name="a">Operand.</param>
    static abstract V operator -(V a);

    /// <summary>a·b.</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    static abstract V operator *(V a, V b);

    /// <summary>a / b.</summary>
    /// <param name="a">Numerator.</param>
    /// <param name="b">Denominator.</param>
    static abstract V operator /(V a, V b);

    /// <summary>a·b + c, rounded once where the machine has fused multiply-add (every machine with 256-bit vectors has).</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    /// <param name="c">Term.</param>
    /// <returns>The sum.</returns>
    static abstract V Fma(V a, V b, V c);

    /// <summary>a if a &gt; b, otherwise b; so a NaN in <paramref name="b"/> stays, and one in <paramref name="a"/> does not.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    /// <returns>The larger.</returns>
    static abstract V Max(V a, V b);

    /// <summary>a if a &lt; b, otherwise b.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    /// <returns>The smaller.</returns>
    static abstract V Min(V a, V b);

    /// <summary>√a.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The root, correctly rounded.</returns>
    static abstract V Sqrt(V a);

    /// <summary>|a|.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The magnitude.</returns>
    static abstract V Abs(V a);

    /// <summary>|<paramref name="magnitude"/>| with the sign of <paramref name="sign"/>.</summary>
    /// <param name="magnitude">Gives the magnitude.</param>
    /// <param name="sign">Gives the sign.</param>
    /// <returns>The combination.</returns>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary><paramref name="ifLess"/> where a &lt; b, <paramref name="otherwise"/> elsewhere (also where either is NaN).</summary>
    /// <param name="a">Left side of the comparison.</param>
    /// <param name="b">Right side of the comparison.</param>
    /// <param name="ifLess">Taken where a &lt; b.</param>
    /// <param name="otherwise">Taken elsewhere.</param>
    /// <returns>The choice.</returns>
    static abstract V SelectLess(V a, V b, V ifLess, V otherwise);

    /// <summary><paramref name="ifPositive"/> where <paramref name="test"/> &gt; 0, <paramref name="otherwise"/> elsewhere.</summary>
    /// <param name="test">What decides.</param>
    /// <param name="ifPositive">Taken where the test is above zero.</param>
    /// <param name="otherwise">Taken elsewhere.</param>
    /// <returns>The choice.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Select(V test, V ifPositive, V otherwise) => V.SelectLess(V.Zero, test, ifPositive, otherwise);

    /// <summary>eᵃ.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The exponential; 0 below the normal range, ∞ above it.</returns>
    static abstract V Exp(V a);

    /// <summary>eᵃ − 1, accurate near 0.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The exponential less one.</returns>
    static abstract V ExpM1(V a);

    /// <summary>Natural logarithm; −∞ at 0, NaN below it.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The logarithm.</returns>
    static abstract V Log(V a);

    /// <summary>ln(1 + a) for a ≥ 0, accurate near 0.</summary>
    /// <param name="a">Operand, not negative.</param>
    /// <returns>The logarithm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Log1P(V a)
    {
        // The rounding error of 1 + a is known exactly and is put back to first order; an infinite sum has none.
        V sum = V.One + a;
        return V.SelectLess(sum, V.Splat(double.PositiveInfinity), V.Log(sum) - ((sum - V.One - a) / sum), sum);
    }

    /// <summary>ln(1 + a) for 0 ≤ a ≤ 1, which is what follows an exponential of a negative number; much cheaper than the general one.</summary>
    /// <param name="a">Operand between 0 and 1.</param>
    /// <returns>The logarithm.</returns>
    static abstract V Log1PUnit(V a);

    /// <summary>
    /// The standard normal distribution, Φ(a) = ½·(1 + erf(a/√2)), accurate relative to its size also far to the left.
    /// </summary>
    /// <param name="a">Operand.</param>
    /// <param name="density">Its derivative e^(−a²/2)/√(2π), which shares the exponential.</param>
    /// <returns>A number in [0, 1]; 0 where the exponential is below the normal range.</returns>
    static abstract V Normal(V a, out V density);

    /// <summary>Logistic function 1/(1 + e⁻ᵃ).</summary>
    /// <param name="a">Operand.</param>
    /// <returns>A number in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Sigmoid(V a) => V.One / (V.One + V.Exp(-a));

    /// <summary>Hyperbolic tangent, accurate near 0.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>A number in [−1, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Tanh(V a)
    {
        // From 20 on the result is 1 in double, and the clamp keeps the quotient finite; Min keeps a NaN in its second place.
        V e = V.ExpM1(V.Min(V.Splat(40), V.Abs(a + a)));
        return V.CopySign(e / (e + V.Splat(2)), a);
    }
}

/// <summary>Moving registers to and from memory.</summary>
/// <typeparam name="V">The lane type itself.</typeparam>
/// <typeparam name="T">The element type, float or double.</typeparam>
public unsafe interface ILane<V, T> : ILane<V>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements per register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> elements.</summary>
    /// <param name="source">Where they begin; any alignment.</param>
    /// <returns>The register.</returns>
    static abstract V Load(T* source);

    /// <summary>Writes <see cref="Count"/> elements.</summary>
    /// <param name="target">Where they go; any alignment.</param>
    void Store(T* target);

    /// <summary>All elements <paramref name="x"/>.</summary>
    /// <param name="x">The value.</param>
    /// <returns>The register.</returns>
    static abstract V Splat(T x);

    /// <summary>All elements the number at an address: one instruction where loading it first and spreading it then would be two.</summary>
    /// <param name="source">Where the number is.</param>
    /// <returns>The register.</returns>
    static abstract V Broadcast(T* source);

    /// <summary>Random words as numbers in [0, 1): the upper 24 bits of each, a multiple of 2⁻²⁴ in either type.</summary>
    /// <param name="words"><see cref="Count"/> words of 32 bits.</param>
    /// <returns>The numbers.</returns>
    static abstract V Uniform(uint* words);

    /// <summary>x·2ⁿ, where n stands in the low bits of <paramref name="shifted"/> = n + 1.5·2^(mantissa bits); the result must be a normal number.</summary>
    /// <param name="x">A normal number.</param>
    /// <param name="shifted">The exponent plus the shifter.</param>
    /// <returns>The product, exactly.</returns>
    static abstract V Scale(V x, V shifted);

    /// <summary>Splits a positive normal number: x = m·2ᵉ with m in [√½, √2).</summary>
    /// <param name="x">The number.</param>
    /// <param name="exponent">e.</param>
    /// <returns>m.</returns>
    static abstract V Split(V x, out V exponent);
}
