using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics.Memory;

/// <summary>Between the rows-per-sample order of users' data and the feature-major order of batches.</summary>
/// <typeparam name="T">float or double.</typeparam>
public static unsafe class Transposition<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>batch[f, n] = source[rows[n], f]; the padding behind the last sample becomes zero.</summary>
    /// <param name="source">Samples as contiguous rows of batch.Rows numbers.</param>
    /// <param name="rows">Which samples.</param>
    /// <param name="batch">features × rows.Length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Matrix<T> batch)
    {
        int features = batch.Rows, stride = batch.Stride;
        for (int n = 0; n < rows.Length; n++)
        {
            ReadOnlySpan<T> sample = source.Slice(rows[n] * features, features);
            T* to = batch.Pointer + n;
            foreach (T value in sample)
            {
                *to = value;
                to += stride;
            }
        }

        ClearPadding(batch, rows.Length);
    }

    /// <summary>batch[f, n] = source[n, f]; the padding behind the last sample becomes zero.</summary>
    /// <param name="source">Samples as contiguous rows of batch.Rows numbers.</param>
    /// <param name="batch">features × samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<T> source, Matrix<T> batch)
    {
        int features = batch.Rows, stride = batch.Stride, samples = source.Length / features;
        fixed (T* from = source)
        {
            for (int n = 0; n < samples; n++)
            {
                T* sample = from + ((nint)n * features), to = batch.Pointer + n;
                for (int f = 0; f < features; f++, to += stride)
                {
                    *to = sample[f];
                }
            }
        }

        ClearPadding(batch, samples);
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

    private static void ClearPadding(Matrix<T> batch, int samples)
    {
        for (int f = 0; f < batch.Rows; f++)
        {
            new Span<T>(batch.RowPointer(f) + samples, batch.PaddedColumns - samples).Clear();
        }
    }
}
