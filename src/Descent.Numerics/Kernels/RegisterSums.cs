using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>
/// Does the same as <see cref="LaneSums{T}"/> within registers of 512 bits, or pairs of 256 bits: it reduces many registers to their
/// sums by shuffling two together and adding, so that each level halves twice as many sums. The additions are the same, in the same
/// order.
/// </summary>
internal static unsafe class RegisterSums<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    /// <summary>Whether this machine and lane type support it with one register per sum.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(V) == typeof(Lane512<T>) && Avx512F.IsSupported;
    }

    /// <summary>Whether this machine and lane type support it with two registers per sum, whose first halving is a plain
    /// addition.</summary>
    public static bool IsSupportedInPairs
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(V) == typeof(Lane256<T>) && Avx2.IsSupported;
    }

    /// <summary>Partial sums of one column of four registers; quarter r of the result belongs to row r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Quarters(V row0, V row1, V row2, V row3) => Fold(Fold(row0, row1, halves: true), Fold(row2, row3, halves: true), halves: false);

    /// <summary>Computes four sums per row from the quarters of four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V column0, V column1, V column2, V column3, T* r0, T* r1, T* r2, T* r3)
    {
        if (typeof(T) == typeof(float))
        {
            Vector512<float> c0 = Float(column0), c1 = Float(column1), c2 = Float(column2), c3 = Float(column3);
            Vector512<float> left = Avx512F.Shuffle(c0, c1, 0b01_00_01_00) + Avx512F.Shuffle(c0, c1, 0b11_10_11_10);
            Vector512<float> right = Avx512F.Shuffle(c2, c3, 0b01_00_01_00) + Avx512F.Shuffle(c2, c3, 0b11_10_11_10);
            Vector512<float> sums = Avx512F.Shuffle(left, right, 0b10_00_10_00) + Avx512F.Shuffle(left, right, 0b11_01_11_01);
            sums.GetLower().GetLower().Store((float*)r0);
            sums.GetLower().GetUpper().Store((float*)r1);
            sums.GetUpper().GetLower().Store((float*)r2);
            sums.GetUpper().GetUpper().Store((float*)r3);
        }
        else
        {
            Pair(column0, column1, (double*)r0, (double*)r1, (double*)r2, (double*)r3);
            Pair(column2, column3, (double*)r0 + 2, (double*)r1 + 2, (double*)r2 + 2, (double*)r3 + 2);
        }
    }

    /// <summary>Computes the sums of four rows from the quarters of one column, and stores them consecutively.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V quarters, T* sums)
    {
        if (typeof(T) == typeof(float))
        {
            Vector512<float> four = Float(quarters), two = four + Avx512F.Shuffle(four, four, 0b01_00_11_10), one = two + Avx512F.Shuffle(two, two, 0b10_11_00_01);
            Avx512F.PermuteVar16x32(one, Vector512.Create(0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12)).GetLower().GetLower().Store((float*)sums);
        }
        else
        {
            Vector512<double> two = Unsafe.BitCast<V, Vector512<double>>(quarters), one = two + Avx512F.Shuffle(two, two, 0b01_01_01_01);
            Avx512F.PermuteVar8x64(one, Vector512.Create(0L, 2, 4, 6, 0, 2, 4, 6)).GetLower().Store((double*)sums);
        }
    }

    /// <summary>Combines the halves of two rows after their pairs were added: [row 0's lower + upper half, row 1's].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Halves(V row0, V row1)
    {
        Vector256<float> a = Unsafe.BitCast<V, Vector256<float>>(row0), b = Unsafe.BitCast<V, Vector256<float>>(row1);
        return Unsafe.BitCast<Vector256<float>, V>(Avx.Blend(a, b, 0b1111_0000)) + Unsafe.BitCast<Vector256<float>, V>(Avx.Permute2x128(a, b, 0b0010_0001));
    }

    /// <summary>Computes four sums for each of two rows from the halves of four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V column0, V column1, V column2, V column3, T* r0, T* r1)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<float> c0 = Unsafe.BitCast<V, Vector256<float>>(column0), c1 = Unsafe.BitCast<V, Vector256<float>>(column1);
            Vector256<float> c2 = Unsafe.BitCast<V, Vector256<float>>(column2), c3 = Unsafe.BitCast<V, Vector256<float>>(column3);
            Vector256<float> left = Avx.Shuffle(c0, c1, 0b01_00_01_00) + Avx.Shuffle(c0, c1, 0b11_10_11_10);
            Vector256<float> right = Avx.Shuffle(c2, c3, 0b01_00_01_00) + Avx.Shuffle(c2, c3, 0b11_10_11_10);
            Vector256<float> sums = Avx.Shuffle(left, right, 0b10_00_10_00) + Avx.Shuffle(left, right, 0b11_01_11_01);
            sums.GetLower().Store((float*)r0);
            sums.GetUpper().Store((float*)r1);
        }
        else
        {
            Pair(column0, column1, (double*)r0, (double*)r1);
            Pair(column2, column3, (double*)r0 + 2, (double*)r1 + 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(V column0, V column1, double* r0, double* r1)
    {
        Vector256<double> c0 = Unsafe.BitCast<V, Vector256<double>>(column0), c1 = Unsafe.BitCast<V, Vector256<double>>(column1);
        Vector256<double> sums = Avx.UnpackLow(c0, c1) + Avx.UnpackHigh(c0, c1);
        sums.GetLower().Store(r0);
        sums.GetUpper().Store(r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(V column0, V column1, double* r0, double* r1, double* r2, double* r3)
    {
        Vector512<double> c0 = Unsafe.BitCast<V, Vector512<double>>(column0), c1 = Unsafe.BitCast<V, Vector512<double>>(column1);
        Vector512<double> sums = Avx512F.UnpackLow(c0, c1) + Avx512F.UnpackHigh(c0, c1);
        sums.GetLower().GetLower().Store(r0);
        sums.GetLower().GetUpper().Store(r1);
        sums.GetUpper().GetLower().Store(r2);
        sums.GetUpper().GetUpper().Store(r3);
    }

    /// <summary>
    /// Adds halves: (a, b) → [a's lower + upper half, b's]; or, if each already contains two sums, quarters of each half:
    /// [a's first + second quarter, third + fourth, b's].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Fold(V a, V b, bool halves)
    {
        // Halves keep their positions in one summand and are exchanged in the other: a blend needs no shuffle.
        Vector512<float> x = Float(a), y = Float(b);
        Vector512<float> low = halves ? Vector512.ConditionalSelect(Vector512.Create(-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0).AsSingle(), x, y) : Avx512F.Shuffle4x128(x, y, 0b10_00_10_00);
        Vector512<float> high = halves ? Avx512F.Shuffle4x128(x, y, 0b01_00_11_10) : Avx512F.Shuffle4x128(x, y, 0b11_01_11_01);
        return Unsafe.BitCast<Vector512<float>, V>(low) + Unsafe.BitCast<Vector512<float>, V>(high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Float(V value) => Unsafe.BitCast<V, Vector512<float>>(value);
}
