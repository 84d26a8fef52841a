using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>
/// The innermost loop of every matrix product: a register tile of 6 (4, 2, 1) rows × one strip of columns,
/// c[r, :] = start + Σₖ a[r, k]·b[k, :], each element one chain of fused multiply-adds in the order of k.
/// </summary>
/// <remarks>
/// a is read with two strides (so that W, Wᵀ and packed panels are all supported), b by rows of contiguous columns. Six rows of four
/// 512-bit registers are 24 independent chains, which hides the latency of the multiply-adds; a is broadcast from memory. Because a
/// chain starts from c (or the bias), dividing the sum over k into blocks does not change a bit.
/// </remarks>
internal static unsafe class Tile<S, T>
    where S : struct, IStrip<S, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The number of depths after which a's rows, if they are contiguous, reach the next 64 bytes.</summary>
    private const int PrefetchEvery = 16;

    /// <summary>Computes <paramref name="rows"/> rows of one strip, in the tallest tiles that fit.</summary>
    public static void Run(int rows, T* a, nint rowStep, nint depthStep, T* b, nint bStride, T* c, nint cStride, int depth, T* bias, bool accumulate)
    {
        int r = rows / 6 * 6;
        if (r > 0)
        {
            Six(r, a, rowStep, depthStep, b, bStride, c, cStride, depth, bias, accumulate);
        }

        while (r < rows)
        {
            int height = rows - r >= 4 ? 4 : rows - r >= 2 ? 2 : 1;
            T* tileA = a + (r * rowStep), tileC = c + (r * cStride), tileBias = bias == null ? null : bias + r;
            switch (height)
            {
                case 4:
                    Four(tileA, rowStep, depthStep, b, bStride, tileC, cStride, depth, tileBias, accumulate);
                    break;
                case 2:
                    Two(tileA, rowStep, depthStep, b, bStride, tileC, cStride, depth, tileBias, accumulate);
                    break;
                default:
                    One(tileA, depthStep, b, bStride, tileC, depth, tileBias, accumulate);
                    break;
            }

            r += height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static S Start(T* c, T* bias, int row, bool accumulate) =>
        accumulate ? S.Load(c) : S.Splat(bias == null ? T.Zero : bias[row]);

    /// <summary>Prefetches what the next tile reads of a: rows of two kilobytes end before the hardware prefetcher detects
    /// them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* a, nint rowStep)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(a);
            Sse.Prefetch1(a + rowStep);
            Sse.Prefetch1(a + (2 * rowStep));
            a += 3 * rowStep;
            Sse.Prefetch1(a);
            Sse.Prefetch1(a + rowStep);
            Sse.Prefetch1(a + (2 * rowStep));
        }
    }

    [MethodImpl(Hot)]
    private static void Six(int rows, T* firstA, nint rowStep, nint depthStep, T* strip, nint bStride, T* c, nint cStride, nint depth, T* bias, bool accumulate)
    {
        for (; rows > 0; rows -= 6, firstA += 6 * rowStep, c += 6 * cStride, bias = bias == null ? null : bias + 6)
        {
            S c0 = Start(c, bias, 0, accumulate), c1 = Start(c + cStride, bias, 1, accumulate), c2 = Start(c + (2 * cStride), bias, 2, accumulate);
            S c3 = Start(c + (3 * cStride), bias, 3, accumulate), c4 = Start(c + (4 * cStride), bias, 4, accumulate), c5 = Start(c + (5 * cStride), bias, 5, accumulate);
            T* a = firstA, a3 = a + (3 * rowStep), b = strip;
            for (nint left = depth; left > 0; left -= PrefetchEvery)
            {
                if (left > PrefetchEvery)
                {
                    Prefetch(a + (6 * rowStep), rowStep);
                }

                for (nint k = Math.Min(left, PrefetchEvery); k > 0; k--)
                {
                    S row = S.Load(b);
                    c0 = S.Fma(a, row, c0);
                    c1 = S.Fma(a + rowStep, row, c1);
                    c2 = S.Fma(a + (2 * rowStep), row, c2);
                    c3 = S.Fma(a3, row, c3);
                    c4 = S.Fma(a3 + rowStep, row, c4);
                    c5 = S.Fma(a3 + (2 * rowStep), row, c5);
                    a += depthStep;
                    a3 += depthStep;
                    b += bStride;
                }
            }

            c0.Store(c);
            c1.Store(c + cStride);
            c2.Store(c + (2 * cStride));
            c3.Store(c + (3 * cStride));
            c4.Store(c + (4 * cStride));
            c5.Store(c + (5 * cStride));
        }
    }

    [MethodImpl(Hot)]
    private static void Four(T* a, nint rowStep, nint depthStep, T* b, nint bStride, T* c, nint cStride, nint depth, T* bias, bool accumulate)
    {
        S c0 = Start(c, bias, 0, accumulate), c1 = Start(c + cStride, bias, 1, accumulate);
        S c2 = Start(c + (2 * cStride), bias, 2, accumulate), c3 = Start(c + (3 * cStride), bias, 3, accumulate);
        T* a2 = a + (2 * rowStep);
        for (; depth > 0; depth--)
        {
            S row = S.Load(b);
            c0 = S.Fma(a, row, c0);
            c1 = S.Fma(a + rowStep, row, c1);
            c2 = S.Fma(a2, row, c2);
            c3 = S.Fma(a2 + rowStep, row, c3);
            a += depthStep;
            a2 += depthStep;
            b += bStride;
        }

        c0.Store(c);
        c1.Store(c + cStride);
        c2.Store(c + (2 * cStride));
        c3.Store(c + (3 * cStride));
    }

    [MethodImpl(Hot)]
    private static void Two(T* a, nint rowStep, nint depthStep, T* b, nint bStride, T* c, nint cStride, nint depth, T* bias, bool accumulate)
    {
        S c0 = Start(c, bias, 0, accumulate), c1 = Start(c + cStride, bias, 1, accumulate);
        for (; depth > 0; depth--)
        {
            S row = S.Load(b);
            c0 = S.Fma(a, row, c0);
            c1 = S.Fma(a + rowStep, row, c1);
            a += depthStep;
            b += bStride;
        }

        c0.Store(c);
        c1.Store(c + cStride);
    }

    [MethodImpl(Hot)]
    private static void One(T* a, nint depthStep, T* b, nint bStride, T* c, nint depth, T* bias, bool accumulate)
    {
        S c0 = Start(c, bias, 0, accumulate);
        for (; depth > 0; depth--)
        {
            c0 = S.Fma(a, S.Load(b), c0);
            a += depthStep;
            b += bStride;
        }

        c0.Store(c);
    }
}
