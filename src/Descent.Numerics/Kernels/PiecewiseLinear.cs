using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Numerics;

/// <summary>
/// The piecewise-linear encoding: for each value x, one component per bin [l, h], (x − l)/(h − l) clamped to [0, 1], but not below in
/// the first bin and not above in the last. Edges are ascending; bins of zero width, which come last, give 0.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The lane type.</typeparam>
internal static unsafe class PiecewiseLinear<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Computes the components of every feature, padding included.</summary>
    /// <param name="edges">features × (bins + 1).</param>
    /// <param name="x">At least features rows × samples.</param>
    /// <param name="y">features·bins × samples, the bins of the first feature first.</param>
    [MethodImpl(Hot)]
    public static void Forward(Matrix<T> edges, Matrix<T> x, Matrix<T> y)
    {
        int bins = edges.Columns - 1, columns = y.PaddedColumns;
        for (int feature = 0; feature < edges.Rows; feature++)
        {
            T* edge = edges.RowPointer(feature), from = x.RowPointer(feature);
            int live = Live(edge, bins);
            for (int bin = 0; bin < bins; bin++)
            {
                T* to = y.RowPointer((feature * bins) + bin);
                if (bin >= live)
                {
                    new Span<T>(to, columns).Clear();
                    continue;
                }

                V low = V.Splat(edge[bin]), width = V.Splat(edge[bin + 1] - edge[bin]);
                V least = bin == 0 ? V.Splat(double.NegativeInfinity) : V.Zero, most = bin == live - 1 ? V.Splat(double.PositiveInfinity) : V.One;
                for (int n = 0; n < columns; n += V.Count)
                {
                    V.Min(most, V.Max(least, (V.Load(from + n) - low) / width)).Store(to + n);
                }
            }
        }
    }

    /// <summary>The same with one row per sample.</summary>
    /// <param name="edges">features × (bins + 1).</param>
    /// <param name="x">samples × at least features.</param>
    /// <param name="y">samples × features·bins.</param>
    public static void ForwardSamples(Matrix<T> edges, Matrix<T> x, Matrix<T> y)
    {
        int bins = edges.Columns - 1;
        for (int feature = 0; feature < edges.Rows; feature++)
        {
            T* edge = edges.RowPointer(feature);
            int live = Live(edge, bins);
            for (int sample = 0; sample < y.Rows; sample++)
            {
                T number = x.RowPointer(sample)[feature];
                T* to = y.RowPointer(sample) + (feature * bins);
                for (int bin = 0; bin < bins; bin++)
                {
                    T part = bin >= live ? T.Zero : (number - edge[bin]) / (edge[bin + 1] - edge[bin]);
                    part = bin > 0 && part < T.Zero ? T.Zero : part;
                    to[bin] = bin < live - 1 && part > T.One ? T.One : part;
                }
            }
        }
    }

    /// <summary>Computes dx = dy/(h − l) of the bin that contains x; on an edge between two bins, of the upper one.</summary>
    /// <param name="edges">features × (bins + 1).</param>
    /// <param name="x">At least features rows × samples.</param>
    /// <param name="dy">Gradient with respect to y.</param>
    /// <param name="dx">Gradient with respect to x; rows after the features become 0.</param>
    [MethodImpl(Hot)]
    public static void Backward(Matrix<T> edges, Matrix<T> x, Matrix<T> dy, Matrix<T> dx)
    {
        int bins = edges.Columns - 1, columns = dy.PaddedColumns;
        for (int feature = 0; feature < edges.Rows; feature++)
        {
            T* edge = edges.RowPointer(feature), from = x.RowPointer(feature), to = dx.RowPointer(feature);
            int live = Live(edge, bins);
            new Span<T>(to, columns).Clear();
            for (int bin = 0; bin < live; bin++)
            {
                T* slope = dy.RowPointer((feature * bins) + bin);
                V width = V.Splat(edge[bin + 1] - edge[bin]);
                V low = V.Splat(bin == 0 ? T.NegativeInfinity : edge[bin]), high = V.Splat(bin == live - 1 ? T.PositiveInfinity : edge[bin + 1]);
                for (int n = 0; n < columns; n += V.Count)
                {
                    V number = V.Load(from + n), own = V.Load(slope + n) / width;
                    (V.Load(to + n) + V.SelectLess(number, low, V.Zero, V.SelectLess(number, high, own, V.Zero))).Store(to + n);
                }
            }
        }

        for (int row = edges.Rows; row < dx.Rows; row++)
        {
            new Span<T>(dx.RowPointer(row), columns).Clear();
        }
    }

    /// <summary>The number of bins with a nonzero width.</summary>
    internal static int Live(T* edges, int bins)
    {
        int live = 0;
        while (live < bins && edges[live + 1] > edges[live])
        {
            live++;
        }

        return live;
    }
}
