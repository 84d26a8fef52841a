using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.Numerics;

/// <summary>Transposes between the row-major order of users' data (one row per sample) and the feature-major order of
/// batches.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe partial class Transposition<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SamplesAtOnce = 16;

    /// <summary>Up to this many features, a sample is read once instead of once for every four features.</summary>
    private const int FewFeatures = 16;

    /// <summary>The number of bytes of a sample that are prefetched ahead of those being copied.</summary>
    private const int PrefetchDistance = 256;

    /// <summary>batch[f, n] = source[rows[n], f]; the padding after the last sample repeats it.</summary>
    /// <param name="source">Samples as contiguous rows of batch.Rows values.</param>
    /// <param name="rows">The indices of the samples.</param>
    /// <param name="batch">features × rows.Length.</param>
    /// <exception cref="ArgumentOutOfRangeException">If a row does not exist.</exception>
    public static void Gather(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Matrix<T> batch)
    {
        int features = batch.Rows;
        int highest = Highest(rows);
        if (highest < 0 || ((long)highest + 1) * features > source.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(rows), highest, $"There are only {source.Length / features} rows.");
        }

        fixed (T* from = source)
        {
            // Whole registers are read from each sample; if a sample has fewer values, the last one must not be at the end of the data.
            if (features <= FewFeatures && ((long)highest * features) + Math.Max(4, features) <= source.Length)
            {
                Few(from, rows, batch);
                if (rows.Length != batch.PaddedColumns)
                {
                    FillPadding(batch, rows.Length);
                }

                return;
            }

            // Sixteen samples at a time: what they write to a feature's row is one cache line of floats.
            T** samples = stackalloc T*[SamplesAtOnce];
            for (int n = 0; n < rows.Length; n += SamplesAtOnce)
            {
                int count = Math.Min(SamplesAtOnce, rows.Length - n);
                for (int i = 0; i < count; i++)
                {
                    samples[i] = from + ((nint)rows[n + i] * features);
                }

                Group(samples, count, from + source.Length, batch, n);
            }
        }

        if (rows.Length != batch.PaddedColumns)
        {
            FillPadding(batch, rows.Length);
        }
    }

    /// <summary>Prefetches samples that will be gathered soon: if they are scattered over more memory than the caches hold, each would
    /// cause a cache miss.</summary>
    /// <param name="source">Samples as contiguous rows.</param>
    /// <param name="rows">The indices of the samples; indices of rows that do not exist do no harm.</param>
    /// <param name="features">The number of values per row.</param>
    public static void Prefetch(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, int features)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // The rest of a long row is prefetched while it is gathered.
        int bytes = Math.Min(PrefetchDistance, features * sizeof(T));
        fixed (T* from = source)
        {
            foreach (int row in rows)
            {
                for (int b = 0; b < bytes; b += AlignedBlock<T>.Alignment)
                {
                    Sse.Prefetch1((byte*)(from + ((nint)row * features)) + b);
                }
            }
        }
    }

    /// <summary>batch[f, n] = source[n, f]; the padding after the last sample repeats it.</summary>
    /// <param name="source">Samples as contiguous rows of batch.Rows values.</param>
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

        if (rows != batch.PaddedColumns)
        {
            FillPadding(batch, rows);
        }
    }

    /// <summary>target[n, f] = batch[f, n].</summary>
    /// <param name="batch">features × samples.</param>
    /// <param name="target">The buffer for batch.Columns rows of batch.Rows values.</param>
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

    /// <summary>to[j, i] = from[i, j].</summary>
    /// <param name="from">Any rows.</param>
    /// <param name="to">One row for each column of <paramref name="from"/>, apart from padding.</param>
    internal static void Turn(Matrix<T> from, Matrix<T> to)
    {
        T** rows = stackalloc T*[SamplesAtOnce];
        T* end = from.Rows == 0 ? from.Pointer : from.RowPointer(from.Rows - 1) + from.Columns;
        for (int n = 0; n < from.Rows; n += SamplesAtOnce)
        {
            int count = Math.Min(SamplesAtOnce, from.Rows - n);
            for (int i = 0; i < count; i++)
            {
                rows[i] = from.RowPointer(n + i);
            }

            Group(rows, count, end, to, n);
        }
    }

    /// <summary>
    /// Fills the padding with the last sample, so that kernels see only values that occur in some row: a weight of 0 removes a loss
    /// from all sums, but only if the loss and its derivatives are finite, which they need not be for a row of zeros.
    /// </summary>
    private static void FillPadding(Matrix<T> batch, int samples)
    {
        for (int f = 0; f < batch.Rows; f++)
        {
            T* end = batch.RowPointer(f) + samples;
            new Span<T>(end, batch.PaddedColumns - samples).Fill(end[-1]);
        }
    }
}
