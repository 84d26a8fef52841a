using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>
/// A register of 64-bit lanes of which only the low words are used, as a counter-based generator needs to draw many blocks at
/// once. Products are 64 bits wide, and their upper words may remain: they affect low words only in <see cref="Mix"/>.
/// </summary>
internal unsafe interface IWords<W>
    where W : struct, IWords<W>
{
    static abstract int Count { get; }

    static abstract W Splat(uint x);

    /// <summary>0, 2, 4 ….</summary>
    static abstract W EvenNumbers { get; }

    static abstract W operator +(W a, W b);

    /// <summary>The products of the low words.</summary>
    static abstract W operator *(W a, W b);

    /// <summary>(product ≫ 32) ⊕ a ⊕ b.</summary>
    static abstract W Mix(W product, W a, W b);

    /// <summary>Stores the low words of both registers, interleaved.</summary>
    static abstract void Store(W even, W odd, uint* target);
}

/// <summary>Eight lanes.</summary>
internal readonly unsafe struct Words512(Vector512<ulong> lanes) : IWords<Words512>
{
    public static int Count => 8;

    public static Words512 EvenNumbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<ulong>.Indices * 2);
    }

    private Vector512<ulong> Own
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Splat(uint x) => new(Vector512.Create((ulong)x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator +(Words512 a, Words512 b) => new(a.Own + b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator *(Words512 a, Words512 b) => new(Avx512F.Multiply(a.Own.AsUInt32(), b.Own.AsUInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Mix(Words512 product, Words512 a, Words512 b) => new(Avx512F.TernaryLogic(product.Own >>> 32, a.Own, b.Own, 0x96));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words512 even, Words512 odd, uint* target) =>
        (odd.Own << 32 | (even.Own & Vector512.Create(0xFFFFFFFFUL))).AsUInt32().Store(target);
}

/// <summary>Four lanes.</summary>
internal readonly unsafe struct Words256(Vector256<ulong> lanes) : IWords<Words256>
{
    public static int Count => 4;

    public static Words256 EvenNumbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<ulong>.Indices * 2);
    }

    private Vector256<ulong> Own
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Splat(uint x) => new(Vector256.Create((ulong)x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator +(Words256 a, Words256 b) => new(a.Own + b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator *(Words256 a, Words256 b) => new(Avx2.Multiply(a.Own.AsUInt32(), b.Own.AsUInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Mix(Words256 product, Words256 a, Words256 b) => new((product.Own >>> 32) ^ a.Own ^ b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words256 even, Words256 odd, uint* target) =>
        Avx2.Blend(even.Own.AsUInt32(), (odd.Own << 32).AsUInt32(), 0b10101010).AsUInt32().Store(target);
}

/// <summary>Two lanes, on any machine.</summary>
internal readonly unsafe struct Words128(Vector128<ulong> lanes) : IWords<Words128>
{
    public static int Count => 2;

    public static Words128 EvenNumbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<ulong>.Indices * 2);
    }

    private Vector128<ulong> Own
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Splat(uint x) => new(Vector128.Create((ulong)x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator +(Words128 a, Words128 b) => new(a.Own + b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator *(Words128 a, Words128 b) => new(Sse2.IsSupported
        ? Sse2.Multiply(a.Own.AsUInt32(), b.Own.AsUInt32())
        : Vector128.Create((ulong)(uint)a.Own[0] * (uint)b.Own[0], (ulong)(uint)a.Own[1] * (uint)b.Own[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Mix(Words128 product, Words128 a, Words128 b) => new((product.Own >>> 32) ^ a.Own ^ b.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words128 even, Words128 odd, uint* target) =>
        (odd.Own << 32 | (even.Own & Vector128.Create(0xFFFFFFFFUL))).AsUInt32().Store(target);
}
