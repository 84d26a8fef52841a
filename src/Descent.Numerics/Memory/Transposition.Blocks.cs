using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <content>The blocks of a transposition: a few samples times a few features, in registers.</content>
internal static unsafe partial class Transposition<T>
{
    /// <summary>The highest of some row numbers, compared as unsigned: a negative one is above all others and is returned
    /// unchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Highest(ReadOnlySpan<int> rows)
    {
        uint highest = 0;
        int i = 0;
        if (rows.Length >= Vector256<uint>.Count)
        {
            Vector256<uint> most = Vector256<uint>.Zero;
            ref int first = ref MemoryMarshal.GetReference(rows);
            for (; i + Vector256<uint>.Count <= rows.Length; i += Vector256<uint>.Count)
            {
                most = Vector256.Max(most, Vector256.LoadUnsafe(ref first, (nuint)i).AsUInt32());
            }

            Vector128<uint> four = Vector128.Max(most.GetLower(), most.GetUpper());
            four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2u, 3, 0, 1)));
            four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(1u, 0, 3, 2)));
            highest = four.ToScalar();
        }

        for (; i < rows.Length; i++)
        {
            highest = Math.Max(highest, (uint)rows[i]);
        }

        return (int)highest;
    }

    /// <summary>Gathers samples with few features: four at a time, directly from their positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Few(T* source, ReadOnlySpan<int> rows, Matrix<T> batch)
    {
        nint features = batch.Rows, stride = batch.Stride, last = Math.Max(0, features - 4);
        int height = (int)Math.Min(4, features), n = 0;
        for (; n + 4 <= rows.Length; n += 4)
        {
            T* a = source + (rows[n] * features), b = source + (rows[n + 1] * features), c = source + (rows[n + 2] * features), d = source + (rows[n + 3] * features);
            for (nint f = 0; f < features; f += 4)
            {
                // The last block overlaps the previous one to avoid a remainder.
                nint first = Math.Min(f, last);
                T* target = batch.Pointer + (first * stride) + n;
                if (typeof(T) == typeof(float))
                {
                    Four((float*)(a + first), (float*)(b + first), (float*)(c + first), (float*)(d + first), (float*)target, stride, height);
                }
                else
                {
                    Two((double*)(a + first), (double*)(b + first), (double*)target, stride, height);
                    Two((double*)(c + first), (double*)(d + first), (double*)target + 2, stride, height);
                }
            }
        }

        for (; n < rows.Length; n++)
        {
            T* sample = source + (rows[n] * features), target = batch.Pointer + n;
            for (nint f = 0; f < features; f++)
            {
                target[f * stride] = sample[f];
            }
        }
    }

    /// <summary>Copies up to sixteen samples into the columns from <paramref name="column"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Group(T** samples, int count, T* end, Matrix<T> batch, int column)
    {
        int features = batch.Rows, whole = count / 4 * 4, ahead = features - (PrefetchDistance / sizeof(T));
        nint stride = batch.Stride;

        // Four values are read from each sample at a time; with fewer than four features, the last sample must not be at the end of the
        // data.
        if (features < 4 && whole > 0)
        {
            for (int i = 0; i < whole; i++)
            {
                if (samples[i] + 4 > end)
                {
                    whole = i / 4 * 4;
                }
            }
        }

        for (int f = 0; f < features; f += 4)
        {
            // Sixteen samples are read in turn, more streams than the hardware prefetcher tracks.
            if (f < ahead && f % AlignedBlock<T>.PerAlignment == 0 && Sse.IsSupported)
            {
                for (int sample = 0; sample < count; sample++)
                {
                    Sse.Prefetch0((byte*)(samples[sample] + f) + PrefetchDistance);
                }
            }

            // The last block overlaps the previous one to avoid a remainder.
            int first = features < 4 ? 0 : Math.Min(f, features - 4), height = Math.Min(4, features), i = 0;
            T* target = batch.Pointer + (first * stride) + column;
            for (; height == 4 && i + Quads<T>.Lines <= whole; i += Quads<T>.Lines)
            {
                Quads<T>.Turn(new LineTable<T>(samples + i), first, target + i, stride);
            }

            for (; i < whole; i += 4)
            {
                T* a = samples[i] + first, b = samples[i + 1] + first, c = samples[i + 2] + first, d = samples[i + 3] + first;
                if (typeof(T) == typeof(float))
                {
                    Four((float*)a, (float*)b, (float*)c, (float*)d, (float*)(target + i), stride, height);
                }
                else
                {
                    Two((double*)a, (double*)b, (double*)(target + i), stride, height);
                    Two((double*)c, (double*)d, (double*)(target + i) + 2, stride, height);
                }
            }
        }

        for (int i = whole; i < count; i++)
        {
            T* sample = samples[i], target = batch.Pointer + column + i;
            for (int f = 0; f < features; f++)
            {
                target[f * stride] = sample[f];
            }
        }
    }

    /// <summary>Transposes a block of four samples × four features in registers: each store writes four samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* sample0, float* sample1, float* sample2, float* sample3, float* target, nint stride, int height)
    {
        Vector128<float> a = Vector128.Load(sample0), b = Vector128.Load(sample1), c = Vector128.Load(sample2), d = Vector128.Load(sample3);
        Vector128<float> ab = Interleave.Low(a, b), cd = Interleave.Low(c, d);
        Interleave.LowHalves(ab, cd).Store(target);
        if (height > 1)
        {
            Interleave.HighHalves(ab, cd).Store(target + stride);
        }

        ab = Interleave.High(a, b);
        cd = Interleave.High(c, d);
        if (height > 2)
        {
            Interleave.LowHalves(ab, cd).Store(target + (2 * stride));
        }

        if (height > 3)
        {
            Interleave.HighHalves(ab, cd).Store(target + (3 * stride));
        }
    }

    /// <summary>Transposes a block of two samples × up to four features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(double* sample0, double* sample1, double* target, nint stride, int height)
    {
        for (int f = 0; f < height; f += 2, target += 2 * stride)
        {
            Vector128<double> a = Vector128.Load(sample0 + f), b = Vector128.Load(sample1 + f);
            Interleave.Low(a, b).Store(target);
            if (f + 1 < height)
            {
                Interleave.High(a, b).Store(target + stride);
            }
        }
    }
}
