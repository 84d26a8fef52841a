using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics.Random;

/// <summary>A register of 32-bit words: what a counter-based generator needs to draw many blocks at once.</summary>
internal unsafe interface IWords<W>
    where W : struct, IWords<W>
{
    static abstract int Count { get; }

    static abstract W Splat(uint x);

    /// <summary>0, 1, 2 ….</summary>
    static abstract W Numbers { get; }

    static abstract W operator +(W a, W b);

    static abstract W operator ^(W a, W b);

    /// <summary>The 64-bit products of every word with a number, as high and low words.</summary>
    static abstract (W High, W Low) Multiply(W a, uint b);

    void Store(uint* target);
}

/// <summary>Sixteen words.</summary>
internal readonly unsafe struct Words512(Vector512<uint> words) : IWords<Words512>
{
    public static int Count => 16;

    public static Words512 Numbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<uint>.Indices);
    }

    private Vector512<uint> Own
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => words;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Splat(uint x) => new(Vector512.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator +(Words512 a, Words512 b) => new(a.Own + b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator ^(Words512 a, Words512 b) => new(a.Own ^ b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Words512 High, Words512 Low) Multiply(Words512 a, uint b)
    {
        Vector512<uint> factor = Vector512.Create(b);
        Vector512<ulong> even = Avx512F.Multiply(a.Own, factor), odd = Avx512F.Multiply((a.Own.AsUInt64() >>> 32).AsUInt32(), factor);
        Vector512<ulong> upper = Vector512.Create(0xFFFFFFFF00000000);
        return (new((odd & upper | (even >>> 32)).AsUInt32()), new((odd << 32 | Vector512.AndNot(even, upper)).AsUInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* target) => words.Store(target);
}

/// <summary>Eight words.</summary>
internal readonly unsafe struct Words256(Vector256<uint> words) : IWords<Words256>
{
    public static int Count => 8;

    public static Words256 Numbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<uint>.Indices);
    }

    private Vector256<uint> Own
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => words;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Splat(uint x) => new(Vector256.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator +(Words256 a, Words256 b) => new(a.Own + b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator ^(Words256 a, Words256 b) => new(a.Own ^ b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Words256 High, Words256 Low) Multiply(Words256 a, uint b)
    {
        Vector256<uint> factor = Vector256.Create(b);
        Vector256<ulong> even = Avx2.Multiply(a.Own, factor), odd = Avx2.Multiply((a.Own.AsUInt64() >>> 32).AsUInt32(), factor);
        Vector256<ulong> upper = Vector256.Create(0xFFFFFFFF00000000);
        return (new((odd & upper | (even >>> 32)).AsUInt32()), new((odd << 32 | Vector256.AndNot(even, upper)).AsUInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* target) => words.Store(target);
}

/// <summary>Four words, on any machine.</summary>
internal readonly unsafe struct Words128(Vector128<uint> words) : IWords<Words128>
{
    public static int Count => 4;

    public static Words128 Numbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<uint>.Indices);
    }

    private Vector128<uint> Own
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => words;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Splat(uint x) => new(Vector128.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator +(Words128 a, Words128 b) => new(a.Own + b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator ^(Words128 a, Words128 b) => new(a.Own ^ b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Words128 High, Words128 Low) Multiply(Words128 a, uint b)
    {
        Vector128<ulong> even = Product(a.Own.AsUInt64(), b), odd = Product(a.Own.AsUInt64() >>> 32, b), upper = Vector128.Create(0xFFFFFFFF00000000);
        return (new((odd & upper | (even >>> 32)).AsUInt32()), new((odd << 32 | Vector128.AndNot(even, upper)).AsUInt32()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* target) => words.Store(target);

    /// <summary>The low word of each half times b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Product(Vector128<ulong> a, uint b) => Sse2.IsSupported
        ? Sse2.Multiply(a.AsUInt32(), Vector128.Create(b))
        : Vector128.Create((ulong)(uint)a[0] * b, (ulong)(uint)a[1] * b);
}
