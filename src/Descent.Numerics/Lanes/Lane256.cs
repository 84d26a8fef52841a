using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>A register of 256 bits.</summary>
/// <typeparam name="T">The element type, float or double.</typeparam>
public readonly unsafe struct Lane256<T> : ILane<Lane256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<T> value;

    [MethodImpl(Inline)]
    private Lane256(Vector256<T> value) => this.value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    public static Lane256<T> Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector256<T>.Zero);
    }

    /// <inheritdoc/>
    public static Lane256<T> One
    {
        [MethodImpl(Inline)]
        get => new(Vector256<T>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Load(T* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(T* target) => value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Splat(T x) => new(Vector256.Create(x));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Broadcast(T* source) => !Avx.IsSupported ? new(Vector256.Create(*source))
        : typeof(T) == typeof(float) ? new(Avx.BroadcastScalarToVector256((float*)source).As<float, T>())
        : new(Avx.BroadcastScalarToVector256((double*)source).As<double, T>());

    /// <inheritdoc/>
    public static double Largest => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Splat(double x) => new(Vector256.Create(T.CreateTruncating(x)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> operator +(Lane256<T> a, Lane256<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> operator -(Lane256<T> a, Lane256<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> operator -(Lane256<T> a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> operator *(Lane256<T> a, Lane256<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> operator /(Lane256<T> a, Lane256<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Fma(Lane256<T> a, Lane256<T> b, Lane256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.MultiplyAddEstimate(a.value.AsSingle(), b.value.AsSingle(), c.value.AsSingle()).As<float, T>())
        : new(Vector256.MultiplyAddEstimate(a.value.AsDouble(), b.value.AsDouble(), c.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Max(Lane256<T> a, Lane256<T> b) => new(Vector256.MaxNative(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Min(Lane256<T> a, Lane256<T> b) => new(Vector256.MinNative(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Sqrt(Lane256<T> a) => new(Vector256.Sqrt(a.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Abs(Lane256<T> a) => new(Vector256.AndNot(a.value, Vector256.Create(T.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> CopySign(Lane256<T> magnitude, Lane256<T> sign) =>
        new(Vector256.ConditionalSelect(Vector256.Create(T.NegativeZero), sign.value, magnitude.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> SelectLess(Lane256<T> a, Lane256<T> b, Lane256<T> ifLess, Lane256<T> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.value, b.value), ifLess.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Exp(Lane256<T> a) => Exponential<Lane256<T>, T>.Exp(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> ExpM1(Lane256<T> a) => Exponential<Lane256<T>, T>.ExpM1(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Log(Lane256<T> a) => Logarithm<Lane256<T>, T>.Log(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Log1PUnit(Lane256<T> a) => Logarithm<Lane256<T>, T>.Log1PUnit(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Normal(Lane256<T> a, out Lane256<T> density) => NormalDistribution<Lane256<T>, T>.Distribution(a, out density);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Uniform(uint* words)
    {
        const float ulp = 1f / (1 << 24);
        if (typeof(T) == typeof(float))
        {
            return new((Vector256.ConvertToSingle((Vector256.Load(words) >>> 8).AsInt32()) * ulp).As<float, T>());
        }

        // With these exponent bits prepended, the bits of an integer n represent 2⁵² + n.
        Vector256<double> shifter = Vector256.Create(4503599627370496.0);
        return new((((Vector256.WidenLower(Vector128.Load(words).ToVector256()) >>> 8 | shifter.AsUInt64()).AsDouble() - shifter) * ulp).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Scale(Lane256<T> x, Lane256<T> shifted) => typeof(T) == typeof(float)
        ? new((x.value.AsInt32() + (shifted.value.AsInt32() << 23)).As<int, T>())
        : new((x.value.AsInt64() + (shifted.value.AsInt64() << 52)).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane256<T> Split(Lane256<T> x, out Lane256<T> exponent)
    {
        // Subtracting the bits of √½ first makes the carry into the exponent occur at √2 instead of 2.
        if (typeof(T) == typeof(float))
        {
            Vector256<int> root = Vector256.Create(0x3F3504F3), biased = x.value.AsInt32() - root;
            Vector256<int> e = biased >> 23;
            exponent = new(Vector256.ConvertToSingle(e).As<float, T>());
            return new((x.value.AsInt32() - (e << 23)).As<int, T>());
        }
        else
        {
            Vector256<long> root = Vector256.Create(0x3FE6A09E667F3BCD), biased = x.value.AsInt64() - root;

            // The exponent is small: adding the shifter's bits converts it to a double without a conversion instruction.
            Vector256<long> e = biased >> 52;
            exponent = new((e + Vector256.Create(6755399441055744.0).AsInt64()).As<long, T>() - Vector256.Create(6755399441055744.0).As<double, T>());
            return new((x.value.AsInt64() - (e << 52)).As<long, T>());
        }
    }
}
