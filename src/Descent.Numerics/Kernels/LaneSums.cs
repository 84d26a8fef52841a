using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

// Kernels write their scratch rows before they read them; clearing a kilobyte first would take longer than the sums.
[module: SkipLocalsInit]

namespace Descent.Numerics;

/// <summary>
/// The final step of every sum over samples: rows of 64 bytes of lanes, each row added in halves (16 floats: 8, 4, 2, 1).
/// </summary>
/// <remarks>
/// Four rows at a time, so that the last two halvings, which cross lanes, are shared by four sums. The code is the same on
/// every machine: 128-bit registers are always available, and the order of the additions is part of the guarantee of equal bits.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class LaneSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of bytes of scratch memory for the given number of rows, on any alignment.</summary>
    public static int Room(int rows) => (rows + 1) * AlignedBlock<T>.Alignment;

    /// <summary>The first 64-byte boundary: a store across a boundary is twice as slow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Align(byte* room) => (T*)(((nint)room + AlignedBlock<T>.Alignment - 1) & ~(nint)(AlignedBlock<T>.Alignment - 1));

    /// <summary>Computes result[r] = sum of row r, for <paramref name="rows"/> rows.</summary>
    /// <param name="lanes">The rows.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="result">The buffer for the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(T* lanes, int rows, T* result)
    {
        int group = AlignedBlock<T>.PerAlignment, r = 0;
        for (; r + 4 <= rows; r += 4, lanes += 4 * group)
        {
            if (typeof(T) == typeof(float))
            {
                float* row = (float*)lanes;
                Four(Halve(row), Halve(row + group), Halve(row + (2 * group)), Halve(row + (3 * group))).Store((float*)(result + r));
            }
            else
            {
                double* row = (double*)lanes;
                Two(Halve(row), Halve(row + group)).Store((double*)(result + r));
                Two(Halve(row + (2 * group)), Halve(row + (3 * group))).Store((double*)(result + r + 2));
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
    private static Vector128<float> Four(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        Vector128<float> ab = Interleave.LowHalves(a, b) + Interleave.HighHalves(a, b), cd = Interleave.LowHalves(c, d) + Interleave.HighHalves(c, d);
        return Interleave.Even(ab, cd) + Interleave.Odd(ab, cd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Two(Vector128<double> a, Vector128<double> b) =>
        Interleave.Low(a, b) + Interleave.High(a, b);
}
