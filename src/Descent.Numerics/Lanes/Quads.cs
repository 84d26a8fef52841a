using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>Contiguous lines of values in memory.</summary>
internal unsafe interface ILines<T>
    where T : unmanaged
{
    /// <summary>The address of a line.</summary>
    T* this[int line] { get; }
}

/// <summary>Lines at equal distances.</summary>
internal readonly unsafe struct EvenLines<T>(T* first, nint step) : ILines<T>
    where T : unmanaged
{
    public T* this[int line]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => first + (line * step);
    }
}

/// <summary>Lines at arbitrary addresses.</summary>
internal readonly unsafe struct LineTable<T>(T** lines) : ILines<T>
    where T : unmanaged
{
    public T* this[int line]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => lines[line];
    }
}

/// <summary>
/// Transposes four values of each of many lines, so that the values of all lines are adjacent: target[d, i] = lines[i][d].
/// </summary>
/// <remarks>
/// Each 128-bit part of a register is loaded from a different line, so that only blocks of 4 × 4 values (2 × 2 doubles) within the
/// parts remain to be transposed, and a store fills a whole register: with 512 bits, sixteen loads, eight instructions, four stores.
/// </remarks>
internal static unsafe class Quads<T>
    where T : unmanaged
{
    /// <summary>The number of lines that <see cref="Turn"/> processes, which fill the widest available register.</summary>
    public static int Lines
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Avx512F.IsSupported ? 64 : Avx.IsSupported ? 32 : 16) / sizeof(T);
    }

    /// <summary>Transposes <see cref="Lines"/> lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="at">The position of the first of the four values in each line.</param>
    /// <param name="target">Four rows.</param>
    /// <param name="step">The distance from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<L>(L lines, int at, T* target, nint step)
        where L : struct, ILines<T>
    {
        if (typeof(T) == typeof(float))
        {
            if (Avx512F.IsSupported)
            {
                Vector512<float> a = Load512(lines, at, 0, 4).AsSingle(), b = Load512(lines, at, 1, 4).AsSingle(), c = Load512(lines, at, 2, 4).AsSingle(), d = Load512(lines, at, 3, 4).AsSingle();
                Vector512<double> ab = Avx512F.UnpackLow(a, b).AsDouble(), cd = Avx512F.UnpackLow(c, d).AsDouble();
                Avx512F.UnpackLow(ab, cd).Store((double*)target);
                Avx512F.UnpackHigh(ab, cd).Store((double*)(target + step));
                ab = Avx512F.UnpackHigh(a, b).AsDouble();
                cd = Avx512F.UnpackHigh(c, d).AsDouble();
                Avx512F.UnpackLow(ab, cd).Store((double*)(target + (2 * step)));
                Avx512F.UnpackHigh(ab, cd).Store((double*)(target + (3 * step)));
            }
            else if (Avx.IsSupported)
            {
                Vector256<float> a = Load256(lines, at, 0, 4).AsSingle(), b = Load256(lines, at, 1, 4).AsSingle(), c = Load256(lines, at, 2, 4).AsSingle(), d = Load256(lines, at, 3, 4).AsSingle();
                Vector256<double> ab = Avx.UnpackLow(a, b).AsDouble(), cd = Avx.UnpackLow(c, d).AsDouble();
                Avx.UnpackLow(ab, cd).Store((double*)target);
                Avx.UnpackHigh(ab, cd).Store((double*)(target + step));
                ab = Avx.UnpackHigh(a, b).AsDouble();
                cd = Avx.UnpackHigh(c, d).AsDouble();
                Avx.UnpackLow(ab, cd).Store((double*)(target + (2 * step)));
                Avx.UnpackHigh(ab, cd).Store((double*)(target + (3 * step)));
            }
            else
            {
                Vector128<float> a = Load128(lines, at, 0).AsSingle(), b = Load128(lines, at, 1).AsSingle(), c = Load128(lines, at, 2).AsSingle(), d = Load128(lines, at, 3).AsSingle();
                Vector128<float> ab = Interleave.Low(a, b), cd = Interleave.Low(c, d);
                Interleave.LowHalves(ab, cd).Store((float*)target);
                Interleave.HighHalves(ab, cd).Store((float*)(target + step));
                ab = Interleave.High(a, b);
                cd = Interleave.High(c, d);
                Interleave.LowHalves(ab, cd).Store((float*)(target + (2 * step)));
                Interleave.HighHalves(ab, cd).Store((float*)(target + (3 * step)));
            }

            return;
        }

        for (int half = 0; half < 4; half += 2, target += 2 * step)
        {
            if (Avx512F.IsSupported)
            {
                Vector512<double> a = Load512(lines, at + half, 0, 2), b = Load512(lines, at + half, 1, 2);
                Avx512F.UnpackLow(a, b).Store((double*)target);
                Avx512F.UnpackHigh(a, b).Store((double*)(target + step));
            }
            else if (Avx.IsSupported)
            {
                Vector256<double> a = Load256(lines, at + half, 0, 2), b = Load256(lines, at + half, 1, 2);
                Avx.UnpackLow(a, b).Store((double*)target);
                Avx.UnpackHigh(a, b).Store((double*)(target + step));
            }
            else
            {
                Vector128<double> a = Load128(lines, at + half, 0), b = Load128(lines, at + half, 1);
                Interleave.Low(a, b).Store((double*)target);
                Interleave.High(a, b).Store((double*)(target + step));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Load128<L>(L lines, int at, int line)
        where L : struct, ILines<T> => Vector128.Load((double*)(lines[line] + at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load256<L>(L lines, int at, int line, int apart)
        where L : struct, ILines<T> => Avx.InsertVector128(Load128(lines, at, line).ToVector256Unsafe(), Load128(lines, at, line + apart), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load512<L>(L lines, int at, int line, int apart)
        where L : struct, ILines<T> => Avx512F.InsertVector256(Load256(lines, at, line, apart).ToVector512Unsafe(), Load256(lines, at, line + (2 * apart), apart), 1);
}
