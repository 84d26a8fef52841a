using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// Arithmetic on one SIMD register, independent of its width and element type: everything that the author of a kernel needs.
/// </summary>
/// <remarks>
/// Every operation is applied to each element separately and is correctly rounded or composed of such operations in a
/// fixed order, so an element's result does not depend on the width of its register.
/// </remarks>
/// <typeparam name="V">The lane type itself.</typeparam>
public interface ILane<V>
    where V : struct, ILane<V>
{
    /// <summary>A register with all elements 0.</summary>
    static abstract V Zero { get; }

    /// <summary>A register with all elements 1.</summary>
    static abstract V One { get; }

    /// <summary>The largest finite value of an element.</summary>
    static abstract double Largest { get; }

    /// <summary>Returns a register with all elements <paramref name="x"/>, rounded to the element type.</summary>
    /// <param name="x">The value.</param>
    /// <returns>The register.</returns>
    static abstract V Splat(double x);

    /// <summary>Computes a + b.</summary>
    /// <param name="a">First term.</param>
    /// <param name="b">Second term.</param>
    static abstract V operator +(V a, V b);

    /// <summary>Computes a − b.</summary>
    /// <param name="a">Minuend.</param>
    /// <param name="b">Subtrahend.</param>
    static abstract V operator -(V a, V b);

    /// <summary>Computes −a.</summary>
    /// <param name="a">Operand.</param>
    static abstract V operator -(V a);

    /// <summary>Computes a·b.</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    static abstract V operator *(V a, V b);

    /// <summary>Computes a / b.</summary>
    /// <param name="a">Numerator.</param>
    /// <param name="b">Denominator.</param>
    static abstract V operator /(V a, V b);

    /// <summary>Computes a·b + c, rounded once if the machine has fused multiply-add (as all machines with 256-bit vectors
    /// do).</summary>
    /// <param name="a">First factor.</param>
    /// <param name="b">Second factor.</param>
    /// <param name="c">Addend.</param>
    /// <returns>The sum.</returns>
    static abstract V Fma(V a, V b, V c);

    /// <summary>Returns a if a &gt; b, otherwise b; so a NaN in <paramref name="b"/> is preserved, and one in <paramref name="a"/> is
    /// not.</summary>
    /// <param name="a">First value.</param>
    /// <param name="b">Second value.</param>
    /// <returns>The larger value.</returns>
    static abstract V Max(V a, V b);

    /// <summary>Returns a if a &lt; b, otherwise b; so a NaN in <paramref name="b"/> is preserved, and one in <paramref name="a"/> is
    /// not.</summary>
    /// <param name="a">First value.</param>
    /// <param name="b">Second value.</param>
    /// <returns>The smaller value.</returns>
    static abstract V Min(V a, V b);

    /// <summary>Computes √a.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The square root, correctly rounded.</returns>
    static abstract V Sqrt(V a);

    /// <summary>Computes |a|.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The absolute value.</returns>
    static abstract V Abs(V a);

    /// <summary>Returns |<paramref name="magnitude"/>| with the sign of <paramref name="sign"/>.</summary>
    /// <param name="magnitude">The value that gives the magnitude.</param>
    /// <param name="sign">The value that gives the sign.</param>
    /// <returns>The combined value.</returns>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary>Selects <paramref name="ifLess"/> where a &lt; b, and <paramref name="otherwise"/> elsewhere (also where either is
    /// NaN).</summary>
    /// <param name="a">Left operand of the comparison.</param>
    /// <param name="b">Right operand of the comparison.</param>
    /// <param name="ifLess">The values where a &lt; b.</param>
    /// <param name="otherwise">The values elsewhere.</param>
    /// <returns>The selected values.</returns>
    static abstract V SelectLess(V a, V b, V ifLess, V otherwise);

    /// <summary>Selects <paramref name="ifPositive"/> where <paramref name="test"/> &gt; 0, and <paramref name="otherwise"/>
    /// elsewhere.</summary>
    /// <param name="test">The values to compare with zero.</param>
    /// <param name="ifPositive">The values where the test is above zero.</param>
    /// <param name="otherwise">The values elsewhere.</param>
    /// <returns>The selected values.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Select(V test, V ifPositive, V otherwise) => V.SelectLess(V.Zero, test, ifPositive, otherwise);

    /// <summary>Computes eᵃ.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The exponential; 0 below the normal range, ∞ above the range.</returns>
    static abstract V Exp(V a);

    /// <summary>Computes eᵃ − 1, accurately near 0.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The exponential minus one.</returns>
    static abstract V ExpM1(V a);

    /// <summary>Computes the natural logarithm; −∞ at 0, NaN below it.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>The logarithm.</returns>
    static abstract V Log(V a);

    /// <summary>Computes ln(1 + a) for a ≥ 0, accurately near 0.</summary>
    /// <param name="a">Operand, not negative.</param>
    /// <returns>The logarithm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Log1P(V a)
    {
        // The rounding error of 1 + a can be computed exactly and is corrected to first order; an infinite sum has no error.
        V sum = V.One + a;
        return V.SelectLess(sum, V.Splat(double.PositiveInfinity), V.Log(sum) - ((sum - V.One - a) / sum), sum);
    }

    /// <summary>Computes ln(1 + a) for 0 ≤ a ≤ 1, as needed after the exponential of a negative number; much faster than the general
    /// method.</summary>
    /// <param name="a">Operand between 0 and 1.</param>
    /// <returns>The logarithm.</returns>
    static abstract V Log1PUnit(V a);

    /// <summary>
    /// Computes the standard normal distribution function, Φ(a) = ½·(1 + erf(a/√2)), with high relative accuracy also far to the left.
    /// </summary>
    /// <param name="a">Operand.</param>
    /// <param name="density">The derivative e^(−a²/2)/√(2π), which shares the exponential.</param>
    /// <returns>A number in [0, 1]; 0 if the exponential is below the normal range.</returns>
    static abstract V Normal(V a, out V density);

    /// <summary>Computes the logistic function 1/(1 + e⁻ᵃ).</summary>
    /// <param name="a">Operand.</param>
    /// <returns>A number in [0, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Sigmoid(V a) => V.One / (V.One + V.Exp(-a));

    /// <summary>Computes the hyperbolic tangent, accurately near 0.</summary>
    /// <param name="a">Operand.</param>
    /// <returns>A number in [−1, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Tanh(V a)
    {
        // From 20 on the result is 1 in double, and the clamp keeps the quotient finite; Min preserves a NaN in its second argument.
        V e = V.ExpM1(V.Min(V.Splat(40), V.Abs(a + a)));
        return V.CopySign(e / (e + V.Splat(2)), a);
    }
}

