using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// y = γ·(x − μ)/√(σ² + ε) + β with one γ, β, μ and σ² per row, and its gradient, which includes μ and σ² as statistics of the row.
/// </summary>
/// <remarks>
/// Sums over the samples are computed in the fixed order of <see cref="Dots{T, V}"/>. The padding after the samples does not affect the
/// statistics: in the forward pass it is filled with values that add nothing to a sum, and in the backward pass its gradient is zero.
/// Between them it repeats the last sample, as everywhere.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class BatchNormalization<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>mean[r] = Σₙ x[r, n]/N and variance[r] = Σₙ (x[r, n] − mean[r])²/N, in two passes, so that a large mean loses no
    /// precision.</summary>
    /// <param name="x">The rows; on return their padding repeats the last sample.</param>
    /// <param name="mean">One row of x.Rows values.</param>
    /// <param name="variance">One row of x.Rows values: the biased variance.</param>
    [MethodImpl(Hot)]
    public static void Statistics(Matrix<T> x, Matrix<T> mean, Matrix<T> variance)
    {
        int columns = x.PaddedColumns, group = AlignedBlock<T>.PerAlignment;
        T count = T.CreateTruncating(x.Columns);
        byte* room = stackalloc byte[LaneSums<T>.Room(1)];
        T* lanes = LaneSums<T>.Align(room);
        for (int r = 0; r < x.Rows; r++)
        {
            T* row = x.RowPointer(r);
            x.PaddedRow(r)[x.Columns..].Clear();
            for (int part = 0; part < group; part += V.Count)
            {
                V sum = V.Zero;
                for (int n = part; n < columns; n += group)
                {
                    sum += V.Load(row + n);
                }

                sum.Store(lanes + part);
            }

            T average = LaneSums<T>.Add(lanes) / count;
            x.PaddedRow(r)[x.Columns..].Fill(average);
            V center = V.Splat(average);
            for (int part = 0; part < group; part += V.Count)
            {
                V sum = V.Zero;
                for (int n = part; n < columns; n += group)
                {
                    V distance = V.Load(row + n) - center;
                    sum = V.Fma(distance, distance, sum);
                }

                sum.Store(lanes + part);
            }

            x.PaddedRow(r)[x.Columns..].Fill(row[x.Columns - 1]);
            mean.Pointer[r] = average;
            variance.Pointer[r] = LaneSums<T>.Add(lanes) / count;
        }
    }

    /// <summary>y = scale·(x − mean)/√(variance + epsilon) + shift, padding included.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="mean">One row of x.Rows values.</param>
    /// <param name="variance">One row of x.Rows values.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">γ: one row of x.Rows values.</param>
    /// <param name="shift">β: one row of x.Rows values.</param>
    /// <param name="y">Values; must not be x if <see cref="Backward"/> follows.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> x, Matrix<T> mean, Matrix<T> variance, T epsilon, Matrix<T> scale, Matrix<T> shift, Matrix<T> y)
    {
        int columns = x.PaddedColumns;
        for (int r = 0; r < x.Rows; r++)
        {
            V center = V.Splat(mean.Pointer[r]), factor = V.Splat(scale.Pointer[r] * (T.One / T.Sqrt(variance.Pointer[r] + epsilon))), offset = V.Splat(shift.Pointer[r]);
            T* from = x.RowPointer(r), to = y.RowPointer(r);
            for (int n = 0; n < columns; n += V.Count)
            {
                V.Fma(V.Load(from + n) - center, factor, offset).Store(to + n);
            }
        }
    }

    /// <summary>The same with one row per sample and the statistics along the row.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="mean">One row of x.Columns values, with padding, as for the others.</param>
    /// <param name="variance">One row.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">γ: one row.</param>
    /// <param name="shift">β: one row.</param>
    /// <param name="y">Values.</param>
    [MethodImpl(Hot)]
    public static void ForwardSamples(Matrix<T> x, Matrix<T> mean, Matrix<T> variance, T epsilon, Matrix<T> scale, Matrix<T> shift, Matrix<T> y)
    {
        int columns = x.PaddedColumns;
        for (int n = 0; n < columns; n += V.Count)
        {
            V center = V.Load(mean.Pointer + n), factor = V.Load(scale.Pointer + n) * (V.One / V.Sqrt(V.Load(variance.Pointer + n) + V.Splat(epsilon))), offset = V.Load(shift.Pointer + n);
            for (int r = 0; r < x.Rows; r++)
            {
                V.Fma(V.Load(x.RowPointer(r) + n) - center, factor, offset).Store(y.RowPointer(r) + n);
            }
        }
    }

    /// <summary>
    /// With x̂ = (x − mean)/√(variance + ε): dshift = Σₙ dy, dscale = Σₙ dy·x̂ and
    /// dx = γ/√(variance + ε)·(dy − dshift/N − x̂·dscale/N), where the last two terms are the gradients through variance and mean.
    /// </summary>
    /// <param name="x">Inputs.</param>
    /// <param name="mean">As in the forward pass.</param>
    /// <param name="variance">As in the forward pass.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">γ: one row of x.Rows values.</param>
    /// <param name="dy">Gradient with respect to y; zero in the padding.</param>
    /// <param name="dx">Gradient with respect to x, zero in the padding; may be dy, and has no rows if it is not needed.</param>
    /// <param name="scaleGradient">One row of x.Rows values.</param>
    /// <param name="shiftGradient">One row of x.Rows values.</param>
    /// <param name="throughStatistics">Whether mean and variance are statistics of the rows; if they are constants, dx = γ/√(variance +
    /// ε)·dy.</param>
    [MethodImpl(Hot)]
    public static void Backward(
        Matrix<T> x, Matrix<T> mean, Matrix<T> variance, T epsilon, Matrix<T> scale, Matrix<T> dy, Matrix<T> dx, Matrix<T> scaleGradient, Matrix<T> shiftGradient, bool throughStatistics)
    {
        int columns = x.PaddedColumns, group = AlignedBlock<T>.PerAlignment;
        T share = throughStatistics ? T.One / T.CreateTruncating(x.Columns) : T.Zero;
        byte* room = stackalloc byte[LaneSums<T>.Room(2)];
        T* lanes = LaneSums<T>.Align(room);
        for (int r = 0; r < x.Rows; r++)
        {
            T inverse = T.One / T.Sqrt(variance.Pointer[r] + epsilon);
            V center = V.Splat(mean.Pointer[r]), inverses = V.Splat(inverse);
            T* inputs = x.RowPointer(r), from = dy.RowPointer(r);
            for (int part = 0; part < group; part += V.Count)
            {
                V sum = V.Zero, product = V.Zero;
                for (int n = part; n < columns; n += group)
                {
                    V slope = V.Load(from + n);
                    sum += slope;
                    product = V.Fma(slope, (V.Load(inputs + n) - center) * inverses, product);
                }

                sum.Store(lanes + part);
                product.Store(lanes + group + part);
            }

            T total = LaneSums<T>.Add(lanes), moment = LaneSums<T>.Add(lanes + group);
            shiftGradient.Pointer[r] = total;
            scaleGradient.Pointer[r] = moment;
            if (dx.Rows == 0)
            {
                continue;
            }

            V factor = V.Splat(scale.Pointer[r] * inverse), level = V.Splat(total * share), tilt = V.Splat(-(moment * share) * inverse);
            T* to = dx.RowPointer(r);
            for (int n = 0; n < columns; n += V.Count)
            {
                (factor * V.Fma(V.Load(inputs + n) - center, tilt, V.Load(from + n) - level)).Store(to + n);
            }

            dx.PaddedRow(r)[dx.Columns..].Clear();
        }
    }
}
