using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Numerics.Lanes;

namespace Descent.Numerics.Memory;

/// <summary>Between the rows-per-sample order of users' data and the feature-major order of batches.</summary>
/// <typeparam name="T">float or double.</typeparam>
public static unsafe class Transposition<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SamplesAtOnce = 16;

    /// <summary>batch[f, n] = source[rows[n], f]; the padding behind the last sample becomes zero.</summary>
    /// <param name="source">Samples as contiguous rows of batch.Rows numbers.</param>
    /// <param name="rows">Which samples.</param>
    /// <param name="batch">features × rows.Length.</param>
    /// <exception cref="ArgumentOutOfRangeException">If a row does not exist.</exception>
    public static void Gather(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Matrix<T> batch)
    {
        int features = batch.Rows;
        fixed (T* from = source)
        {
            // Sixteen samples at a time: what they write to a feature's row is one cache line of floats.
            T** samples = stackalloc T*[SamplesAtOnce];
            for (int n = 0; n < rows.Length; n += SamplesAtOnce)
            {
                int count = Math.Min(SamplesAtOnce, rows.Length - n);
                for (int i = 0; i < count; i++)
                {
                    long start = (long)rows[n + i] * features;
                    if (start < 0 || start + features > source.Length)
                    {
                        throw new ArgumentOutOfRangeException(nameof(rows), rows[n + i], $"There are {source.Length / features} rows.");
                    }

                    samples[i] = from + start;
                }

                Group(samples, count, from + source.Length, batch, n);
            }
        }

        ClearPadding(batch, rows.Length);
    }

    /// <summary>batch[f, n] = source[n, f]; the padding behind the last sample becomes zero.</summary>
    /// <param name="source">Samples as contiguous rows of batch.Rows numbers.</param>
    /// <param name="batch">features × samples.</param>
    public static void Gather(ReadOnlySpan<T> source, Matrix<T> batch)
    {
        int features = batch.Rows, rows = source.Length / features;
        fixed (T* from = source)
        {
            T** samples = stackalloc T*[SamplesAtOnce];
            for (int n = 0; n < rows; n += SamplesAtOnce)
            {
                int count = Math.Min(SamplesAtOnce, rows - n);
                for (int i = 0; i < count; i++)
                {
                    samples[i] = from + ((nint)(n + i) * features);
                }

                Group(samples, count, from + source.Length, batch, n);
            }
        }

        ClearPadding(batch, rows);
    }

    /// <summary>target[n, f] = batch[f, n].</summary>
    /// <param name="batch">features × samples.</param>
    /// <param name="target">Room for batch.Columns rows of batch.Rows numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(Matrix<T> batch, Span<T> target)
    {
        int features = batch.Rows;
        for (int f = 0; f < features; f++)
        {
            ReadOnlySpan<T> row = batch.Row(f);
            for (int n = 0; n < row.Length; n++)
            {
                target[(n * features) + f] = row[n];
            }
        }
    }

    /// <summary>Copies up to sixteen samples into the columns from <paramref name="column"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Group(T** samples, int count, T* end, Matrix<T> batch, int column)
    {
        int features = batch.Rows, whole = typeof(T) == typeof(float) ? count / 4 * 4 : 0;
        nint stride = batch.Stride;

        // Four numbers are read from each sample at a time; with fewer than four features the last sample must not be at the end of the data.
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
            // The last block overlaps the one before rather than leaving a remainder.
            int first = features < 4 ? 0 : Math.Min(f, features - 4), height = Math.Min(4, features);
            T* target = batch.Pointer + (first * stride) + column;
            for (int i = 0; i < whole; i += 4)
            {
                Four((float**)(samples + i), first, (float*)(target + i), stride, height);
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

    /// <summary>A block of four samples × four features through registers: each store writes four samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float** samples, int feature, float* target, nint stride, int height)
    {
        Vector128<float> a = Vector128.Load(samples[0] + feature), b = Vector128.Load(samples[1] + feature), c = Vector128.Load(samples[2] + feature), d = Vector128.Load(samples[3] + feature);
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

    private static void ClearPadding(Matrix<T> batch, int samples)
    {
        for (int f = 0; f < batch.Rows; f++)
        {
            new Span<T>(batch.RowPointer(f) + samples, batch.PaddedColumns - samples).Clear();
        }
    }
}
