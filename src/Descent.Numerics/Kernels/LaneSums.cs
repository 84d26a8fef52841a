using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

// Kernels fill their scratch rows before they read them; clearing a kilobyte first would cost more than the sums in it.
[module: SkipLocalsInit]

namespace Descent.Numerics.Kernels;

/// <summary>
/// The end of every sum over samples: rows of 64 bytes' worth of lanes, each row added in halves (16 floats: 8, 4, 2, 1).
/// </summary>
/// <remarks>
/// Four rows at a time, so that the last two halvings, which cross lanes, are shared by four sums. The code is the same on
/// every machine: 128-bit registers are everywhere, and the order of the additions is part of the promise of equal bits.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class LaneSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bytes of scratch memory for so many rows, on whatever boundary it begins.</summary>
    public static int Room(int rows) => (rows + 1) * AlignedBlock<T>.Alignment;

    /// <summary>The first 64-byte boundary: a store that crosses one costs twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Align(byte* room) => (T*)(((nint)room + AlignedBlock<T>.Alignment - 1) & ~(nint)(AlignedBlock<T>.Alignment - 1));

    /// <summary>result[r] = sum of row r, for <paramref name="rows"/> rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(T* lanes, int rows, T* result)
    {
        int group = AlignedBlock<T>.PerAlignment, r = 0;
        for (; r + 4 <= rows; r += 4, lanes += 4 * group)
        {
            if (typeof(T) == typeof(float))
            {
                Four((float*)lanes).Store((float*)(result + r));
            }
            else
            {
                Two((double*)lanes).Store((double*)(result + r));
                Two((double*)(lanes + (2 * group))).Store((double*)(result + r + 2));
            }
        }

        for (; r < rows; r++, lanes += group)
        {
            result[r] = Add(lanes);
        }
    }

    /// <summary>The sum of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T* lanes)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<float> sum = Halve((float*)lanes);
            return T.CreateTruncating(sum[0] + sum[2] + (sum[1] + sum[3]));
        }
        else
        {
            Vector128<double> sum = Halve((double*)lanes);
            return T.CreateTruncating(sum[0] + sum[1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Halve(float* row) =>
        Vector128.Load(row) + Vector128.Load(row + 8) + (Vector128.Load(row + 4) + Vector128.Load(row + 12));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Halve(double* row) =>
        Vector128.Load(row) + Vector128.Load(row + 4) + (Vector128.Load(row + 2) + Vector128.Load(row + 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(float* rows)
    {
        Vector128<float> a = Halve(rows), b = Halve(rows + 16), c = Halve(rows + 32), d = Halve(rows + 48);
        Vector128<float> ab = Interleave.LowHalves(a, b) + Interleave.HighHalves(a, b), cd = Interleave.LowHalves(c, d) + Interleave.HighHalves(c, d);
        return Interleave.Even(ab, cd) + Interleave.Odd(ab, cd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Two(double* rows)
    {
        Vector128<double> a = Halve(rows), b = Halve(rows + 8);
        return Vector128.Create(a.GetLower(), b.GetLower()) + Vector128.Create(a.GetUpper(), b.GetUpper());
    }
}
