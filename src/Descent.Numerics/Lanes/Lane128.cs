using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>A register of 128 bits.</summary>
/// <typeparam name="T">The element type, float or double.</typeparam>
public readonly unsafe struct Lane128<T> : ILane<Lane128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // WebAssembly multiplies and adds with two roundings; one, computed in software, gives the bits of all other machines.
    private static bool IsFused
    {
        [MethodImpl(Inline)]
        get => !OperatingSystem.IsBrowser();
    }

    private readonly Vector128<T> value;

    [MethodImpl(Inline)]
    private Lane128(Vector128<T> value) => this.value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    public static Lane128<T> Zero
    {
        [MethodImpl(Inline)]
        get => new(Vector128<T>.Zero);
    }

    /// <inheritdoc/>
    public static Lane128<T> One
    {
        [MethodImpl(Inline)]
        get => new(Vector128<T>.One);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Load(T* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(T* target) => value.Store(target);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Splat(T x) => new(Vector128.Create(x));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Broadcast(T* source) => !Avx.IsSupported || typeof(T) != typeof(float) ? new(Vector128.Create(*source))
        : new(Avx.BroadcastScalarToVector128((float*)source).As<float, T>());

    /// <inheritdoc/>
    public static double Largest => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Splat(double x) => new(Vector128.Create(T.CreateTruncating(x)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> operator +(Lane128<T> a, Lane128<T> b) => new(a.value + b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> operator -(Lane128<T> a, Lane128<T> b) => new(a.value - b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> operator -(Lane128<T> a) => new(-a.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> operator *(Lane128<T> a, Lane128<T> b) => new(a.value * b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> operator /(Lane128<T> a, Lane128<T> b) => new(a.value / b.value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Fma(Lane128<T> a, Lane128<T> b, Lane128<T> c) => typeof(T) == typeof(float)
        ? new((IsFused ? Vector128.MultiplyAddEstimate(a.value.AsSingle(), b.value.AsSingle(), c.value.AsSingle()) : Vector128.FusedMultiplyAdd(a.value.AsSingle(), b.value.AsSingle(), c.value.AsSingle())).As<float, T>())
        : new((IsFused ? Vector128.MultiplyAddEstimate(a.value.AsDouble(), b.value.AsDouble(), c.value.AsDouble()) : Vector128.FusedMultiplyAdd(a.value.AsDouble(), b.value.AsDouble(), c.value.AsDouble())).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Max(Lane128<T> a, Lane128<T> b) => SelectLess(b, a, a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Min(Lane128<T> a, Lane128<T> b) => SelectLess(a, b, a, b);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Sqrt(Lane128<T> a) => new(Vector128.Sqrt(a.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Abs(Lane128<T> a) => new(Vector128.AndNot(a.value, Vector128.Create(T.NegativeZero)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> CopySign(Lane128<T> magnitude, Lane128<T> sign) =>
        new(Vector128.ConditionalSelect(Vector128.Create(T.NegativeZero), sign.value, magnitude.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> SelectLess(Lane128<T> a, Lane128<T> b, Lane128<T> ifLess, Lane128<T> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.value, b.value), ifLess.value, otherwise.value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Exp(Lane128<T> a) => Exponential<Lane128<T>, T>.Exp(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> ExpM1(Lane128<T> a) => Exponential<Lane128<T>, T>.ExpM1(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Log(Lane128<T> a) => Logarithm<Lane128<T>, T>.Log(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Log1PUnit(Lane128<T> a) => Logarithm<Lane128<T>, T>.Log1PUnit(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Normal(Lane128<T> a, out Lane128<T> density) => NormalDistribution<Lane128<T>, T>.Distribution(a, out density);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Uniform(uint* words)
    {
        const float ulp = 1f / (1 << 24);
        if (typeof(T) == typeof(float))
        {
            return new((Vector128.ConvertToSingle((Vector128.Load(words) >>> 8).AsInt32()) * ulp).As<float, T>());
        }

        // With these exponent bits prepended, the bits of an integer n represent 2⁵² + n.
        Vector128<double> shifter = Vector128.Create(4503599627370496.0);
        return new((((Vector128.WidenLower(Vector64.Load(words).ToVector128()) >>> 8 | shifter.AsUInt64()).AsDouble() - shifter) * ulp).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Scale(Lane128<T> x, Lane128<T> shifted) => typeof(T) == typeof(float)
        ? new((x.value.AsInt32() + (shifted.value.AsInt32() << 23)).As<int, T>())
        : new((x.value.AsInt64() + (shifted.value.AsInt64() << 52)).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lane128<T> Split(Lane128<T> x, out Lane128<T> exponent)
    {
        // Subtracting the bits of √½ first makes the carry into the exponent occur at √2 instead of 2.
        if (typeof(T) == typeof(float))
        {
            Vector128<int> root = Vector128.Create(0x3F3504F3), biased = x.value.AsInt32() - root;
            Vector128<int> e = biased >> 23;
            exponent = new(Vector128.ConvertToSingle(e).As<float, T>());
            return new((x.value.AsInt32() - (e << 23)).As<int, T>());
        }
        else
        {
            Vector128<long> root = Vector128.Create(0x3FE6A09E667F3BCD), biased = x.value.AsInt64() - root;

            // The exponent is small: adding the shifter's bits converts it to a double without a conversion instruction.
            Vector128<long> e = biased >> 52;
            exponent = new((e + Vector128.Create(6755399441055744.0).AsInt64()).As<long, T>() - Vector128.Create(6755399441055744.0).As<double, T>());
            return new((x.value.AsInt64() - (e << 52)).As<long, T>());
        }
    }
}
