using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>Adjacent registers that contain one row of a register tile.</summary>
internal unsafe interface IStrip<S, T>
    where S : struct, IStrip<S, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract int Width { get; }

    static abstract S Load(T* source);

    void Store(T* target);

    static abstract S Splat(T x);

    /// <summary>sum + a·b for every element of the strip, with the scalar a at an address.</summary>
    static abstract S Fma(T* a, S b, S sum);
}

/// <summary>One register, for columns that do not fill a wider strip.</summary>
internal unsafe struct Strip1<V, T> : IStrip<Strip1<V, T>, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private V v0;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, T> Load(T* source)
    {
        Strip1<V, T> s;
        s.v0 = V.Load(source);
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(T* target) => v0.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, T> Splat(T x)
    {
        Strip1<V, T> s;
        s.v0 = V.Splat(x);
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip1<V, T> Fma(T* a, Strip1<V, T> b, Strip1<V, T> sum)
    {
        sum.v0 = V.Fma(V.Broadcast(a), b.v0, sum.v0);
        return sum;
    }
}

/// <summary>Two registers, for machines with 16 of them.</summary>
internal unsafe struct Strip2<V, T> : IStrip<Strip2<V, T>, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private V v0, v1;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * V.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, T> Load(T* source)
    {
        Strip2<V, T> s;
        s.v0 = V.Load(source);
        s.v1 = V.Load(source + V.Count);
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(T* target)
    {
        v0.Store(target);
        v1.Store(target + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, T> Splat(T x)
    {
        Strip2<V, T> s;
        s.v0 = s.v1 = V.Splat(x);
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip2<V, T> Fma(T* a, Strip2<V, T> b, Strip2<V, T> sum)
    {
        V factor = V.Broadcast(a);
        sum.v0 = V.Fma(factor, b.v0, sum.v0);
        sum.v1 = V.Fma(factor, b.v1, sum.v1);
        return sum;
    }
}

/// <summary>Three registers, for the remainder after strips of four, on machines with 32.</summary>
internal unsafe struct Strip3<V, T> : IStrip<Strip3<V, T>, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private V v0, v1, v2;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3 * V.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, T> Load(T* source)
    {
        Strip3<V, T> s;
        s.v0 = V.Load(source);
        s.v1 = V.Load(source + V.Count);
        s.v2 = V.Load(source + (2 * V.Count));
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(T* target)
    {
        v0.Store(target);
        v1.Store(target + V.Count);
        v2.Store(target + (2 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, T> Splat(T x)
    {
        Strip3<V, T> s;
        s.v0 = s.v1 = s.v2 = V.Splat(x);
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip3<V, T> Fma(T* a, Strip3<V, T> b, Strip3<V, T> sum)
    {
        V factor = V.Broadcast(a);
        sum.v0 = V.Fma(factor, b.v0, sum.v0);
        sum.v1 = V.Fma(factor, b.v1, sum.v1);
        sum.v2 = V.Fma(factor, b.v2, sum.v2);
        return sum;
    }
}

/// <summary>Four registers, for machines with 32 of them.</summary>
internal unsafe struct Strip4<V, T> : IStrip<Strip4<V, T>, T>
    where V : struct, ILane<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private V v0, v1, v2, v3;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4 * V.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, T> Load(T* source)
    {
        Strip4<V, T> s;
        s.v0 = V.Load(source);
        s.v1 = V.Load(source + V.Count);
        s.v2 = V.Load(source + (2 * V.Count));
        s.v3 = V.Load(source + (3 * V.Count));
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(T* target)
    {
        v0.Store(target);
        v1.Store(target + V.Count);
        v2.Store(target + (2 * V.Count));
        v3.Store(target + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, T> Splat(T x)
    {
        Strip4<V, T> s;
        s.v0 = s.v1 = s.v2 = s.v3 = V.Splat(x);
        return s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Strip4<V, T> Fma(T* a, Strip4<V, T> b, Strip4<V, T> sum)
    {
        V factor = V.Broadcast(a);
        sum.v0 = V.Fma(factor, b.v0, sum.v0);
        sum.v1 = V.Fma(factor, b.v1, sum.v1);
        sum.v2 = V.Fma(factor, b.v2, sum.v2);
        sum.v3 = V.Fma(factor, b.v3, sum.v3);
        return sum;
    }
}
