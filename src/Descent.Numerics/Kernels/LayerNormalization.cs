using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// y = γ·(x − μ)/√(σ² + ε) + β with μ and σ² over the rows of each column, and γ and β per row, and its gradient. The samples are
/// along the lanes, so sums over the neurons do not cross lanes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class LayerNormalization<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Computes the values, and stores the mean and 1/√(σ² + ε) of every column for the backward pass.</summary>
    /// <param name="x">neurons × samples.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="scale">γ: one row of x.Rows values.</param>
    /// <param name="shift">β: one row of x.Rows values.</param>
    /// <param name="statistics">Two rows of samples: mean, and 1/√(σ² + ε).</param>
    /// <param name="y">neurons × samples; must not be x if <see cref="Backward"/> follows.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> x, double epsilon, Matrix<T> scale, Matrix<T> shift, Matrix<T> statistics, Matrix<T> y)
    {
        int columns = x.PaddedColumns;
        V count = V.Splat((double)x.Rows);
        for (int n = 0; n < columns; n += V.Count)
        {
            V sum = V.Zero;
            for (int r = 0; r < x.Rows; r++)
            {
                sum += V.Load(x.RowPointer(r) + n);
            }

            V mean = sum / count, squares = V.Zero;
            for (int r = 0; r < x.Rows; r++)
            {
                V distance = V.Load(x.RowPointer(r) + n) - mean;
                squares = V.Fma(distance, distance, squares);
            }

            V inverse = V.One / V.Sqrt((squares / count) + V.Splat(epsilon));
            mean.Store(statistics.RowPointer(0) + n);
            inverse.Store(statistics.RowPointer(1) + n);
            for (int r = 0; r < x.Rows; r++)
            {
                V.Fma((V.Load(x.RowPointer(r) + n) - mean) * inverse, V.Splat(scale.Pointer[r]), V.Splat(shift.Pointer[r])).Store(y.RowPointer(r) + n);
            }
        }
    }

    /// <summary>With g = γ·dy and x̂ = (x − μ)/√(σ² + ε), computes dx = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε), with means over the
    /// neurons.</summary>
    /// <param name="x">neurons × samples.</param>
    /// <param name="scale">γ: one row of x.Rows values.</param>
    /// <param name="statistics">As computed by <see cref="Forward"/>.</param>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="dx">Gradient with respect to x; must not be dy, which <see cref="Gradient"/> still needs.</param>
    [MethodImpl(Hot)]
    public static void Backward(Matrix<T> x, Matrix<T> scale, Matrix<T> statistics, Matrix<T> dy, Matrix<T> dx)
    {
        int columns = x.PaddedColumns;
        V count = V.Splat((double)x.Rows);
        for (int n = 0; n < columns; n += V.Count)
        {
            V mean = V.Load(statistics.RowPointer(0) + n), inverse = V.Load(statistics.RowPointer(1) + n), sum = V.Zero, product = V.Zero;
            for (int r = 0; r < x.Rows; r++)
            {
                V slope = V.Load(dy.RowPointer(r) + n) * V.Splat(scale.Pointer[r]);
                sum += slope;
                product = V.Fma(slope, (V.Load(x.RowPointer(r) + n) - mean) * inverse, product);
            }

            V level = sum / count, tilt = product / count;
            for (int r = 0; r < x.Rows; r++)
            {
                V slope = V.Load(dy.RowPointer(r) + n) * V.Splat(scale.Pointer[r]), normal = (V.Load(x.RowPointer(r) + n) - mean) * inverse;
                (inverse * (slope - level - (normal * tilt))).Store(dx.RowPointer(r) + n);
            }
        }
    }

    /// <summary>scaleGradient[r] = Σₙ dy·x̂ and shiftGradient[r] = Σₙ dy, in the fixed order of <see cref="Dots{T, V}"/>.</summary>
    /// <param name="x">Some neurons × all samples.</param>
    /// <param name="statistics">As computed by <see cref="Forward"/>.</param>
    /// <param name="dy">Gradient with respect to y; zero in the padding.</param>
    /// <param name="scaleGradient">One row of x.Rows values.</param>
    /// <param name="shiftGradient">One row of x.Rows values.</param>
    [MethodImpl(Hot)]
    public static void Gradient(Matrix<T> x, Matrix<T> statistics, Matrix<T> dy, Matrix<T> scaleGradient, Matrix<T> shiftGradient)
    {
        int columns = x.PaddedColumns, group = AlignedBlock<T>.PerAlignment;
        byte* room = stackalloc byte[LaneSums<T>.Room(2)];
        T* lanes = LaneSums<T>.Align(room), means = statistics.RowPointer(0), inverses = statistics.RowPointer(1);
        for (int r = 0; r < x.Rows; r++)
        {
            T* inputs = x.RowPointer(r), from = dy.RowPointer(r);
            for (int part = 0; part < group; part += V.Count)
            {
                V sum = V.Zero, product = V.Zero;
                for (int n = part; n < columns; n += group)
                {
                    V slope = V.Load(from + n);
                    sum += slope;
                    product = V.Fma(slope, (V.Load(inputs + n) - V.Load(means + n)) * V.Load(inverses + n), product);
                }

                sum.Store(lanes + part);
                product.Store(lanes + group + part);
            }

            shiftGradient.Pointer[r] = LaneSums<T>.Add(lanes);
            scaleGradient.Pointer[r] = LaneSums<T>.Add(lanes + group);
        }
    }
}