/// <summary>Adds operations between registers and memory.</summary>
/// <typeparam name="V">The lane type itself.</typeparam>
/// <typeparam name="T">The element type, float or double.</typeparam>
public unsafe interface ILane<V, T> : ILane<V>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of elements per register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> elements.</summary>
    /// <param name="source">The address of the first element; any alignment.</param>
    /// <returns>The register.</returns>
    static abstract V Load(T* source);

    /// <summary>Writes <see cref="Count"/> elements.</summary>
    /// <param name="target">The address of the first element; any alignment.</param>
    void Store(T* target);

    /// <summary>Returns a register with all elements <paramref name="x"/>.</summary>
    /// <param name="x">The value.</param>
    /// <returns>The register.</returns>
    static abstract V Splat(T x);

    /// <summary>Loads one element and copies it to all elements of a register: one instruction, while loading and copying separately
    /// would be two.</summary>
    /// <param name="source">The address of the element.</param>
    /// <returns>The register.</returns>
    static abstract V Broadcast(T* source);

    /// <summary>Converts random words to numbers in [0, 1): the upper 24 bits of each, as a multiple of 2⁻²⁴ in either element
    /// type.</summary>
    /// <param name="words">The address of <see cref="Count"/> words of 32 bits.</param>
    /// <returns>The numbers.</returns>
    static abstract V Uniform(uint* words);

    /// <summary>Computes x·2ⁿ, where n is in the low bits of <paramref name="shifted"/> = n + 1.5·2^(mantissa bits); the result must be
    /// a normal number.</summary>
    /// <param name="x">A normal number.</param>
    /// <param name="shifted">The exponent plus the shifter.</param>
    /// <returns>The exact product.</returns>
    static abstract V Scale(V x, V shifted);

    /// <summary>Splits a positive normal number: x = m·2ᵉ with m in [√½, √2).</summary>
    /// <param name="x">The number.</param>
    /// <param name="exponent">e.</param>
    /// <returns>m.</returns>
    static abstract V Split(V x, out V exponent);
}
