using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Numerics;

/// <summary>A register of 512 bits.</summary>
/// <typeparam name="T">The element type, float or double.</typeparam>
public readonly unsafe struct Lane512<T> : ILane<Lane512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<T> value;

    [MethodImpl(Inline)]
    private Lane512(Vector512<T> value) => this.value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    public static Lane512<T> Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector512<T>.Zero);
    }

    /// <inheritdoc/>
    public static Lane512<T> One
    {
        [MethodImpl(Inline)]
        get => new(Vector512<T>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Load(T* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(T* target) => value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Splat(T x) => new(Vector512.Create(x));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Broadcast(T* source) => new(Vector512.Create(*source));

    /// <inheritdoc/>
    public static double Largest => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Splat(double x) => new(Vector512.Create(T.CreateTruncating(x)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> operator +(Lane512<T> a, Lane512<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> operator -(Lane512<T> a, Lane512<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> operator -(Lane512<T> a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> operator *(Lane512<T> a, Lane512<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> operator /(Lane512<T> a, Lane512<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Fma(Lane512<T> a, Lane512<T> b, Lane512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.MultiplyAddEstimate(a.value.AsSingle(), b.value.AsSingle(), c.value.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(a.value.AsDouble(), b.value.AsDouble(), c.value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Max(Lane512<T> a, Lane512<T> b) => new(Vector512.MaxNative(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Min(Lane512<T> a, Lane512<T> b) => new(Vector512.MinNative(a.value, b.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Sqrt(Lane512<T> a) => new(Vector512.Sqrt(a.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Abs(Lane512<T> a) => new(Vector512.AndNot(a.value, Vector512.Create(T.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> CopySign(Lane512<T> magnitude, Lane512<T> sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(T.NegativeZero), sign.value, magnitude.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> SelectLess(Lane512<T> a, Lane512<T> b, Lane512<T> ifLess, Lane512<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.value, b.value), ifLess.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Exp(Lane512<T> a) => Exponential<Lane512<T>, T>.Exp(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> ExpM1(Lane512<T> a) => Exponential<Lane512<T>, T>.ExpM1(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Log(Lane512<T> a) => Logarithm<Lane512<T>, T>.Log(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Log1PUnit(Lane512<T> a) => Logarithm<Lane512<T>, T>.Log1PUnit(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Normal(Lane512<T> a, out Lane512<T> density) => NormalDistribution<Lane512<T>, T>.Distribution(a, out density);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Uniform(uint* words)
    {
        const float ulp = 1f / (1 << 24);
        if (typeof(T) == typeof(float))
        {
            return new((Vector512.ConvertToSingle((Vector512.Load(words) >>> 8).AsInt32()) * ulp).As<float, T>());
        }

        // With these exponent bits prepended, the bits of an integer n represent 2⁵² + n.
        Vector512<double> shifter = Vector512.Create(4503599627370496.0);
        return new((((Vector512.WidenLower(Vector256.Load(words).ToVector512()) >>> 8 | shifter.AsUInt64()).AsDouble() - shifter) * ulp).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Scale(Lane512<T> x, Lane512<T> shifted) => typeof(T) == typeof(float)
        ? new((x.value.AsInt32() + (shifted.value.AsInt32() << 23)).As<int, T>())
        : new((x.value.AsInt64() + (shifted.value.AsInt64() << 52)).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane512<T> Split(Lane512<T> x, out Lane512<T> exponent)
    {
        // Subtracting the bits of √½ first makes the carry into the exponent occur at √2 instead of 2.
        if (typeof(T) == typeof(float))
        {
            Vector512<int> root = Vector512.Create(0x3F3504F3), biased = x.value.AsInt32() - root;
            Vector512<int> e = biased >> 23;
            exponent = new(Vector512.ConvertToSingle(e).As<float, T>());
            return new((x.value.AsInt32() - (e << 23)).As<int, T>());
        }
        else
        {
            Vector512<long> root = Vector512.Create(0x3FE6A09E667F3BCD), biased = x.value.AsInt64() - root;

            // The exponent is small: adding the shifter's bits converts it to a double without a conversion instruction.
            Vector512<long> e = biased >> 52;
            exponent = new((e + Vector512.Create(6755399441055744.0).AsInt64()).As<long, T>() - Vector512.Create(6755399441055744.0).As<double, T>());
            return new((x.value.AsInt64() - (e << 52)).As<long, T>());
        }
    }
}
